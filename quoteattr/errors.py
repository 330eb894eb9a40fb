"""What can go wrong, each with one sentence that says what to do."""

from __future__ import annotations


class QuoteattrError(Exception):
    """The base of all errors that quoteattr raises on purpose."""


class InputError(QuoteattrError, ValueError):
    """Input that can't be read: a wrong encoding, a line that is no JSON, a text that is no str."""


class ModelError(QuoteattrError, RuntimeError):
    """A parser or model that can't be loaded or downloaded."""


class LongSentenceWarning(UserWarning):
    """A sentence too long for a parser was cut; its quotes are kept, their speakers less sure."""
