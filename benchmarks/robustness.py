"""A parser over a whole corpus of real articles: what it finds, what breaks, what is slow.

    python -m benchmarks.robustness ARTICLES.jsonl[.gz] [--articles N] [--parser stanza]

Reads each article by itself and checks every invariant of its answer: exact offsets, quotes nested
or disjoint, the JSON round trip, and the same answer again in a batch. Prints a Markdown table.
Seconds are those of the processor, so that other work on the machine counts little.
Exit status 1 where an article raised, broke an invariant, or took more than ``--slowest`` times the
median a character.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from attrs import define, field

from benchmarks import articles
from quoteattr.errors import LongSentenceWarning
from quoteattr.formats.documents import Document
from quoteattr.model import Quote, Quotes, Span
from quoteattr.parser import PARSERS, QuoteParser

SLOWEST = 20.0
"""So many times the median a character may the slowest article take."""

_BATCH = 32


@define
class Counts:
    """What a run over a corpus comes to."""

    articles: int = 0
    characters: int = 0
    quotes: int = 0
    kinds: Counter[str] = field(factory=Counter)
    mentioned: int = 0
    """Quotes of somebody's whose speaker is a mention, named or not."""
    named: int = 0
    """Quotes of somebody's whose speaker has a name."""
    people: set[str] = field(factory=set)
    cut: int = 0
    """Articles with a sentence too long for the parser."""
    exceptions: list[str] = field(factory=list)
    broken: list[str] = field(factory=list)
    seconds: float = 0.0
    pace: list[tuple[float, str]] = field(factory=list)
    """Seconds a character and id of each article that was parsed."""
    versions: dict[str, str] = field(factory=dict)

    @property
    def ratio(self) -> float:
        """How many times the median a character the slowest article took."""
        return max(self.pace)[0] / median(pace for pace, _ in self.pace) if self.pace else 0.0


def faults(text: str, quotes: Quotes) -> Iterator[str]:
    """Every invariant that an answer breaks, in words."""
    if quotes.text != text:
        yield "the text is another one"
    size = Span(0, len(text))
    order = [(quote.start, -quote.end) for quote in quotes]
    if order != sorted(order):
        yield "quotes out of order"
    for left, right in pairwise(quotes):
        if left.span.overlaps(right.span) and right.span not in left.span:
            yield f"quotes cross at {right.start}"
    if [entity.id for entity in quotes.entities] != list(range(len(quotes.entities))):
        yield "entities are not numbered from 0"
    for quote in quotes:
        yield from _faults(text, size, quote, quotes)
    written = json.dumps(quotes.to_dict(evidence=True), allow_nan=False)
    if Quotes.from_dict(json.loads(written)) != quotes:
        yield "lost something on the way through JSON"


def _faults(text: str, size: Span, quote: Quote, quotes: Quotes) -> Iterator[str]:
    at = f"quote at {quote.start}"
    if text[quote.start : quote.end] != quote.text or not quote.text.strip():
        yield f"{at}: its words are not those of the text"
    if not 0.0 <= quote.confidence <= 1.0:
        yield f"{at}: confidence {quote.confidence}"
    if quote.parent is not None and quote.span not in quote.parent:
        yield f"{at}: outside its parent"
    if not (quote.span in quote.context.sentence and quote.context.sentence in size):
        yield f"{at}: outside its sentence"
    if not quote.fragments or any(piece not in quote.span for piece in quote.fragments):
        yield f"{at}: fragments outside the quote"
    if quote.kind == "term" and quote.speaker is not None:
        yield f"{at}: a term with a speaker"
    found = [quote.verb, quote.speaker and quote.speaker.mention]
    for piece in found:
        if piece is not None and text[piece.start : piece.end] != piece.text:
            yield f"{at}: {piece.text!r} stands elsewhere"
    if quote.speaker is not None and quote.speaker.entity is not None:
        known = quote.speaker.entity < len(quotes.entities)
        if not known or quotes.entities[quote.speaker.entity].name != quote.speaker.name:
            yield f"{at}: a speaker of another name than its entity"


