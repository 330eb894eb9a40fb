"""The overview of speakers as text: a table for people, JSON Lines, CSV."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from quoteattr.formats.csv import escape, in_lines
from quoteattr.formats.jsonl import to_line
from quoteattr.formats.table import MISSING, counted, printable, screen, stripped
from quoteattr.overview import SpeakerCount

COLUMNS = ("name", "quotes", "words", "article_count", "gender", "role", "verbs")
NOBODY_NAMED = "(nobody named)"
_VERBS_SHOWN = 3


def written(rows: Sequence[SpeakerCount], format: str, *, terminal: bool = False) -> str:
    """The overview as ``table``, ``jsonl`` or ``csv``; only for a terminal a table is styled."""
    if format == "table":
        return _table(rows, terminal)
    return "".join(_csv(rows) if format == "csv" else _jsonl(rows))


def _jsonl(rows: Sequence[SpeakerCount]) -> Iterator[str]:
    for row in rows:
        yield to_line(row.to_dict()) + "\n"


def _csv(rows: Sequence[SpeakerCount]) -> Iterator[str]:
    yield in_lines([COLUMNS])
    for row in rows:
        verbs = "; ".join(f"{lemma} {count}" for lemma, count in row.verbs)
        texts = map(escape, (row.gender or "", row.role or "", verbs))
        name = escape(row.name or "")
        yield in_lines([(name, row.quotes, row.words, len(row.articles), *texts)])


def _table(rows: Sequence[SpeakerCount], terminal: bool) -> str:
    from rich.table import Table
    from rich.text import Text

    stream = io.StringIO()
    console = screen(stream, terminal=terminal)
    quotes = counted(sum(row.quotes for row in rows), "quote")
    named = counted(sum(row.name is not None for row in rows), "named speaker")
    console.print(Text(f"{quotes} · {named}"))
    if rows:
        table = Table(box=None, expand=True, padding=(0, 2, 0, 0), pad_edge=False)
        table.add_column("speaker", ratio=3, no_wrap=True, overflow="ellipsis")
        for name in ("quotes", "words", "articles"):
            table.add_column(name, justify="right", no_wrap=True)
        table.add_column("gender", no_wrap=True)
        for name in ("role", "verbs"):
            table.add_column(name, ratio=2, no_wrap=True, overflow="ellipsis")
        for row in rows:
            verbs = [f"{lemma} {count}" for lemma, count in row.verbs[:_VERBS_SHOWN]]
            verbs += ["…"] if len(row.verbs) > _VERBS_SHOWN else []
            cells = (
                NOBODY_NAMED if row.name is None else row.name,
                str(row.quotes),
                str(row.words),
                str(len(row.articles)),
                row.gender or MISSING,
                row.role or MISSING,
                ", ".join(verbs) or MISSING,
            )
            table.add_row(
                *(Text(printable(cell)) for cell in cells),
                style="dim" if row.name is None else None,
            )
        console.print(table)
    return stripped(stream)
