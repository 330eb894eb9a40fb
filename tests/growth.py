"""How the time that work takes grows with its size."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from typing import Final

LARGER: Final = 8
STEEPEST: Final = 22.6
"""What takes eight times as long for eight times the size is linear, what takes 64 times as long is
quadratic; this is as many times from the one as from the other, so that a busy machine does not
decide."""


def seconds(run: Callable[[], object], rounds: int = 1) -> float:
    """The shortest of a few runs; the garbage of all other tests is not looked through in it."""
    best = float("inf")
    gc.disable()
    try:
        for _ in range(rounds):
            start = time.process_time()
            run()
            best = min(best, time.process_time() - start)
    finally:
        gc.enable()
    return best


def steepness(make: Callable[[int], Callable[[], object]], size: int) -> float:
    """How many times longer the same work takes for a size that is ``LARGER`` times as large.

    ``make`` gives the work of a size; making it is not measured. Where it comes out too steep it is
    measured twice more and the least counts: what is quadratic is so each time, what a busy machine
    held up is not.
    """
    small, large = make(size), make(size * LARGER)
    steepest = float("inf")
    for _ in range(3):
        steepest = min(steepest, seconds(large, 3) / max(seconds(small, 5), 1e-4))
        if steepest < STEEPEST:
            break
    return steepest
