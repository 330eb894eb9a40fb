"""What can go wrong, each with one sentence that says what to do."""

from __future__ import annotations

import textwrap


class QuoteattrError(Exception):
    """The base of all errors that quoteattr raises on purpose."""


class InputError(QuoteattrError, ValueError):
    """Input that can't be read: a wrong encoding, a line that is no JSON, a text that is no str."""


class ModelError(QuoteattrError, RuntimeError):
    """A parser or model that can't be loaded or downloaded."""


class LongSentenceWarning(UserWarning):
    """A sentence too long for a parser was cut; its quotes are kept, their speakers less sure."""


def in_words(error: BaseException) -> str:
    """An error of anybody's on one line; our own say all in their message."""
    if isinstance(error, QuoteattrError):
        return str(error)
    lines = str(error).strip().splitlines()
    name = type(error).__name__
    return f"{name}: {textwrap.shorten(lines[0], 200, placeholder='…')}" if lines else name
