"""Run the tests with the oldest and with the newest allowed version of each dependency.

    python -m tests.versions [oldest|newest ...] [--folder DIR] [-- PYTEST OPTIONS]

Builds a virtual environment for each, installs what ``setup.cfg`` allows, runs pytest there and
prints a Markdown table. An environment left in DIR by an earlier run is used again.
"""

from __future__ import annotations

import argparse
import configparser
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXTRAS = ("corpus", "spacy", "tables", "train", "test")
# As in .ci/run: the CPU build, where pip can find one.
TORCH = "torch==2.13.0"
WHICH = ("oldest", "newest")
_WRONG = re.compile(r"\b\d+ (failed|error)")
_REQUIREMENT = re.compile(r"([\w.-]+) >= ([\w.]+)")
_VERSIONS = (
    "import importlib.metadata as m, json, sys;"
    "print(json.dumps({name: m.version(name) for name in sys.argv[1:]}))"
)


def bounds() -> dict[str, str]:
    """The lower bound of each dependency; the highest where several extras name it."""
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    lines = [setup["options"]["install_requires"]]
    lines += [setup["options.extras_require"][extra] for extra in EXTRAS]
    found: dict[str, str] = {}
    for name, bound in _requirements("\n".join(lines)):
        found[name] = max(found.get(name, bound), bound, key=_key)
    return dict(sorted(found.items()))


def _requirements(lines: str) -> Iterator[tuple[str, str]]:
    for line in filter(None, map(str.strip, lines.splitlines())):
        found = _REQUIREMENT.fullmatch(line)
        if found is None:
            raise SystemExit(f"setup.cfg: {line!r} is no 'name >= version'")
        yield found[1], found[2]


def _key(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def build(which: str, folder: Path) -> Path:
    """The interpreter of an environment with these versions."""
    python = folder / which / ("Scripts" if os.name == "nt" else "bin") / "python"
    ready = folder / which / ".ready"
    if ready.exists():
        return python
    _run(sys.executable, "-m", "venv", str(folder / which))
    pip = (str(python), "-m", "pip", "install", "--quiet")
    with_torch = subprocess.run([*pip, TORCH], check=False)
    if with_torch.returncode:
        print(f"{which}: {TORCH} is not to be had; stanza brings what it asks for", file=sys.stderr)
    found = bounds()
    oldest = [f"{name}=={bound}" for name, bound in found.items()]
    _run(*pip, "--upgrade", *(oldest if which == "oldest" else found))
    ready.touch()
    return python


def tested(python: Path, options: list[str]) -> tuple[str, dict[str, str]]:
    """The last line of pytest, and the versions it ran with."""
    command = [str(python), "-m", "pytest", "-q", "-p", "no:cacheprovider", *options]
    result = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    print(result.stdout, file=sys.stderr)
    names = [*bounds(), "torch", "numpy"]
    listed = subprocess.run(
        [str(python), "-c", _VERSIONS, *names], stdout=subprocess.PIPE, text=True, check=True
    )
    lines = result.stdout.strip().splitlines() or ["pytest printed nothing"]
    return lines[-1].strip("= "), json.loads(listed.stdout)


def table(results: dict[str, tuple[str, dict[str, str]]]) -> str:
    """What was run with what, as Markdown."""
    lines = ["| | " + " | ".join(results) + " |", "|---" * (len(results) + 1) + "|"]
    lines.append("| tests | " + " | ".join(line for line, _ in results.values()) + " |")
    for name in next(iter(results.values()))[1]:
        versions = (versions[name] for _, versions in results.values())
        lines.append(f"| {name} | " + " | ".join(versions) + " |")
    return "\n".join(lines)


def _run(*command: str) -> None:
    subprocess.run(command, cwd=ROOT, check=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.versions", description=__doc__.split("\n")[0])
    parser.add_argument("which", nargs="*", metavar="oldest|newest")
    parser.add_argument("--folder", type=Path, metavar="DIR")
    ours, rest = sys.argv[1:], []
    if "--" in ours:
        cut = ours.index("--")
        ours, rest = ours[:cut], ours[cut + 1 :]
    given = parser.parse_args(ours)
    which = given.which or list(WHICH)
    if unknown := set(which) - set(WHICH):
        parser.error(f"no {', '.join(sorted(unknown))}: choose from oldest, newest")
    with tempfile.TemporaryDirectory() as folder:
        place = given.folder or Path(folder)
        results = {name: tested(build(name, place), rest) for name in which}
    print(f"Python {sys.version.split()[0]}\n")
    print(table(results))
    return int(any(_WRONG.search(line) for line, _ in results.values()))


if __name__ == "__main__":
    sys.exit(main())
