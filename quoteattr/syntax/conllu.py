"""CoNLL-U as the parser: trees that the user brings."""

from __future__ import annotations

from typing import Final

import regex
from attrs import define, field

from quoteattr.errors import InputError
from quoteattr.syntax.tree import ROOT, Tree, Word

_COLUMNS = 10
# A word, a token of several words (3-4), or an empty node (0.1).
_ID = regex.compile(r"[1-9][0-9]{0,8}(?:-[1-9][0-9]{0,8})?|[0-9]{1,9}\.[0-9]{1,9}")


def trees(sentences: str, text: str | None = None) -> tuple[str, list[Tree]]:
    """The text and the trees of CoNLL-U lines.

    Where ``text`` is given, each token is looked up in it in order, white space aside; otherwise
    the text is put together from the tokens (``SpaceAfter=No`` and ``SpacesAfter`` observed, a line
    for each ``# newpar``). Raises ``InputError`` naming the line of a malformed row, or the token
    that the text does not hold, and where the text goes on behind the last of them.
    """
    if not isinstance(sentences, str):
        raise InputError(f"CoNLL-U is a str, not {type(sentences).__name__}: give its lines as one")
    if not isinstance(text, str | None):
        raise InputError(f"the text of CoNLL-U is a str or left out, not {type(text).__name__}")
    blocks = _blocks(sentences.removeprefix("\ufeff"))
    given = text is not None
    if text is None:
        text = _compose(blocks)
    result = []
    at = 0
    for block in blocks:
        tree, at = _tree(block.rows, text, at)
        result.append(tree)
    if given and text[at:].strip():
        raise InputError(
            f"the sentences end at offset {at}, before the text does: {text[at:].strip()[:20]!r};"
            " give the text that these sentences were parsed from, or leave it out"
        )
    return text, result


_Row = tuple[int, list[str]]


@define
class _Block:
    """The rows of a sentence, and whether a paragraph begins with it."""

    rows: list[_Row] = field(factory=list)
    opens: bool = False


def _blocks(sentences: str) -> list[_Block]:
    blocks = [_Block()]
    # Only line feeds end a row: a token may hold U+0085 or U+2028.
    for number, line in enumerate(sentences.split("\n"), start=1):
        line = line.removesuffix("\r")
        if not line.strip():
            if blocks[-1].rows:
                blocks.append(_Block())
        elif line.startswith("#"):
            blocks[-1].opens |= line[1:].split()[:1] == ["newpar"]
        else:
            columns = line.split("\t")
            if len(columns) != _COLUMNS:
                raise InputError(
                    f"line {number} is no CoNLL-U: a word has {_COLUMNS} columns with tabs between"
                    f" them; this has {len(columns)}"
                )
            if not _ID.fullmatch(columns[0]):
                raise InputError(
                    f"line {number} is no CoNLL-U: its first column is no number: {columns[0]!r}"
                )
            if not columns[1].strip():
                raise InputError(
                    f"line {number} is no CoNLL-U: its word is nothing but white space"
                )
            if "." not in columns[0]:
                blocks[-1].rows.append((number, columns))
    return [block for block in blocks if block.rows]


def _tokens(rows: list[_Row]) -> list[tuple[list[str], list[_Row]]]:
    """Each surface token with its words."""
    tokens: list[tuple[list[str], list[_Row]]] = []
    numbers = {columns[0] for _, columns in rows}
    until = 0
    for number, columns in rows:
        if "-" in columns[0]:
            first, until = map(int, columns[0].split("-"))
            if not first < until or f"{first}" not in numbers or f"{until}" not in numbers:
                raise InputError(
                    f"line {number}: the token {columns[0]} is no range of words of its sentence"
                )
            tokens.append((columns, []))
        elif int(columns[0]) <= until:
            tokens[-1][1].append((number, columns))
        else:
            tokens.append((columns, [(number, columns)]))
    return tokens


def _compose(blocks: list[_Block]) -> str:
    parts: list[str] = []
    for block in blocks:
        line: list[str] = []
        if block.opens and parts and not parts[-1].endswith("\n"):
            parts[-1] = parts[-1].removesuffix(" ") + "\n"
        for columns, _ in _tokens(block.rows):
            misc = dict(pair.split("=", 1) for pair in columns[9].split("|") if "=" in pair)
            space = "" if misc.get("SpaceAfter") == "No" else " "
            spaces = misc.get("SpacesAfter")
            if spaces is not None:
                for escape, character in (
                    ("\\s", " "),
                    ("\\n", "\n"),
                    ("\\r", "\r"),
                    ("\\t", "\t"),
                ):
                    spaces = spaces.replace(escape, character)
                space = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), spaces)
            line.append(columns[1] + space)
        parts.append("".join(line))
    return "".join(parts).strip(" ")


_ESCAPE: Final = regex.compile(r"\\u((?![Dd][89A-Fa-f])[0-9A-Fa-f]{4})")
"""A character in ``SpacesAfter`` by its number: « \\u202F »."""


def _tree(rows: list[_Row], text: str, at: int) -> tuple[Tree, int]:
    words = []
    place: dict[str, int] = {}
    for number, columns in rows:
        if "-" in columns[0]:
            continue
        if columns[0] in place:
            raise InputError(f"line {number}: the word {columns[0]} stands twice in its sentence")
        place[columns[0]] = len(place)
    for columns, own in _tokens(rows):
        form = columns[1]
        start, end = _locate(form, text, at)
        if start < 0:
            raise InputError(
                f"the text does not go on with the token {form!r} at offset {at}, but with"
                f" {text[at : at + 20]!r}: give the text that these sentences were parsed from,"
                " whole, or leave it out"
            )
        at = end
        for number, row in own:
            head = row[6]
            if head != "0" and head not in place:
                raise InputError(f"line {number}: the head {head!r} is no word of its sentence")
            if head == row[0]:
                raise InputError(f"line {number}: the word {head} is its own head")
            words.append(
                Word(
                    start,
                    end,
                    row[1],
                    row[2] if row[2] != "_" else row[1],
                    row[3] if row[3] != "_" else "X",
                    row[5] if row[5] != "_" else "",
                    ROOT if head == "0" else place[head],
                    row[7].lower() if row[7] != "_" else "dep",
                )
            )
    around = _cycle(words)
    if around:
        numbers = list(place)
        raise InputError(
            f"the heads of the sentence at line {rows[0][0]} go round in a circle: words"
            f" {', '.join(numbers[index] for index in around)}"
        )
    return Tree(tuple(words)), at


def _cycle(words: list[Word]) -> list[int]:
    """The words that are above themselves, empty in a tree; found in linear time."""
    done: set[int] = set()
    for index in range(len(words)):
        way: dict[int, None] = {}
        while index != ROOT and index not in done and index not in way:
            way[index] = None
            index = words[index].head
        if index in way:
            climbed = list(way)
            return climbed[climbed.index(index) :]
        done.update(way)
    return []


def _locate(form: str, text: str, at: int) -> tuple[int, int]:
    """Where the token stands next, past nothing but white space; (-1, -1) where it does not."""
    while at < len(text) and text[at].isspace():
        at += 1
    if text.startswith(form, at):
        return at, at + len(form)
    # White space inside a token (« 10 000 ») may differ from the text's.
    pattern = r"\s*".join(regex.escape(part) for part in form.split())
    match = regex.compile(pattern).match(text, at) if pattern else None
    return (match.start(), match.end()) if match else (-1, -1)
