"""The output folder of a run: what is planned, what is done, and how both are written."""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, cast

from attrs import asdict, frozen

from quoteattr.corpus.inputs import digest, planned, stamp
from quoteattr.corpus.partition import CorpusError, Failure, Format, Part, Partition
from quoteattr.formats.output import OutputError, sync_folder

_LAYOUT = 1


@frozen
class Summary:
    """What a finished run comes to; ``documents`` counts the ``failures`` as well, ``versions`` is
    what a published count must name."""

    documents: int
    quotes: int
    failures: int
    parts: int
    versions: Mapping[str, str]


@frozen
class _Done:
    """The record of a finished partition."""

    documents: int
    quotes: int
    versions: dict[str, str]
    failures: tuple[Failure, ...]


class Folder:
    """The output folder: what is planned, what is done, and how both are written."""

    def __init__(self, path: Path, format: Format) -> None:
        self.path = path
        self._format = format
        self._manifest = path / "manifest.json"
        self._partitions = path / "partitions.jsonl"
        self._quotes = path / "quotes"
        self._done = path / "done"
        self._success = path / "_SUCCESS"

    @contextmanager
    def claimed(self) -> Iterator[None]:
        """Hold the folder for this process alone; the system lets go of it however we end."""
        if self.path.is_file():
            raise CorpusError(f"{self.path}: is a file: name a new or empty folder")
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            names = {name for name in os.listdir(self.path) if not name.startswith(".quoteattr-")}
            if names - {"partitions.jsonl"} and not self._manifest.exists():
                raise CorpusError(
                    f"{self.path}: holds other files and no run: name a new or empty folder"
                )
            stream = open(self.path / ".quoteattr-lock", "ab")  # noqa: SIM115
        except OSError as error:
            raise _cannot_write(self.path, error) from error
        with stream:
            _lock(stream, self.path)
            self._tidy()
            yield

    def plan(
        self, inputs: Sequence[str], kinds: Sequence[str], options: Mapping[str, Any]
    ) -> tuple[int, int]:
        """Write the manifest, or compare it with what was written.

        Returns:
            The numbers of documents and of partitions.
        """
        if self._manifest.exists():
            manifest = self._read_manifest()
            self._compare(manifest, inputs, kinds, options)
            return manifest["documents"], manifest["partitions"]
        described = []
        for path, kind in zip(inputs, kinds, strict=True):
            looked = {"stamp": stamp(path, kind), "digest": digest(path, kind)}
            described.append({"path": path, "kind": kind, **looked})
        parts = total = 0
        size = options["partition_size"]
        with _whole(self._partitions) as stream:
            for partition in planned(inputs, kinds, size):
                stream.write(_json_line(asdict(partition)))
                parts += 1
                total += partition.documents
        for path, kind, known in zip(inputs, kinds, described, strict=True):
            if stamp(path, kind) != known["stamp"]:
                raise CorpusError(
                    f"{path}: changed while it was read: start again when it is whole"
                )
        manifest = {
            "layout": _LAYOUT,
            "options": dict(options),
            "inputs": described,
            "partitions": parts,
            "documents": total,
        }
        with _whole(self._manifest) as stream:
            stream.write(json.dumps(manifest, indent=1).encode() + b"\n")
        return total, parts

    def partitions(self) -> Iterator[Partition]:
        """What is to be done, in the order of the inputs."""
        with open(self._partitions, "rb") as stream:
            for line in stream:
                yield Partition(**json.loads(line))

    def records(self) -> Iterator[tuple[int, _Done]]:
        """The finished partitions, by number."""
        if not (self._done.is_dir() and self._quotes.is_dir()):
            return
        quotes = set(os.listdir(self._quotes))
        for name in sorted(os.listdir(self._done)):
            # Others leave files there too: « ._part-000000.json », « part-000000 (1).json ».
            found = re.fullmatch(r"part-([0-9]{6,})\.json", name)
            if found is None:
                continue
            number = int(found[1])
            record = self._record(number) if self._part(number).name in quotes else None
            if record is not None:
                yield number, record

    def write(self, partition: Partition, part: Part) -> None:
        """Write a part, then the record that makes it count."""
        try:
            self._quotes.mkdir(exist_ok=True)
            self._done.mkdir(exist_ok=True)
        except OSError as error:
            raise _cannot_write(self.path, error) from error
        with _whole(self._part(partition.number)) as stream:
            stream.write(part.content)
        record = _Done(part.documents, part.quotes, part.versions, part.failures)
        with _whole(self._done / f"part-{partition.number:06}.json") as stream:
            stream.write(_json_line(asdict(record)))

    def finish(self) -> Summary:
        """Gather the failures, then say that all is done."""
        summary = Summary(0, 0, 0, 0, {})
        with _whole(self.path / "errors.jsonl") as stream:
            for _, record in self.records():
                for failure in record.failures:
                    stream.write(_json_line(asdict(failure), ascii=False))
                summary = Summary(
                    summary.documents + record.documents,
                    summary.quotes + record.quotes,
                    summary.failures + len(record.failures),
                    summary.parts + 1,
                    {**summary.versions, **record.versions},
                )
        planned = self._read_manifest()["partitions"]
        if summary.parts != planned:
            raise CorpusError(
                f"{self.path}: {summary.parts} of {planned} parts are there: something else removes"
                " files from the folder; run the same command again"
            )
        with _whole(self._success) as stream:
            stream.write(json.dumps(asdict(summary), indent=1).encode() + b"\n")
        return summary

    def summary(self) -> Summary | None:
        """What a finished run came to; None where it has not finished, or something else damaged
        what says so: the parts are counted again."""
        try:
            return Summary(**json.loads(self._success.read_bytes()))
        except (FileNotFoundError, ValueError, TypeError):
            return None

    def _part(self, number: int) -> Path:
        return self._quotes / f"part-{number:06}.{self._format}"

    def _record(self, number: int) -> _Done | None:
        """What was written of a partition; None where something else damaged it: the partition is
        read again."""
        try:
            data = json.loads((self._done / f"part-{number:06}.json").read_bytes())
            failures = tuple(Failure(**failure) for failure in data.pop("failures"))
            return _Done(failures=failures, **data)
        except (ValueError, TypeError, KeyError, AttributeError):
            return None

    def _read_manifest(self) -> dict[str, Any]:
        try:
            manifest = json.loads(self._manifest.read_bytes())
            layout = manifest["layout"]
        except (ValueError, KeyError, TypeError):
            layout = None
        if layout != _LAYOUT:
            raise CorpusError(
                f"{self._manifest}: is not a manifest of this version of quoteattr: name a new or"
                " empty folder"
            )
        return cast("dict[str, Any]", manifest)

    def _compare(
        self,
        manifest: dict[str, Any],
        inputs: Sequence[str],
        kinds: Sequence[str],
        options: Mapping[str, Any],
    ) -> None:
        begun = manifest["options"]
        changed = [
            f"{name} was {begun.get(name)!r}, now {value!r}"
            for name, value in options.items()
            if begun.get(name) != value
        ]
        if changed:
            raise CorpusError(
                f"{self.path}: was begun with other options ({'; '.join(changed)}): give the same"
                " again, or another folder"
            )
        known = [described["path"] for described in manifest["inputs"]]
        if known != list(inputs):
            raise CorpusError(
                f"{self.path}: was begun with other inputs ({', '.join(known)}): give the same in"
                " the same order, or another folder"
            )
        for path, kind, described in zip(inputs, kinds, manifest["inputs"], strict=True):
            same = kind == described["kind"] and (
                stamp(path, kind) == described["stamp"] or digest(path, kind) == described["digest"]
            )
            if not same:
                raise CorpusError(
                    f"{path}: has changed since the run in {self.path} began: put it back as it"
                    " was, or name another folder"
                )

    def _tidy(self) -> None:
        """Remove the unfinished files of a run that was killed."""
        for folder in (self.path, self._quotes, self._done):
            for leftover in folder.glob(".quoteattr-*.part"):
                with suppress(OSError):
                    leftover.unlink()


def _lock(stream: IO[bytes], path: Path) -> None:
    try:
        import fcntl
    except ImportError:  # Windows: nothing keeps a second run out, and it would write the same.
        return
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise CorpusError(
            f"{path}: another run is writing there: wait for it, or name another folder"
        ) from None
    except OSError:  # A file system without locks.
        return


@contextmanager
def _whole(path: Path) -> Iterator[IO[bytes]]:
    """Write a file that appears under its name only when it is whole and on the disk."""
    beside = path.parent / f".quoteattr-{secrets.token_hex(8)}.part"
    try:
        try:
            with open(beside, "xb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(beside, path)
            sync_folder(path.parent)
        finally:
            with suppress(FileNotFoundError):
                os.unlink(beside)
    except OSError as error:
        raise _cannot_write(path, error) from error


def _json_line(data: Mapping[str, Any], *, ascii: bool = True) -> bytes:
    return json.dumps(data, ensure_ascii=ascii).encode("utf-8", "backslashreplace") + b"\n"


def _cannot_write(path: Path, error: OSError) -> OutputError:
    reason = error.strerror or str(error)
    return OutputError(
        f"{path}: can't be written ({reason}): free space or make it writable, then run the same"
        " command again"
    )
