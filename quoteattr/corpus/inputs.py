"""What a corpus is read from: looked through once to be cut into partitions, then read by them.

JSON Lines are cut by byte offsets (in the uncompressed stream), Parquet by rows, folders by files.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import zlib
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO, Any, NoReturn, cast

from attrs import evolve

from quoteattr.corpus.partition import CorpusError, Failure, Item, Partition
from quoteattr.errors import InputError, in_words
from quoteattr.formats import documents
from quoteattr.formats.documents import Document

# A partition of very long articles ends before its number of documents is reached.
_MOST_BYTES = 4 << 20
_CHUNK = 1 << 20
# From here on a float may stand for several whole numbers.
_MOST_EXACT = 1 << 53
_LINES = (".jsonl", ".jsonl.gz")
_ROWS = ".parquet"


def kinds(inputs: Sequence[str]) -> list[str]:
    """``jsonl``, ``parquet`` or ``txt`` (a folder) for each input; ``InputError`` for all else."""
    if not inputs:
        raise InputError("no input: name .jsonl or .parquet files, or a folder of .txt files")
    documents.check_distinct(inputs)
    found = [_kind(path) for path in inputs]
    _check_apart([path for path, kind in zip(inputs, found, strict=True) if kind == "txt"])
    return found


def _check_apart(folders: Sequence[str]) -> None:
    """Refuse a folder below another one, which is read with it; a hidden one is not."""
    roots = {Path(os.path.realpath(path)): path for path in folders}
    for root, path in roots.items():
        above = root
        while above.name and not above.name.startswith("."):
            above = above.parent
            if above in roots:
                raise InputError(
                    f"{path}: is below {roots[above]}: its quotes would be counted twice"
                )


def _kind(path: str) -> str:
    if os.path.isdir(path):
        return "txt"
    if not os.path.exists(path):
        raise InputError(f"{path}: no such file or folder: check the path")
    if not os.access(path, os.R_OK):
        raise InputError(f"{path}: permission denied: make the file readable")
    name = path.lower()
    if name.endswith(_LINES):
        return "jsonl"
    if name.endswith(_ROWS):
        return "parquet"
    raise InputError(
        f"{path}: only .jsonl, .jsonl.gz and .parquet files and folders of .txt files are read:"
        " for single articles use quoteattr extract"
    )


def _texts(folder: str) -> Iterator[str]:
    """The ``.txt`` files below a folder, hidden ones left out, in an order that never changes.

    Links to folders are followed, but no folder is gone into twice. ``InputError`` where one can't
    be read.
    """
    seen: set[str] = set()
    for where, folders, files in os.walk(folder, onerror=_refuse, followlinks=True):
        real = os.path.realpath(where)
        if real in seen:
            folders.clear()
            continue
        seen.add(real)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if name.lower().endswith(".txt") and not name.startswith("."):
                yield os.path.relpath(os.path.join(where, name), folder).replace(os.sep, "/")


def stamp(path: str, kind: str) -> list[int | str]:
    """A quick look: as long as it is the same, so are the contents."""
    if kind != "txt":
        status = os.stat(path)
        return [status.st_size, status.st_mtime_ns]
    state = hashlib.sha256()
    for name in _texts(path):
        with suppress(OSError):
            status = os.stat(os.path.join(path, name))
            seen = f"{name!a} {status.st_size} {status.st_mtime_ns}\n"
            state.update(seen.encode())
    return [state.hexdigest()]


def digest(path: str, kind: str) -> str:
    """A hash of the contents."""
    state = hashlib.sha256()
    for name in _texts(path) if kind == "txt" else ("",):
        state.update(f"{name!a}\n".encode())
        try:
            with open(os.path.join(path, name) if name else path, "rb") as stream:
                size = 0
                while chunk := stream.read(_CHUNK):
                    size += len(chunk)
                    state.update(chunk)
                state.update(f"\n{size}\n".encode())
        except OSError as error:
            if not name:
                raise _cannot_read(path, error) from error
            # Of many files one may be closed to us: it becomes a failure of its own.
            state.update(b"\n-\n")
    return state.hexdigest()


def planned(inputs: Sequence[str], kinds: Sequence[str], size: int) -> Iterator[Partition]:
    """The inputs cut into partitions of at most ``size`` documents, numbered from 0."""
    planners = {"jsonl": _planned_lines, "parquet": _planned_rows, "txt": _planned_files}
    number = 0
    for index, (path, kind) in enumerate(zip(inputs, kinds, strict=True)):
        for partition in planners[kind](path, size):
            yield evolve(partition, number=number, input=index)
            number += 1


def _planned_lines(path: str, size: int) -> Iterator[Partition]:
    start = end = count = checksum = 0
    line = number = 1
    try:
        with _opened(path) as stream:
            for number, content in enumerate(stream, start=1):
                end += len(content)
                count += bool(content.strip())
                checksum = zlib.crc32(content, checksum)
                if count == size or end - start >= _MOST_BYTES:
                    yield Partition(0, 0, count, start, end, line, checksum)
                    start, line, count, checksum = end, number + 1, 0, 0
    except (OSError, EOFError, zlib.error) as error:
        raise _cannot_read(path, error) from error
    if count:
        yield Partition(0, 0, count, start, end, line, checksum)


def _planned_rows(path: str, size: int) -> Iterator[Partition]:
    with _parquet(path) as file:
        rows = file.metadata.num_rows
    for start in range(0, rows, size):
        end = min(start + size, rows)
        yield Partition(0, 0, end - start, start, end)


def _planned_files(path: str, size: int) -> Iterator[Partition]:
    files: list[str] = []
    weight = 0
    for name in _texts(path):
        files.append(name)
        with suppress(OSError):
            weight += os.path.getsize(os.path.join(path, name))
        if len(files) == size or weight >= _MOST_BYTES:
            yield Partition(0, 0, len(files), files=files)
            files, weight = [], 0
    if files:
        yield Partition(0, 0, len(files), files=files)
    elif weight == 0 and next(_texts(path), None) is None:
        raise InputError(
            f"{path}: no .txt file in this folder: name .jsonl or .parquet files one by one, as in"
            f" {os.path.join(path, '*' + _ending_in(path))}"
        )


def _ending_in(folder: str) -> str:
    """The ending of files in a folder that could be named one by one; ``.jsonl`` if none could."""
    names = [name.lower() for name in os.listdir(folder)]
    endings = (*_LINES, _ROWS)
    return next((end for end in endings if any(name.endswith(end) for name in names)), endings[0])


def _opened(path: str) -> IO[bytes]:
    if path.lower().endswith(".gz"):
        return cast("IO[bytes]", gzip.open(path, "rb"))
    return open(path, "rb")


@contextmanager
def _parquet(path: str) -> Iterator[Any]:
    import pyarrow
    from pyarrow import parquet

    try:
        file = parquet.ParquetFile(path)
    except (OSError, pyarrow.ArrowException) as error:
        raise _cannot_read(path, error) from error
    with file:
        if "text" not in file.schema_arrow.names:
            found = ", ".join(file.schema_arrow.names)
            raise InputError(
                f'{path}: has no column "text" (it has {found}): rename the one that holds the'
                ' articles to "text" and the one with their names to "id"'
            )
        yield file


class Inputs:
    """Reads partitions in the order of the manifest, one open input at a time."""

    def __init__(self, inputs: Sequence[str], kinds: Sequence[str]) -> None:
        self._inputs = inputs
        self._kinds = kinds
        bases = [os.path.basename(os.path.normpath(path)) for path in inputs]
        self._names = [
            path if bases.count(base) > 1 else base
            for path, base in zip(inputs, bases, strict=True)
        ]
        self._folders = sum(kind == "txt" for kind in kinds)
        self._open: int | None = None
        self._resources = ExitStack()
        self._stream: Any = None

    def items(self, partition: Partition) -> list[Item]:
        """The documents of a partition, and what can't be read as such."""
        path, kind = self._inputs[partition.input], self._kinds[partition.input]
        if kind == "txt":
            return [self._text(partition.input, name) for name in partition.files]
        if self._open != partition.input:
            self.close()
            self._open = partition.input
            try:
                if kind == "jsonl":
                    self._stream = self._resources.enter_context(_opened(path))
                else:
                    file = self._resources.enter_context(_parquet(path))
                    self._stream = _Rows(file, path, self._names[partition.input])
            except OSError as error:
                raise _cannot_read(path, error) from error
        if kind == "jsonl":
            return self._objects(partition)
        return cast("_Rows", self._stream).items(partition)

    def close(self) -> None:
        """Close what is open."""
        self._resources.close()
        self._open = None

    def _text(self, input: int, name: str) -> Item:
        path = os.path.join(self._inputs[input], name)
        id = f"{self._names[input]}/{name}" if self._folders > 1 else name
        id = os.fsencode(id).decode("utf-8", "replace")
        for found in documents.read((path,)):
            if isinstance(found, InputError):
                return Failure(id, path, None, str(found))
            return evolve(found, id=id)
        return Failure(id, path, None, "nothing to read")

    def _objects(self, partition: Partition) -> list[Item]:
        path, name = self._inputs[partition.input], self._names[partition.input]
        try:
            self._stream.seek(partition.start)
            content = self._stream.read(partition.end - partition.start)
        except (OSError, EOFError, zlib.error) as error:
            raise _cannot_read(path, error) from error
        if zlib.crc32(content) != partition.checksum:
            raise CorpusError(
                f"{path}: has changed since the run began: put it back as it was, or name another"
                " folder"
            )
        items: list[Item] = []
        for number, line in enumerate(io.BytesIO(content), start=partition.line):
            for found in documents.objects(io.BytesIO(line), path, name, first=number):
                if isinstance(found, Document):
                    items.append(found)
                else:
                    reason = str(found).removeprefix(f"{path}, line {number}: ")
                    id = documents.given_id(line)
                    id = f"{name}:{number}" if id is None else id
                    items.append(Failure(id, path, number, reason))
        return items


