"""CSV: a row a quote, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from quoteattr.model import Quotes, Span
from quoteattr.tables import COLUMNS, EVIDENCE_COLUMNS, rows

__all__ = ["COLUMNS", "EVIDENCE_COLUMNS", "Writer", "escape", "unescape"]

# What spreadsheets take for the beginning of a formula, full-width forms included.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def escape(cell: str) -> str:
    """The cell, with an apostrophe before it where a spreadsheet could run it as a formula.

    A cell that begins with an apostrophe gets another one, so that ``unescape`` gives back every
    text unchanged.
    """
    return f"'{cell}" if cell.startswith(("'", *_FORMULA)) else cell


def unescape(cell: str) -> str:
    """The text that ``escape`` was given."""
    return cell.removeprefix("'")


class Writer:
    """Writes a header and a row a quote: comma, double quotes where needed, ``\\n`` after a row."""

    def __init__(self, *, evidence: bool = False) -> None:
        self._evidence = evidence

    def start(self) -> str:
        return in_lines([[*COLUMNS, *(EVIDENCE_COLUMNS if self._evidence else ())]])

    def document(self, id: str | int, quotes: Quotes) -> str:
        found = rows(id, quotes, evidence=self._evidence)
        return in_lines([[_cell(value) for value in row.values()] for row in found])

    def end(self) -> str:
        return ""


def in_lines(rows: Iterable[Iterable[object]]) -> str:
    """Rows of cells as CSV, a line feed behind each; a cell with any line end is enclosed."""
    lines = []
    for row in rows:
        stream = io.StringIO(newline="")
        # It encloses what its own line end is made of: with "\n" alone, no carriage return.
        csv.writer(stream, lineterminator="\r\n").writerow(row)
        lines.append(stream.getvalue().removesuffix("\r\n") + "\n")
    return "".join(lines)


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        spans = [f"{item.start}-{item.end}" for item in value if isinstance(item, Span)]
        features = [f"{item[0]} {item[1]:+g}" for item in value if not isinstance(item, Span)]
        value = " ".join(spans) or "; ".join(features)
    return escape(value) if isinstance(value, str) else value
