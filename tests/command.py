"""The command in this process, with what it writes to either stream kept apart."""

from __future__ import annotations

import inspect

from click.testing import CliRunner


def runner() -> CliRunner:
    """A ``CliRunner``; before click 8.2 it mixes the streams unless told not to."""
    apart = {"mix_stderr": False} if "mix_stderr" in inspect.signature(CliRunner).parameters else {}
    return CliRunner(**apart)