class _Rows:
    """Reads stretches of a Parquet file in order, a batch at a time."""

    def __init__(self, file: Any, path: str, name: str) -> None:
        self._file = file
        self._path = path
        self._name = name
        self._columns = [column for column in ("id", "text") if column in file.schema_arrow.names]
        self._position = 0
        self._batches: Iterator[Any] | None = None
        self._rows: deque[dict[str, Any]] = deque()

    def items(self, partition: Partition) -> list[Item]:
        import pyarrow

        try:
            rows = list(self._take(partition.start, partition.end))
        except (OSError, pyarrow.ArrowException) as error:
            raise _cannot_read(self._path, error) from error
        if len(rows) != partition.end - partition.start:
            raise CorpusError(f"{self._path}: has changed since the run began: put it back")
        return [self._document(number, row) for number, row in enumerate(rows, partition.start + 1)]

    def _take(self, start: int, end: int) -> Iterator[dict[str, Any]]:
        if self._batches is None:
            # A run that goes on leaves out the row groups that are done.
            group = before = 0
            metadata = self._file.metadata
            while before + metadata.row_group(group).num_rows <= start:
                before += metadata.row_group(group).num_rows
                group += 1
            self._position = before
            self._batches = self._file.iter_batches(
                batch_size=64,
                columns=self._columns,
                row_groups=range(group, metadata.num_row_groups),
            )
        while self._position < end:
            if not self._rows:
                batch = next(self._batches, None)
                if batch is None:
                    return
                if self._position + batch.num_rows <= start:
                    self._position += batch.num_rows
                    continue
                self._rows.extend(batch.to_pylist())
            row = self._rows.popleft()
            self._position += 1
            if self._position > start:
                yield row

    def _document(self, number: int, row: Mapping[str, Any]) -> Item:
        id, text = row.get("id"), row["text"]
        if id is None:
            id = f"{self._name}:{number}"
        elif isinstance(id, float) and id.is_integer() and abs(id) < _MOST_EXACT:
            id = int(id)  # pandas makes whole numbers floats where one is missing
        if not isinstance(id, str | int) or isinstance(id, bool):
            reason = f'"id" is {type(id).__name__}, not a string or whole number'
            return Failure(f"{self._name}:{number}", self._path, number, reason)
        if not isinstance(text, str):
            found = "null" if text is None else type(text).__name__
            return Failure(id, self._path, number, f'"text" is {found}, not a string')
        return Document(id, text, self._path, number)


def _refuse(error: OSError) -> NoReturn:
    raise _cannot_read(error.filename, error) from error


def _cannot_read(path: str, error: Exception) -> InputError:
    reason = getattr(error, "strerror", None) or in_words(error)
    return InputError(f"{path}: can't be read ({reason}): check that it is whole and readable")
