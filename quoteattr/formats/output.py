"""Where written text goes: standard output, or a file that appears only when it is whole."""

from __future__ import annotations

import os
import secrets
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO

from quoteattr.errors import QuoteattrError

STANDARD_OUTPUT = "-"


class OutputError(QuoteattrError):
    """Output that can't be written; the message says what to do."""


class Output:
    """Takes text and writes it as UTF-8, at once; bytes are written as they are.

    A lone surrogate, which UTF-8 has no bytes for, is written as its escape; in a JSON string that
    stands for the same character.
    """

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self._stream = stream
        self._name = name

    def write(self, text: str | bytes) -> None:
        """Write and flush.

        Raises:
            BrokenPipeError: if whoever read the output has closed it.
            OutputError: if it can't be written, for one because the disk is full.
        """
        if isinstance(text, str):
            text = text.encode("utf-8", "backslashreplace")
        try:
            self._stream.write(text)
            self._stream.flush()
        except OSError as error:
            if self._name == STANDARD_OUTPUT:
                _discard_standard_output()
            if isinstance(error, BrokenPipeError):
                raise
            raise _failure(self._name, error) from error


def check(path: str, *, force: bool = False) -> None:
    """Raise ``OutputError`` now for what ``open_output`` would refuse."""
    if path == STANDARD_OUTPUT:
        if sys.stdout is None:
            raise OutputError("standard output is closed: name a file with --output")
        return
    if os.path.isdir(path):
        raise OutputError(f"{path}: is a folder: name a file in it")
    if not os.path.basename(path):
        raise OutputError(f"{path!r} names no file: end it with the name of one")
    if _is_device(path):
        return
    target = os.path.realpath(path)
    folder = os.path.dirname(target)
    if not os.path.isdir(folder):
        raise OutputError(f"{path}: the folder {folder} does not exist: create it first")
    if os.path.isfile(target) and not force:
        raise _exists(path)


@contextmanager
def open_output(path: str, *, force: bool = False) -> Iterator[Output]:
    """An ``Output`` for standard output (``-``) or a file.

    A file is written beside its place under a hidden name, synced to disk and renamed when the
    block ends; if the block raises, nothing is left. A device or named pipe is written directly.

    Raises:
        OutputError: if the file exists and ``force`` is not given, even if it has come to exist
            while the block ran; if it can't be written.
    """
    check(path, force=force)
    if path == STANDARD_OUTPUT:
        yield Output(sys.stdout.buffer, path)
        return
    # A device or named pipe must not be replaced by a file.
    renamed = not _is_device(path)
    # The name behind a link to a pipe, as /dev/fd/63 is one, names no file.
    target = os.path.realpath(path) if renamed else path
    hidden = f".quoteattr-{secrets.token_hex(8)}.part"
    written = os.path.join(os.path.dirname(target), hidden) if renamed else target
    # Mode 0o666 leaves the permissions to the user's umask, as with any new file.
    flags = os.O_WRONLY | getattr(os, "O_BINARY", 0) | (os.O_CREAT | os.O_EXCL if renamed else 0)
    try:
        descriptor = os.open(written, flags, 0o666)
    except OSError as error:
        raise _failure(path, error) from error
    stream = os.fdopen(descriptor, "wb")
    try:
        yield Output(stream, path)
        if renamed:
            _settle(stream, written, target, path, force)
    finally:
        with suppress(OSError):
            stream.close()
        if renamed:
            with suppress(FileNotFoundError):
                os.unlink(written)


def is_file(path: str) -> bool:
    """Whether what is written there is a file of its own, no standard output, device or pipe."""
    return path != STANDARD_OUTPUT and not _is_device(path)


def _is_device(path: str) -> bool:
    """Whether a device or a pipe is there, which is written directly."""
    return os.path.exists(path) and not os.path.isfile(path)


def _settle(stream: BinaryIO, beside: str, target: str, path: str, force: bool) -> None:
    try:
        stream.flush()
        os.fsync(stream.fileno())
        stream.close()
        if force:
            with suppress(FileNotFoundError):
                os.chmod(beside, stat.S_IMODE(os.stat(target).st_mode))
            os.replace(beside, target)
        else:
            _rename_to_new(beside, target)
        sync_folder(os.path.dirname(target))
    except FileExistsError:
        raise _exists(path) from None
    except OSError as error:
        raise _failure(path, error) from error


def _rename_to_new(beside: str, target: str) -> None:
    """Rename, but never over a file: a hard link fails where one exists, a rename does not."""
    try:
        os.link(beside, target)
    except FileExistsError:
        raise
    except OSError:
        # A file system without hard links: a check is the best there is.
        if os.path.exists(target):
            raise FileExistsError(target) from None
        os.rename(beside, target)


def sync_folder(folder: str | os.PathLike[str]) -> None:
    """Make a new name in a folder last through a power cut, where folders can be synced."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _discard_standard_output() -> None:
    """Send what is still buffered nowhere, or Python fails on it once more as it exits."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nowhere, sys.stdout.fileno())
        finally:
            os.close(nowhere)


def _exists(path: str) -> OutputError:
    return OutputError(f"{path}: exists already: give another name, or --force to replace it")


def _failure(path: str, error: OSError) -> OutputError:
    name = "standard output" if path == STANDARD_OUTPUT else path
    reason = error.strerror or str(error)
    return OutputError(
        f"{name}: can't be written ({reason}): free space or make it writable, then run again"
    )
