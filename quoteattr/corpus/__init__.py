"""A corpus of articles, partition by partition, on one machine or many, resumable at any moment.

``run`` lays down once and for all what is to be done (``manifest.json``, ``partitions.jsonl``),
then reads the inputs in order, hands each partition to a worker, and writes what comes back. Only
the process that calls ``run`` touches files: workers take documents and give bytes, so machines
need no common disk. Every file appears whole or not at all; a partition counts as done when its
record in ``done/`` exists, which is written after its quotes. Whatever was killed is therefore
either done or done again with the same result::

    DIR/manifest.json            options, inputs and their digests, number of partitions
    DIR/partitions.jsonl         what each partition holds: byte offsets, rows or file names
    DIR/quotes/part-000000.…     the quotes, a part a partition
    DIR/done/part-000000.json    counts, versions and failures of a finished partition
    DIR/errors.jsonl             the failures of all partitions, at the end
    DIR/_SUCCESS                 counts and versions of the whole run, last of all
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TypeAlias

from quoteattr._version import __version__
from quoteattr.answers import Parser
from quoteattr.corpus import cluster
from quoteattr.corpus.folder import Folder, Summary
from quoteattr.corpus.inputs import Inputs, kinds
from quoteattr.corpus.partition import (
    CorpusError,
    Format,
    ParserFactory,
    Part,
    Partition,
    Task,
    Work,
    process,
)
from quoteattr.errors import InputError

__all__ = [
    "FORMATS",
    "PARTITION_SIZE",
    "CorpusError",
    "Format",
    "Parser",
    "ParserFactory",
    "Progress",
    "Summary",
    "process",
    "run",
]

FORMATS: tuple[Format, ...] = ("parquet", "jsonl")
PARTITION_SIZE = 200
Progress: TypeAlias = Callable[[int, int], None]
"""Called with the number of documents done and of all documents."""


def run(
    inputs: Sequence[str | os.PathLike[str]],
    output: str | os.PathLike[str],
    *,
    workers: int | None = None,
    scheduler: str | None = None,
    format: Format = "parquet",
    partition_size: int = PARTITION_SIZE,
    parser: str = "stanza",
    model: str | None = None,
    marks: Collection[str] | None = None,
    min_confidence: float | None = None,
    evidence: bool = False,
    parser_factory: ParserFactory | None = None,
    progress: Progress | None = None,
) -> Summary:
    """Read a corpus and write its quotes to a folder, or go on with a run that was stopped.

    Called again with the same inputs and options it goes on where it stopped, however that was, and
    the result is that of an undisturbed run. A document that can't be read or that makes the parser
    fail is named in ``errors.jsonl``; the others are done.

    Args:
        inputs: ``.jsonl``, ``.jsonl.gz`` and ``.parquet`` files, and folders of ``.txt`` files, all
            in UTF-8.
        output: a folder that is new, empty, or was begun by the same call.
        workers: processes on this machine; None is one a core, 0 works in this very process,
            without Dask.
        scheduler: the address of a Dask scheduler, whose workers are used instead.
        format: ``"parquet"`` (a row a quote) or ``"jsonl"`` (an object a document).
        partition_size: the most documents that a partition holds.
        parser, model, marks, min_confidence: as for ``QuoteParser``.
        evidence: whether the quotes also tell what each answer rests on.
        parser_factory: makes the parser in each worker instead of ``QuoteParser``; it must pickle.
            ``parser``, ``model``, ``marks`` and ``min_confidence`` then only say in the manifest
            what it was given: let it pass the same to the parser that it makes.
        progress: called after the inputs have been looked through, when the workers are there, and
            after each partition.

    Raises:
        InputError: if an input is missing, of a kind that is not read, or damaged.
        CorpusError: if an input or option has changed since the run began; if the folder is in use
            or holds something else; if Dask, pyarrow, scheduler or workers are missing.
        ModelError: if a worker can't load its parser.
        OutputError: if something can't be written.
    """
    if format not in FORMATS:
        raise InputError(f"there is no format {format!r}: choose one of {', '.join(FORMATS)}")
    if partition_size < 1:
        raise InputError(f"a partition holds at least 1 document, not {partition_size}")
    if workers is not None and workers < 0:
        raise InputError(f"workers are 0 or more processes, not {workers}")
    if isinstance(inputs, str | bytes | os.PathLike):
        raise InputError(f"inputs come in a list, as in [{inputs!r}]")
    paths = [os.fspath(path) for path in inputs]
    found = kinds(paths)
    if "parquet" in (format, *found):
        cluster.need("pyarrow")
    if parser_factory is None:
        parser_factory = _quote_parser(parser, model, marks, min_confidence)
    options = {
        "quoteattr": __version__,
        "format": format,
        "partition_size": partition_size,
        "parser": parser,
        "model": model,
        "marks": None if marks is None else sorted(set(marks)),
        "min_confidence": min_confidence,
        "evidence": evidence,
    }
    work = Work(secrets.token_hex(8), parser_factory, format, evidence)
    folder = Folder(Path(output), format)
    with ExitStack() as stack:
        stack.enter_context(folder.claimed())
        documents, partitions = folder.plan(paths, found, options)
        count = 0
        versions: dict[str, str] = {}
        done: set[int] = set()
        for number, record in folder.records():
            done.add(number)
            count += record.documents
            versions = _agreed(versions, record.versions, folder.path)
        if progress is not None:
            progress(count, documents)
        if len(done) == partitions:
            return folder.summary() or folder.finish()
        reading = Inputs(paths, found)
        stack.callback(reading.close)
        tasks: Iterator[Task] = (
            (partition, reading.items(partition))
            for partition in folder.partitions()
            if partition.number not in done
        )
        parts: Iterator[tuple[Partition, Part]]
        if workers == 0 and scheduler is None:
            parts = ((partition, process(items, work)) for partition, items in tasks)
        else:
            client = stack.enter_context(cluster.client(workers, scheduler))
            parts = cluster.parts(tasks, work, client)
        if progress is not None:
            progress(count, documents)
        for partition, part in parts:
            versions = _agreed(versions, part.versions, folder.path)
            folder.write(partition, part)
            count += part.documents
            if progress is not None:
                progress(count, documents)
        return folder.finish()


def _quote_parser(
    parser: str, model: str | None, marks: Collection[str] | None, min_confidence: float | None
) -> ParserFactory:
    from quoteattr.parser import QuoteParser

    factory = partial(
        QuoteParser, parser, model=model, marks=marks, min_confidence=min_confidence, threads=1
    )
    factory()  # An option that is wrong shows now and not on a worker.
    return factory


def _agreed(known: dict[str, str], new: Mapping[str, str], path: Path) -> dict[str, str]:
    """Both together; one corpus must not be read by two models."""
    for name, value in new.items():
        if known.get(name, value) != value:
            raise CorpusError(
                f"{path}: {name} was {known[name]} when the run began and is {value} now: install"
                " the same everywhere, or name another folder"
            )
    return {**known, **new}
