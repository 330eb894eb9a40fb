"""Drive a target with atheris: ``python -m tests.fuzz TARGET [SECONDS] [FOLDER]``.

Begins with the saved inputs, writes new ones to FOLDER (a temporary one if none is named) and
stops at the first finding. Needs atheris (``pip install atheris``), which the tests do not.
"""

from __future__ import annotations

import sys
import tempfile

import atheris


def main() -> None:
    name, seconds, folder = (*sys.argv[1:], *("", "600", "")[len(sys.argv) - 1 :])[:3]
    with atheris.instrument_imports(include=["quoteattr"]):
        from tests.fuzz import targets
    if name not in targets.TARGETS:
        sys.exit(f"no target {name!r}: choose from {', '.join(targets.TARGETS)}")
    folder = folder or tempfile.mkdtemp()
    options = [f"-max_total_time={seconds}", "-timeout=20", "-max_len=4096", "-print_final_stats=1"]
    saved = targets.INPUTS / name
    atheris.Setup([sys.argv[0], *options, folder, str(saved)], targets.TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
