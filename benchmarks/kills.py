"""A corpus run that is killed again and again, against one that nobody disturbs.

    python -m benchmarks.kills ARTICLES.jsonl[.gz] [--articles 200] [--kills 10] [--parser spacy]
                               [--workers N] [--partition-size 5] [--seed N]

Runs ``quoteattr corpus`` once undisturbed. Then it starts the same command for another folder,
kills it with ``kill -9`` at a random moment, and starts it again, as often as asked; the last start
runs to its end. Prints what was done at each kill, and compares the two tables row by row and the
two folders byte by byte. Exit status 1 where they differ.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet

from benchmarks import articles
from quoteattr.parser import PARSERS

_LOOK = 0.002
"""Seconds between two looks at what is done."""


def main(arguments: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(prog="benchmarks.kills", description=__doc__.split("\n")[0])
    options.add_argument("file", metavar="ARTICLES.jsonl[.gz]")
    options.add_argument("--articles", type=int, default=200, metavar="N")
    options.add_argument("--kills", type=int, default=10, metavar="N")
    options.add_argument("--parser", choices=PARSERS, default="spacy")
    options.add_argument("--workers", type=int, default=1, metavar="N")
    options.add_argument("--partition-size", type=int, default=5, metavar="N")
    options.add_argument("--seed", type=int, default=7, metavar="N")
    given = options.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "articles.jsonl")
        read = articles.read(given.file, given.articles)
        lines = (json.dumps({"id": one.id, "text": one.text}) + "\n" for one in read)
        source.write_text("".join(lines), encoding="utf-8")
        command = [
            *(sys.executable, "-m", "quoteattr", "corpus", str(source)),
            *("--parser", given.parser, "--workers", str(given.workers)),
            *("--partition-size", str(given.partition_size), "--output"),
        ]
        undisturbed, killed = Path(folder, "undisturbed"), Path(folder, "killed")
        seconds = _finished([*command, str(undisturbed)])
        print(f"{len(read)} articles, parser {given.parser}, {given.workers} workers")
        print(f"undisturbed: {_parts(undisturbed)} parts in {seconds:.0f} s\n")
        print("| kill | seconds after the start | parts done | unfinished files |")
        print("|---|---|---|---|")
        chance = random.Random(given.seed)
        each = _parts(undisturbed) / (given.kills + 1)
        for number in range(1, given.kills + 1):
            lived = _kill([*command, str(killed)], killed, chance, each, seconds)
            unfinished = len(list(killed.rglob(".quoteattr-*.part")))
            print(f"| {number} | {lived:.2f} | {_parts(killed)} | {unfinished} |", flush=True)
        _finished([*command, str(killed)])
        return _compared(undisturbed, killed)


def _finished(command: Sequence[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def _kill(
    command: Sequence[str], folder: Path, chance: random.Random, each: float, whole: float
) -> float:
    """Start the command and kill it, now while it loads, now in its work; its life in seconds."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    more = chance.randint(0, round(2 * each) - 1)
    goal = _parts(folder) + more
    while more and process.poll() is None and _parts(folder) < goal:
        time.sleep(_LOOK)
    time.sleep(chance.uniform(0.0, whole / 20))
    if process.poll() is not None:
        raise RuntimeError("the run ended before it could be killed: give more --articles")
    process.kill()
    process.wait()
    return time.perf_counter() - began


def _parts(folder: Path) -> int:
    return len(list(folder.glob("done/*.json")))


def _compared(undisturbed: Path, killed: Path) -> int:
    rows, others = (
        pyarrow.parquet.read_table(path / "quotes").to_pylist() for path in (undisturbed, killed)
    )
    print(f"\nquotes: {len(rows)} undisturbed, {len(others)} killed; equal: {rows == others}")
    files, again = _contents(undisturbed), _contents(killed)
    differing = sorted(name for name in files | again if files.get(name) != again.get(name))
    print(f"files: {len(files)}; differing: {', '.join(differing) or 'none'}")
    return int(rows != others or bool(differing))


def _contents(folder: Path) -> dict[str, Any]:
    """All files of a run but the lock."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != ".quoteattr-lock"
    }


if __name__ == "__main__":
    sys.exit(main())
