"""The articles that are measured: JSON Lines with an ``id`` and a ``text`` each."""

from __future__ import annotations

import gzip
import io
import itertools
from collections.abc import Iterator
from contextlib import ExitStack
from typing import IO, cast

from quoteattr.errors import InputError
from quoteattr.formats import documents
from quoteattr.formats.documents import Document


def read(path: str, most: int | None = None) -> list[Document]:
    """The first ``most`` articles of a file, all without it.

    Raises ``InputError`` where a line holds no article, or the file none at all.
    """
    found = list(itertools.islice(_stream(path), most))
    if not found:
        raise InputError(f"{path}: holds no article: name another file")
    return found


def texts(path: str, most: int | None = None) -> list[str]:
    """The texts of the same."""
    return [article.text or "" for article in read(path, most)]


def _stream(path: str) -> Iterator[Document]:
    with ExitStack() as stack:
        stream: IO[bytes] = stack.enter_context(open(path, "rb"))
        if path.endswith(".gz"):
            stream = cast("IO[bytes]", stack.enter_context(gzip.open(stream)))
        for number, line in enumerate(stream, start=1):
            for found in documents.objects(io.BytesIO(line), path, path, first=number):
                if isinstance(found, InputError):
                    raise found
                yield found
