"""How much faster two workers are than one, and how much memory a worker takes.

    python -m benchmarks.corpus ARTICLES.jsonl[.gz] [--articles 1000] [--workers 1 2]

Prints, for each number of workers, articles a second over the same articles and the peak memory of
the largest worker. Workers are the processes of ``quoteattr corpus``, one thread each, and run its
partition function; they have loaded the model and read one partition before the clock starts. The
parts are thrown away: what is measured is the work, without the disk.
"""

from __future__ import annotations

import argparse
import gzip
import io
import itertools
import os
import secrets
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import IO, cast

from quoteattr.corpus import cluster, process
from quoteattr.corpus.partition import CorpusError, Item, Partition, Task, Work
from quoteattr.errors import InputError
from quoteattr.formats import documents
from quoteattr.formats.documents import Document
from quoteattr.parser import PARSERS, QuoteParser


def main(arguments: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(prog="benchmarks.corpus", description=__doc__.split("\n")[0])
    options.add_argument("file", metavar="ARTICLES.jsonl[.gz]")
    options.add_argument("--articles", type=int, default=1000, metavar="N")
    options.add_argument("--workers", type=int, nargs="+", default=[1, 2], metavar="N")
    options.add_argument("--partition-size", type=int, default=25, metavar="N")
    options.add_argument("--parser", choices=PARSERS, default="stanza")
    options.add_argument("--model", metavar="NAME")
    given = options.parse_args(arguments)
    items: list[Item] = list(itertools.islice(_articles(given.file), given.articles))
    if not items:
        raise InputError(f"{given.file}: holds no article: name another file")
    tasks = [
        (Partition(number, 0, len(part)), part)
        for number, part in enumerate(_cut(items, given.partition_size))
    ]
    parser = partial(QuoteParser, given.parser, model=given.model, threads=1)
    print(f"{len(items)} articles, parser {given.parser}, {os.cpu_count()} cores")
    print(f"{'workers':>7} {'seconds':>8} {'articles/s':>10} {'ratio':>6} {'peak MB a worker':>17}")
    first: float | None = None
    for workers in given.workers:
        work = Work(secrets.token_hex(8), parser, "parquet", evidence=False)
        seconds, memory = _measured(tasks, work, workers)
        rate = len(items) / seconds
        first = first or rate
        print(
            f"{workers:7} {seconds:8.1f} {rate:10.2f} {rate / first:6.2f} {memory / 1e6:17.0f}",
            flush=True,
        )
    return 0


def _measured(tasks: list[Task], work: Work, workers: int) -> tuple[float, int]:
    """Seconds for all partitions, and the peak memory of the largest worker in bytes."""
    with cluster.client(workers, None) as client:
        ready: dict[str, None] = client.run(_warmed, tasks[0][1], work)
        if len(ready) != workers:
            raise CorpusError(f"{len(ready)} of {workers} workers have started: run it again")
        began = time.perf_counter()
        parts = [part for _, part in cluster.parts(iter(tasks), work, client)]
        seconds = time.perf_counter() - began
        if failures := [failure for part in parts for failure in part.failures]:
            print(f"{len(failures)} failed, first {failures[0]}", file=sys.stderr)
        return seconds, max(client.run(_peak).values())


def _warmed(items: list[Item], work: Work) -> None:
    process(items, work)


def _peak() -> int:
    """The most memory that this process ever held, in bytes."""
    try:
        # What getrusage tells on Linux may be the peak of the process that started this one.
        status = Path("/proc/self/status").read_text(encoding="ascii")
        return int(status.partition("VmHWM:")[2].split()[0]) * 1024
    except OSError:
        import resource

        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else peak * 1024


def _articles(path: str) -> Iterator[Document]:
    with ExitStack() as stack:
        stream: IO[bytes] = stack.enter_context(open(path, "rb"))
        if path.endswith(".gz"):
            stream = cast("IO[bytes]", stack.enter_context(gzip.open(stream)))
        for number, line in enumerate(stream, start=1):
            for found in documents.objects(io.BytesIO(line), path, path, first=number):
                if isinstance(found, InputError):
                    raise found
                yield found


def _cut(items: list[Item], size: int) -> Iterator[list[Item]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


if __name__ == "__main__":
    sys.exit(main())
