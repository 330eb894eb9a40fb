"""The documents that files hold: ``.txt``, ``.jsonl``, ``.conllu`` and standard input."""

from __future__ import annotations

import codecs
import io
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Final, TypeGuard

from attrs import frozen

from quoteattr.errors import InputError

STANDARD_INPUT = "-"
_UTF_8: Final = "utf-8"
_BOM = "\ufeff"
_WANTED = 'put one object {"id": "…", "text": "…"} on each line'


@frozen
class Document:
    """One text to read, and where it came from.

    ``text`` is as written: newlines untouched, a byte order mark left out. It is None where
    ``trees`` (CoNLL-U) bring the text along. ``path`` is the file as it was named, ``line`` the
    line that the document begins at, counted from 1; None where it is the whole file.
    """

    id: str | int
    text: str | None
    path: str
    line: int | None = None
    trees: str | None = None

    @property
    def where(self) -> str:
        """The file and line, for messages; file and id for trees, whose errors name the line."""
        if self.trees is None:
            return located(self.path, self.line)
        return located(self.path) + (f", document {self.id}" if self.line != 1 else "")


def read(paths: Sequence[str], encoding: str | None = None) -> Iterator[Document | InputError]:
    """The documents of files, in order, each read when it is asked for.

    What can't be read comes as an ``InputError`` in its place, not raised, so that a caller may go
    on with the next document. A file's name is its document's id; files of the same name in
    different folders keep their paths.

    Args:
        paths: names of files; ``-`` is standard input, an article or JSON Lines.
        encoding: of all files; None is UTF-8 where the user has no other to choose. A byte order
            mark is accepted and left out.

    Raises:
        InputError: if there is no such encoding.
    """
    if encoding is not None:
        _check(encoding)
    if isinstance(paths, str):
        raise InputError(f"paths come in a list, as in [{paths!r}]")
    names = Counter(os.path.basename(path) for path in paths)
    for path in paths:
        name = os.path.basename(path)
        name = path if names[name] > 1 else name
        # A file name need not be text; what is no UTF-8 in it can't be written as JSON.
        name = os.fsencode(name).decode("utf-8", "replace")
        try:
            yield from _read(path, "stdin" if path == STANDARD_INPUT else name, encoding)
        except InputError as error:
            yield error
        except OSError as error:
            reason = error.strerror or str(error)
            yield InputError(f"{located(path)}: {reason}: check that the file can be read")


def several(paths: Sequence[str]) -> bool:
    """Whether these files may hold more than one document."""
    return len(paths) > 1 or any(_suffix(path) in (".jsonl", ".conllu") for path in paths)


def check(path: str) -> None:
    """A quick look at whether a file can be read, without reading it.

    Raises:
        InputError: if it is missing, a folder, closed to us, or of a kind that is not read.
    """
    if path == STANDARD_INPUT:
        if sys.stdin is None:
            raise InputError("standard input is closed: name a file")
        return
    if os.path.isdir(path):
        raise InputError(
            f"{path}: is a folder: name its files, as in {os.path.join(path, '*.txt')}"
        )
    if not os.path.exists(path):
        raise InputError(f"{path}: no such file: check the path")
    if not os.access(path, os.R_OK):
        raise InputError(f"{path}: permission denied: make the file readable")
    if _suffix(path) not in ("", ".txt", ".jsonl", ".conllu"):
        raise InputError(
            f"{path}: only .txt, .jsonl and .conllu files are read:"
            " rename it to .txt if it is plain text"
        )


def check_distinct(paths: Sequence[str]) -> None:
    """Refuse a file or folder that is named twice, by whatever path, where quotes are counted.

    Raises:
        InputError: if two paths lead to the same.
    """
    if len({os.path.realpath(path) for path in paths}) < len(paths):
        raise InputError("an input is named twice: its quotes would be counted twice")


