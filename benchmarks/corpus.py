"""How much faster two workers are than one, and how much memory a worker takes.

    python -m benchmarks.corpus ARTICLES.jsonl[.gz] [--articles 1000] [--workers 1 2]

Prints, for each number of workers, articles a second over the same articles and the peak memory of
the largest worker. Workers are the processes of ``quoteattr corpus``, one thread each, and run its
partition function; they have loaded the model and read one partition before the clock starts. The
parts are thrown away: what is measured is the work, without the disk.
"""

from __future__ import annotations

import argparse
import os
import secrets
import sys
import time
from collections.abc import Iterator, Sequence
from functools import partial

from attrs import frozen

from benchmarks import articles, memory
from quoteattr.corpus import cluster, process
from quoteattr.corpus.partition import CorpusError, Item, Partition, Task, Work
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
    read = articles.read(given.file, given.articles)
    print(f"{len(read)} articles, parser {given.parser}, {os.cpu_count()} cores")
    print(f"{'workers':>7} {'seconds':>8} {'articles/s':>10} {'ratio':>6} {'peak MB a worker':>17}")
    for rate in rates(read, given.workers, given.parser, given.model, given.partition_size):
        print(
            f"{rate.workers:7} {rate.seconds:8.1f} {rate.articles:10.2f} {rate.ratio:6.2f}"
            f" {rate.memory / 1e6:17.0f}",
            flush=True,
        )
    return 0


@frozen
class Rate:
    """What some workers do: seconds for all articles, articles a second, the ratio of that to the
    first number of workers, and the peak memory of the largest worker in bytes."""

    workers: int
    seconds: float
    articles: float
    ratio: float
    memory: int


def rates(
    read: Sequence[Item],
    numbers: Sequence[int],
    parser: str,
    model: str | None = None,
    partition_size: int = 25,
) -> Iterator[Rate]:
    """The rate of each number of workers over the same articles."""
    tasks = [
        (Partition(number, 0, len(part)), part)
        for number, part in enumerate(_cut(list(read), partition_size))
    ]
    factory = partial(QuoteParser, parser, model=model, threads=1)
    first: float | None = None
    for workers in numbers:
        work = Work(secrets.token_hex(8), factory, "parquet", evidence=False)
        seconds, most = _measured(tasks, work, workers)
        rate = len(read) / seconds
        first = first or rate
        yield Rate(workers, seconds, rate, rate / first, most)


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
        return seconds, max(client.run(memory.peak).values())


def _warmed(items: list[Item], work: Work) -> None:
    process(items, work)


def _cut(items: list[Item], size: int) -> Iterator[list[Item]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


if __name__ == "__main__":
    sys.exit(main())
