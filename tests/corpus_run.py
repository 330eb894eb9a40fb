"""A parser that finds every « … » and says so at once.

Run as a script, this file is a run over a corpus with it, for the tests that need a process to
kill: ``corpus_run.py INPUT DIR WORKERS``. It imports little, as each worker imports it too.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Iterable, Iterator

from quoteattr import corpus
from quoteattr.errors import ModelError
from quoteattr.model import Context, Quote, Quotes, Span

VERSIONS = {"parser": "simple 1"}


class SimpleParser:
    """Stands in for ``QuoteParser``; some texts make it fail, one kills the process."""

    def __init__(self, versions: dict[str, str] = VERSIONS, seconds: float = 0.0) -> None:
        self._versions = versions
        self._seconds = seconds

    def load(self) -> None:
        if "unloadable" in self._versions:
            raise RuntimeError("no such model")

    def __call__(self, text: str) -> Quotes:
        time.sleep(self._seconds)
        if "BROKEN" in text:
            raise RuntimeError("broken\nsecond line")
        if "NO MODEL" in text:
            raise ModelError("there is no model: install one")
        if "DEADLY" in text:
            os._exit(9)
        return Quotes(tuple(quotes_of(text)), text, (), self._versions)

    def pipe(self, texts: Iterable[str], batch_size: int = 32) -> Iterator[Quotes]:
        return map(self, texts)


class SlowParser(SimpleParser):
    def __init__(self) -> None:
        super().__init__(seconds=0.004)


class UnloadableParser(SimpleParser):
    def __init__(self) -> None:
        super().__init__({"unloadable": "yes"})


class OtherParser(SimpleParser):
    def __init__(self) -> None:
        super().__init__({"parser": "simple 2"})


def quotes_of(text: str) -> Iterator[Quote]:
    for found in re.finditer("« ([^»]*) »", text):
        start, end = found.span(1)
        yield Quote(
            text=found[1],
            start=start,
            end=end,
            mark="«",
            closed=True,
            kind="term",
            speaker=None,
            verb=None,
            context=Context(Span(0, len(text)), Span(0, len(text)), "", ""),
            fragments=(Span(start, end),),
            parent=None,
            confidence=0.5,
        )


if __name__ == "__main__":
    corpus.run(
        [sys.argv[1]],
        sys.argv[2],
        workers=int(sys.argv[3]),
        partition_size=5,
        parser_factory=SlowParser,
    )
