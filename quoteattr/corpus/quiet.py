"""What Dask runs as one of our workers starts: Ctrl-C in a terminal is for the command alone."""

from __future__ import annotations

import signal


def dask_setup(worker: object) -> None:
    """Leave it to the command to end the worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
