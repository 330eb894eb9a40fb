"""Parquet: a row a quote, in the columns of ``quoteattr.tables``."""

from __future__ import annotations

import io

from quoteattr import tables
from quoteattr.model import Quotes

ROWS_IN_A_GROUP = 20_000


class Writer:
    """Writes Parquet with pyarrow, a row group whenever enough quotes have come together.

    The versions that made the table stand in the file's metadata under ``tables.META``.

    Raises:
        MissingLibrary: if pyarrow is not installed.
    """

    def __init__(self, *, evidence: bool = False) -> None:
        schema = tables.arrow_schema(evidence=evidence)
        from pyarrow import parquet

        self._evidence = evidence
        self._written = _Written()
        self._file = parquet.ParquetWriter(self._written, schema)
        self._waiting: list[tables.Row] = []
        self._versions: dict[str, list[str]] = {}

    def start(self) -> bytes:
        return self._written.taken()

    def document(self, id: str | int, quotes: Quotes) -> bytes:
        tables.note_versions(self._versions, quotes)
        self._waiting += tables.rows(id, quotes, evidence=self._evidence)
        if len(self._waiting) >= ROWS_IN_A_GROUP:
            self._write_group()
        return self._written.taken()

    def end(self) -> bytes:
        if self._waiting:
            self._write_group()
        versions = tables.versions_to_json(self._versions)
        self._file.add_key_value_metadata({tables.META: versions})
        self._file.close()
        return self._written.taken()

    def _write_group(self) -> None:
        self._file.write_table(tables.arrow_table(self._waiting, evidence=self._evidence))
        self._waiting.clear()


class _Written(io.RawIOBase):
    """What pyarrow has written since it was last asked for, so that memory stays bounded."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(memoryview(data))  # type: ignore[arg-type]
        self._pieces.append(piece)
        return len(piece)

    def taken(self) -> bytes:
        data = b"".join(self._pieces)
        self._pieces.clear()
        return data
