"""The partition function: documents in, the bytes of a part out, the same on every machine."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from typing import Literal, TypeAlias

from attrs import frozen

from quoteattr._version import __version__
from quoteattr.answers import BATCH, Parser, answers_to
from quoteattr.errors import ModelError, QuoteattrError, in_words
from quoteattr.formats import writer
from quoteattr.formats.documents import Document
from quoteattr.model import Quotes

Format: TypeAlias = Literal["parquet", "jsonl"]


class CorpusError(QuoteattrError):
    """A run that can't begin or go on; the message says what to do."""


ParserFactory: TypeAlias = Callable[[], Parser]


@frozen
class Failure:
    """A document without an answer: its id, where it stands, and why."""

    id: str | int
    input: str
    line: int | None
    reason: str


@frozen
class Answer:
    """The quotes of one document."""

    id: str | int
    quotes: Quotes


@frozen
class Part:
    """What a worker gives back for a partition."""

    content: bytes
    documents: int
    quotes: int
    versions: dict[str, str]
    failures: tuple[Failure, ...]


@frozen
class Work:
    """What a worker is to do with documents; the same for all partitions of a run.

    ``run`` names the run, so that a worker builds its parser once for it.
    """

    run: str
    parser: ParserFactory
    format: Format
    evidence: bool
    version: str = __version__


@frozen
class Partition:
    """A stretch of an input: bytes of JSON Lines (uncompressed), rows of Parquet, or files."""

    number: int
    input: int
    documents: int
    start: int = 0
    end: int = 0
    line: int = 1
    checksum: int | None = None
    files: Sequence[str] = ()


Item: TypeAlias = Document | Failure
Task: TypeAlias = tuple[Partition, list[Item]]


def process(items: Sequence[Item], work: Work) -> Part:
    """The partition function: documents in, the bytes of a part out. The same on every machine.

    Raises:
        ModelError: if the parser can't be loaded here.
        CorpusError: if another version of quoteattr is installed here.
    """
    return encode(answer(items, work), work)


def answer(items: Sequence[Item], work: Work) -> list[Answer | Failure]:
    """An answer or a failure for each document, in order; raises as ``process``."""
    if work.version != __version__:
        raise CorpusError(
            f"a worker has quoteattr {__version__}, the run began with {work.version}: install the"
            " same version everywhere"
        )
    parser = _loaded(work)
    answers: list[Answer | Failure] = []
    stream = iter(items)
    while batch := list(islice(stream, BATCH)):
        answers += _answers(batch, parser)
    return answers


def encode(answers: Sequence[Answer | Failure], work: Work) -> Part:
    """Answers as the bytes of a part, written as ``quoteattr extract`` writes a file."""
    write = writer(work.format, evidence=work.evidence)
    pieces = [write.start()]
    quotes = 0
    versions: dict[str, str] = {}
    for found in answers:
        if isinstance(found, Answer):
            pieces.append(write.document(found.id, found.quotes))
            quotes += len(found.quotes)
            versions.update(found.quotes.meta)
    pieces.append(write.end())
    return Part(
        content=b"".join(map(_bytes, pieces)),
        documents=len(answers),
        quotes=quotes,
        versions=versions,
        failures=tuple(found for found in answers if isinstance(found, Failure)),
    )


_PARSERS: dict[str, Parser] = {}


def _loaded(work: Work) -> Parser:
    """The parser of this run, built once a process; that of an earlier run is let go."""
    if work.run not in _PARSERS:
        try:
            parser = work.parser()
            parser.load()
        except QuoteattrError:
            raise
        except Exception as error:
            raise ModelError(f"a worker can't load its parser: {in_words(error)}") from error
        _PARSERS.clear()
        _PARSERS[work.run] = parser
    return _PARSERS[work.run]


def _answers(batch: Sequence[Item], parser: Parser) -> Iterator[Answer | Failure]:
    documents = [item for item in batch if isinstance(item, Document)]
    found = answers_to(documents, parser, _say)
    for item in batch:
        if isinstance(item, Failure):
            yield item
            continue
        answer = next(found)
        if isinstance(answer, Exception):
            yield failure(item, in_words(answer))
        else:
            yield Answer(item.id, answer)


def _say(line: str) -> None:
    """A line on standard error; where that is closed or full, the work goes on."""
    if sys.stderr is not None:
        with suppress(OSError):
            print(line, file=sys.stderr, flush=True)


def failure(document: Document, reason: str) -> Failure:
    """The failure of a document that could be read."""
    return Failure(document.id, document.path, document.line, reason)


def _bytes(piece: str | bytes) -> bytes:
    return piece if isinstance(piece, bytes) else piece.encode("utf-8", "backslashreplace")
