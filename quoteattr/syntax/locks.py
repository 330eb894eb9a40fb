"""A lock that a forked process finds open.

A thread of the parent that holds a lock at the fork does not live on in the child, and never lets
it go there.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from weakref import WeakSet


class ForkedLock:
    """A lock that is open in a process that has just been forked, whoever held it in the parent."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        _ALL.add(self)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock; whoever forks meanwhile lets go in both processes of what it held."""
        with self._lock:
            yield


_ALL: Final[WeakSet[ForkedLock]] = WeakSet()


def _open_all() -> None:
    for lock in _ALL:
        lock._lock = threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_open_all)
