"""What can go wrong, each with one sentence that says what to do."""

from __future__ import annotations

import textwrap
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


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


@contextmanager
def warnings_in_words(say: Callable[[str], object], where: str = "") -> Iterator[None]:
    """Say each of our own warnings as one line, without the line of code that Python adds.

    ``where`` names the document that is read meanwhile.
    """
    with warnings.catch_warnings():
        shown = warnings.showwarning

        def show(message: Warning | str, category: type[Warning], *rest: Any, **more: Any) -> None:
            if issubclass(category, LongSentenceWarning):
                say(f"Warning: {where}: {message}" if where else f"Warning: {message}")
            else:
                shown(message, category, *rest, **more)

        warnings.simplefilter("always", LongSentenceWarning)
        warnings.showwarning = show
        yield
