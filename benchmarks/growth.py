"""Time against the length of the text: natural text, and texts made to be difficult.

The texts repeat a few sentences, and a sentence that comes again is not parsed again: what is
measured is all but the parser, on real trees.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator, Sequence

from attrs import frozen

from benchmarks.clock import ClockedParser
from quoteattr.parser import QuoteParser
from quoteattr.syntax.tree import SyntaxParser

LENGTHS = (1_000, 10_000, 100_000, 1_000_000)
PARTS = (0.25, 0.5, 1.0)
PATIENCE = 120.0
"""Seconds."""

_SAID = (
    "« Nous irons jusqu'au bout », dit Anne Roux.\n",
    "Paul Lemaire juge la mesure « tout à fait injuste ».\n",
    "« C'est une bonne nouvelle », a déclaré le maire.\n",
    "Selon elle, « rien ne presse » et « tout est prêt ».\n",
    "La séance a repris mardi matin, vers neuf heures.\n",
)
"""Five quotes in 250 characters."""


@frozen
class Growth:
    """One text: its length, its quotes, and process seconds apart from the parser and in it."""

    name: str
    characters: int
    quotes: int
    outside: float
    inside: float

    @property
    def per_character(self) -> float:
        """Microseconds a character, apart from the parser."""
        return self.outside / self.characters * 1e6


def natural(articles: Sequence[str], parser: SyntaxParser) -> Iterator[Growth]:
    """The articles one after another as one text, again from the first, up to each length."""
    for length in LENGTHS:
        yield _measured("articles joined", _joined(articles, length), parser, remember=True)


def parsed(articles: Sequence[str], parser: SyntaxParser, longest: int) -> Iterator[Growth]:
    """The same with every sentence parsed."""
    for length in LENGTHS:
        if length <= longest:
            text = _joined(articles, length)
            yield _measured("the same, each sentence parsed", text, parser, remember=False)


def bars(articles: Sequence[str], parser: SyntaxParser) -> Iterator[list[Growth]]:
    """The difficult texts, each at a quarter of its length, at half of it and whole.

    What follows a part that takes longer than ``PATIENCE`` is left out.
    """
    made: dict[str, Callable[[float], str]] = {
        "1,000,000 characters, 20,000 quotes": lambda part: _said(int(20_000 * part)),
        "100,000 « and no »": lambda part: "« mot " * int(100_000 * part),
        "one line of 200,000 characters": lambda part: _line(articles, int(200_000 * part)),
        "one sentence of 200,000 characters": lambda part: (
            "« oui », dit-il, " * int(200_000 / 17 * part)
        ),
    }
    for name, make in made.items():
        found: list[Growth] = []
        for part in PARTS:
            if not found or found[-1].outside <= PATIENCE:
                found.append(_measured(name, make(part), parser, remember=True))
        yield found


def without_marks(articles: Sequence[str], parser: SyntaxParser) -> tuple[int, float]:
    """Characters of an article without marks, and the microseconds that it takes."""
    text = max(articles, key=len)
    text = "".join(one for one in text if one not in '«»‹›“”„"<>')
    quotes = QuoteParser(parser).load()
    runs = 200
    began = time.perf_counter()
    for _ in range(runs):
        if len(quotes(text)):
            raise AssertionError("there is a quote in a text without marks")
    return len(text), (time.perf_counter() - began) / runs * 1e6


def _measured(name: str, text: str, parser: SyntaxParser, *, remember: bool) -> Growth:
    clocked = ClockedParser(parser, remember)
    quotes = QuoteParser(clocked).load()
    began = time.process_time()
    found = len(quotes(text))
    taken = time.process_time() - began
    return Growth(name, len(text), found, taken - clocked.seconds, clocked.seconds)


def _joined(articles: Sequence[str], length: int) -> str:
    pieces: list[str] = []
    size = 0
    for article in itertools.cycle(articles):
        if size >= length:
            return "\n\n".join(pieces)[:length]
        pieces.append(article)
        size += len(article) + 2
    raise ValueError("there is no article")


def _line(articles: Sequence[str], length: int) -> str:
    return " ".join(_joined(articles, length * 2).split())[:length]


def _said(quotes: int) -> str:
    """A multiple of five quotes, fifty characters each."""
    return "".join(_SAID) * (quotes // 5)