def _read(path: str, name: str, encoding: str | None) -> Iterator[Document | InputError]:
    check(path)
    if path == STANDARD_INPUT:
        data = sys.stdin.buffer.read()
        if _begins_with_object(data.decode(encoding or _UTF_8, "replace").removeprefix(_BOM)):
            yield from objects(io.BytesIO(data), path, name, encoding)
        else:
            yield Document(name, _decoded(data, path, encoding), path)
        return
    with open(path, "rb") as stream:
        suffix = _suffix(path)
        if suffix == ".jsonl":
            yield from objects(stream, path, name, encoding)
        elif suffix == ".conllu":
            yield from _treebank(stream, path, name, encoding)
        else:
            yield Document(name, _decoded(stream.read(), path, encoding), path)


def _begins_with_object(text: str) -> bool:
    """Whether the first line of a text is an article of JSON Lines, as no article is."""
    line = text.lstrip(_BLANK).partition("\n")[0]
    try:
        data = json.loads(line) if line.startswith("{") else None
    except (ValueError, RecursionError):
        return False
    return isinstance(data, dict) and "text" in data


def objects(
    stream: BinaryIO, path: str, name: str, encoding: str | None = None, first: int = 1
) -> Iterator[Document | InputError]:
    """The documents of JSON Lines; a line that holds none comes as an ``InputError``.

    Args:
        stream: the lines, the whole file or a part of it.
        path: the file as the user named it, for messages.
        name: what ids begin with where a line has none.
        encoding: of the lines, as for ``read``.
        first: the number of the first line in its file.
    """
    for number, line in lines(stream, path, encoding, first):
        if isinstance(line, InputError):
            yield line
        elif line.strip(_BLANK):
            try:
                yield _object(line, path, name, number)
            except InputError as error:
                yield error


def given_id(line: bytes) -> str | int | None:
    """The id that a line of JSON Lines in UTF-8 gives, though its text may not be one."""
    try:
        data = json.loads(line.removeprefix(codecs.BOM_UTF8))
    except (ValueError, RecursionError):
        return None
    id = data.get("id") if isinstance(data, dict) else None
    return id if _is_id(id) and _encodable(str(id)) else None


def _is_id(value: object) -> TypeGuard[str | int]:
    return isinstance(value, str | int) and not isinstance(value, bool)


_BLANK: Final = " \t\n\r\v\f"
"""What a line between objects may hold; ``bytes.strip`` takes the same for blank."""


def _object(line: str, path: str, name: str, number: int) -> Document:
    where = located(path, number)
    try:
        data = json.loads(line.rstrip("\r\n"))
    except json.JSONDecodeError as error:
        raise InputError(
            f"{where}: no JSON ({error.msg}, character {error.colno}): {_WANTED}"
        ) from None
    except (ValueError, RecursionError) as error:
        raise InputError(f"{where}: JSON that can't be read ({error}): {_WANTED}") from None
    if not isinstance(data, dict):
        raise InputError(f"{where}: JSON, but no object: {_WANTED}")
    if "text" not in data:
        raise InputError(f'{where}: the object has no "text": {_WANTED}')
    text = data["text"]
    if not isinstance(text, str):
        raise InputError(f'{where}: "text" is {_kind(text)}, not a string: {_WANTED}')
    id = data.get("id")
    if id is None:
        id = f"{name}:{number}"
    if not _is_id(id):
        raise InputError(f'{where}: "id" is {_kind(id)}, not a string or whole number: {_WANTED}')
    for key, value in (("id", id), ("text", text)):
        if isinstance(value, str) and not _encodable(value):
            raise InputError(
                f'{where}: "{key}" holds half a character (a lone surrogate \\ud800-\\udfff):'
                " write the whole character or leave it out"
            )
    return Document(id, text, path, number)


