"""``python -m quoteattr``: the same as the command ``quoteattr``."""

from __future__ import annotations

from quoteattr.cli import main

main(prog_name="quoteattr")
