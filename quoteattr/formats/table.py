"""A table for people: quote, kind, speaker and verb of each quote, a title line a document."""

from __future__ import annotations

import io
import os
import shutil
import unicodedata
from typing import TYPE_CHECKING

from quoteattr.model import Quote, Quotes

if TYPE_CHECKING:
    from rich.console import Console

MISSING = "–"
# Narrower than this the columns say nothing; the terminal then wraps the lines itself.
_NARROWEST = 48
_WIDTH_IN_FILES = 100
# These turn the order of what a terminal shows around, or end a line.
_BIDI_AND_LINES = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029\ufeff"
)


def printable(text: str) -> str:
    """The text on one line, safe to show in a terminal.

    White space becomes one space. Control characters (escape sequences begin with one), characters
    that change the direction of writing, and lone surrogates become escapes such as ``\\x1b``.
    """
    return "".join(
        _escaped(character)
        if unicodedata.category(character) in ("Cc", "Cs") or character in _BIDI_AND_LINES
        else character
        for character in " ".join(text.split())
    )


def counted(number: int, one: str) -> str:
    """A number of things in words: « no quote », « 1 quote », « 2 quotes »."""
    return f"{number or 'no'} {one}{'' if number == 1 else 's'}"


def screen(stream: io.StringIO, *, terminal: bool, width: int | None = None) -> Console:
    """A ``rich`` console that writes to ``stream``; its arguments are those of ``Writer``.

    What goes to no terminal is as wide wherever it is written.
    """
    from rich.console import Console

    styled = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    if width is None:
        width = shutil.get_terminal_size().columns if terminal else _WIDTH_IN_FILES
    return Console(
        file=stream,
        width=max(width, _NARROWEST),
        force_terminal=styled,
        color_system="standard" if styled else None,
        legacy_windows=False,
        highlight=False,
    )


def stripped(stream: io.StringIO) -> str:
    """What a console wrote, without the blanks that fill its lines up."""
    return "".join(line.rstrip(" ") + "\n" for line in stream.getvalue().splitlines())


class Writer:
    """Writes tables with ``rich``.

    Args:
        evidence: whether a fifth column names the rule that decided.
        terminal: whether the table goes to a terminal. Only there is it styled, and not with
            ``NO_COLOR`` set or on a dumb terminal.
        width: columns of the screen; None asks the terminal.
    """

    def __init__(
        self, *, evidence: bool = False, terminal: bool = False, width: int | None = None
    ) -> None:
        self._evidence = evidence
        self._terminal = terminal
        self._width = width
        self._first = True

    def start(self) -> str:
        return ""

    def document(self, id: str | int, quotes: Quotes) -> str:
        from rich.table import Table
        from rich.text import Text

        stream = io.StringIO()
        console = screen(stream, terminal=self._terminal, width=self._width)
        if not self._first:
            console.print()
        self._first = False
        title = Text(printable(str(id)), style="bold")
        title.append(f" · {counted(len(quotes), 'quote')}", style="not bold")
        console.print(title, soft_wrap=True)
        if quotes:
            table = Table(box=None, expand=True, padding=(0, 2, 0, 0), pad_edge=False)
            for name, ratio in self._columns():
                table.add_column(name, ratio=ratio, no_wrap=True, overflow="ellipsis")
            for quote in quotes:
                table.add_row(
                    *(Text(printable(cell)) for cell in self._cells(quote)),
                    style="dim" if quote.kind == "term" else None,
                )
            console.print(table)
        return stripped(stream)

    def end(self) -> str:
        return ""

    def _columns(self) -> list[tuple[str, int | None]]:
        columns: list[tuple[str, int | None]] = [
            ("quote", 5),
            ("kind", None),
            ("speaker", 3),
            ("verb", 2),
        ]
        return [*columns, ("evidence", 2)] if self._evidence else columns

    def _cells(self, quote: Quote) -> list[str]:
        speaker = MISSING
        if quote.speaker is not None:
            mention = quote.speaker.mention
            # A pronoun that stays unresolved names nobody; brackets tell it from a name.
            speaker = quote.speaker.name or (f"({mention.text})" if mention else MISSING)
        cells = [quote.text, quote.kind, speaker, quote.verb.text if quote.verb else MISSING]
        if self._evidence:
            cells.append(quote.evidence.rule if quote.evidence else MISSING)
        return cells


def _escaped(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