def _treebank(
    stream: BinaryIO, path: str, name: str, encoding: str | None
) -> Iterator[Document | InputError]:
    """A document at each ``# newdoc``; a file without one is one document.

    A line that can't be decoded spoils its document and no other.
    """
    fault: InputError | None = None
    begun = False
    unnamed = 0
    id: str = name
    line_of_document = line_of_sentence = 1
    document: list[str] = []
    sentence: list[str] = []
    for number, line in lines(stream, path, encoding):
        if isinstance(line, InputError):
            fault = fault or line
            continue
        if not sentence:
            line_of_sentence = number
        sentence.append(line)
        key, _, value = line.removeprefix("#").partition("=")
        if line.startswith("#") and key.split() in (["newdoc"], ["newdoc", "id"]):
            # Comments before the first document are none.
            if fault is not None or begun or any(map(_is_row, document)):
                yield fault or Document(id, None, path, line_of_document, "".join(document))
            document.clear()
            fault, begun = None, True
            line_of_document = line_of_sentence
            unnamed += not value.strip()
            id = value.strip() or (name if unnamed == 1 else f"{name}:{number}")
        if not line.strip():
            document += sentence
            sentence.clear()
    yield fault or Document(id, None, path, line_of_document, "".join([*document, *sentence]))


def _is_row(line: str) -> bool:
    return bool(line.strip()) and not line.startswith("#")


def lines(
    stream: BinaryIO, path: str, encoding: str | None = None, first: int = 1
) -> Iterator[tuple[int, str | InputError]]:
    """Numbered lines with their ends; only ``\\n`` ends a line, as in the JSON Lines format.

    Where a line feed is one byte, each line is decoded by itself, so that one bad line does not
    spoil the rest and comes as an ``InputError``; other encodings are decoded as a whole.
    """
    found: Iterator[bytes | str]
    if "\n".encode(encoding or _UTF_8) == b"\n":
        found = iter(stream)
    else:
        found = iter(_decoded(stream.read(), path, encoding).split("\n"))
    for number, line in enumerate(found, start=first):
        if isinstance(line, str):
            yield number, f"{line}\n"
            continue
        try:
            yield number, _decoded(line, path, encoding, number)
        except InputError as error:
            yield number, error


def _decoded(data: bytes, path: str, encoding: str | None, line: int = 1) -> str:
    """The text of bytes that begin at a line; only the first line can hold a byte order mark."""
    codec = encoding or _UTF_8
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        utf_16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        if encoding is None:
            given = "utf-16" if utf_16 else "cp1252"
            advice = f"convert the file to UTF-8, as in `iconv -f {given} -t utf-8`"
        elif utf_16:
            advice = "it looks like --encoding utf-16"
        else:
            advice = "name its encoding, as in --encoding cp1252, or convert the file to UTF-8"
        line += error.object[: error.start].decode(codec, "replace").count("\n")
        byte = f"0x{error.object[error.start]:02x}"
        raise InputError(f"{located(path, line)}: byte {byte} is not {codec}: {advice}") from None
    except UnicodeError as error:
        raise InputError(
            f"{located(path, line)}: not {codec} ({error}): name the right one with --encoding"
        ) from None
    return text.removeprefix(_BOM) if line == 1 else text


def _check(encoding: str) -> None:
    try:
        "a".encode(encoding)
        b"\xe9".decode(encoding, "replace")  # which « idna » can't
    except (LookupError, ValueError):
        raise InputError(
            f"there is no text encoding {encoding!r}: use utf-8, cp1252 or another name that"
            " Python knows"
        ) from None


def located(path: str, line: int | None = None) -> str:
    """A file and a line of it in words, for messages."""
    name = "standard input" if path == STANDARD_INPUT else path
    return name if line is None else f"{name}, line {line}"


def _suffix(path: str) -> str:
    return Path(path).suffix.lower()


def _kind(value: object) -> str:
    names = {bool: "true or false", dict: "an object", list: "an array", type(None): "null"}
    return names.get(type(value), "a number")


def _encodable(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
