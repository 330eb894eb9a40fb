"""A lock that a forked process finds open.

A thread of the parent that holds a lock at the fork does not live on in the child, and never lets
it go there.
"""

from __future__ import annotations

import os
import threading
from types import TracebackType
from typing import Final
from weakref import WeakSet


class ForkedLock:
    """A ``threading.Lock`` for a ``with`` statement, open in a process that has just been forked,
    whoever held it in the parent."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        _ALL.add(self)

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._lock.release()


_ALL: Final[WeakSet[ForkedLock]] = WeakSet()


def _open_all() -> None:
    for lock in _ALL:
        lock._lock = threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_open_all)