def measured(found: Sequence[Document], parser: QuoteParser) -> Counts:
    """Every article by itself, and once more in a batch."""
    counts = Counts()
    for start in range(0, len(found), _BATCH):
        batch = found[start : start + _BATCH]
        answers = [(article, _one(article, parser, counts)) for article in batch]
        known = [(article, quotes) for article, quotes in answers if quotes is not None]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", LongSentenceWarning)
            again = parser.pipe([article.text or "" for article, _ in known])
            for (article, quotes), other in zip(known, again, strict=True):
                if quotes != other:
                    counts.broken.append(f"{article.id}: another answer in a batch")
    return counts


def _one(article: Document, parser: QuoteParser, counts: Counts) -> Quotes | None:
    text = article.text or ""
    counts.articles += 1
    counts.characters += len(text)
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            began = time.process_time()
            quotes = parser(text)
            seconds = time.process_time() - began
    except Exception as error:  # Whatever it is, it is what this program looks for.
        counts.exceptions.append(f"{article.id}: {type(error).__name__}: {error}")
        return None
    counts.cut += any(issubclass(warning.category, LongSentenceWarning) for warning in caught)
    counts.broken += [f"{article.id}: {fault}" for fault in faults(text, quotes)]
    counts.seconds += seconds
    if quotes:
        counts.pace.append((seconds / len(text), str(article.id)))
        counts.versions.update(quotes.meta)
    counts.quotes += len(quotes)
    for quote in quotes:
        counts.kinds[quote.kind] += 1
        if quote.speaker is not None:
            counts.mentioned += 1
            counts.named += quote.speaker.name is not None
    counts.people |= {entity.name for entity in quotes.entities}
    return quotes


def table(counts: Counts) -> str:
    """The run as Markdown."""
    speech = counts.quotes - counts.kinds["term"]
    rows = [
        ("with", ", ".join(f"{name} {version}" for name, version in counts.versions.items())),
        ("articles", f"{counts.articles:,}"),
        ("characters", f"{counts.characters:,}"),
        ("quotes", f"{counts.quotes:,}"),
        *((f"of kind {kind}", f"{number:,}") for kind, number in sorted(counts.kinds.items())),
        ("direct and mixed with a mention", _share(counts.mentioned, speech)),
        ("direct and mixed with a name", _share(counts.named, speech)),
        ("different names", f"{len(counts.people):,}"),
        ("articles with a sentence cut for the parser", f"{counts.cut:,}"),
        ("exceptions", f"{len(counts.exceptions):,}"),
        ("broken invariants", f"{len(counts.broken):,}"),
        ("seconds of a processor", f"{counts.seconds:,.1f}"),
    ]
    if counts.pace:
        slowest, id = max(counts.pace)
        middle = median(pace for pace, _ in counts.pace)
        rows += [
            ("median microseconds a character", f"{middle * 1e6:.1f}"),
            ("slowest article, microseconds a character", f"{slowest * 1e6:.1f} ({id})"),
            ("slowest against median", f"{counts.ratio:.1f}"),
        ]
    return "\n".join(["| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows)])


def _share(part: int, whole: int) -> str:
    return f"{part:,} ({part / whole:.1%})" if whole else "0"


def main(arguments: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(prog="benchmarks.robustness", description=__doc__)
    options.formatter_class = argparse.RawDescriptionHelpFormatter
    options.add_argument("file", metavar="ARTICLES.jsonl[.gz]")
    options.add_argument("--articles", type=int, metavar="N", help="Only the first N.")
    options.add_argument("--parser", choices=PARSERS, default="stanza")
    options.add_argument("--model", metavar="NAME")
    options.add_argument("--threads", type=int, metavar="N")
    options.add_argument("--slowest", type=float, default=SLOWEST, metavar="X")
    given = options.parse_args(arguments)
    parser = QuoteParser(given.parser, model=given.model, threads=given.threads).load()
    parser("« Un », dit Anne.")  # What is loaded with the first text is no article's fault.
    counts = measured(articles.read(given.file, given.articles), parser)
    print(table(counts))
    for fault in counts.exceptions + counts.broken:
        print(fault, file=sys.stderr)
    return int(bool(counts.exceptions or counts.broken or counts.ratio > given.slowest))


if __name__ == "__main__":
    sys.exit(main())
