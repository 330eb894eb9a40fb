"""The pages of the documentation as programs: their code blocks run, and print what is told.

What the word behind a fence says of its block:

- ``python``: a script, or doctests where it holds ``>>>``; the blocks of a page share names.
- ``text``, next after a script: what the script prints.
- ``console``: lines after ``$ `` are commands, each followed by what it prints. Each runs in a
  shell of its own and must end with status 0.
- ``sh``: commands whose output is not shown.
- ``text`` elsewhere and directives (``{…}``): nothing that runs.

All blocks of a page run in one new folder that holds ``fixtures/``. A block that begins with
``# Not run as a test: <reason>`` is only checked for its syntax.

``python -m tests.pages [PAGE …]`` runs the pages and writes the printed results in them anew.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from attrs import frozen
from markdown_it import MarkdownIt

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ("article.txt", "articles-a.jsonl")
LANGUAGES = frozenset({"python", "console", "sh", "text"})
NOT_RUN = "# Not run as a test: "
SECONDS = 600
"""A command that takes longer hangs."""


@frozen
class Block:
    """A fenced block: its language, its content, and the lines of the page that this fills."""

    language: str
    content: str
    start: int
    end: int

    @property
    def reason(self) -> str | None:
        """Why it is not run; None where it is."""
        first = self.content.partition("\n")[0]
        return first.removeprefix(NOT_RUN) if first.startswith(NOT_RUN) else None


@frozen
class Printed:
    """What a block of a page says is printed, and what was."""

    block: Block
    expected: str
    actual: str


def pages() -> list[Path]:
    """The README and every page of the documentation."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def blocks(page: Path) -> list[Block]:
    """The fenced blocks of a page; ValueError for code that is indented, not fenced."""
    result = []
    for token in MarkdownIt().parse(page.read_text(encoding="utf-8")):
        if token.type == "code_block":
            assert token.map
            raise ValueError(f"{page.name}, line {token.map[0] + 1}: put indented code in a fence")
        if token.type == "fence":
            assert token.map
            start, end = token.map[0] + 1, token.map[1] - 1
            result.append(Block(token.info.strip(), token.content, start, end))
    return result


def run(page: Path, folder: Path) -> Iterator[Printed]:
    """Run a page's blocks in a folder; AssertionError where one fails."""
    (folder / "fixtures").mkdir()
    for name in FIXTURES:
        shutil.copy(ROOT / "fixtures" / name, folder / "fixtures")
    names: dict[str, Any] = {"__name__": "__main__"}
    printed: str | None = None
    for block in blocks(page):
        where = f"{page.name}, line {block.start + 1}"
        before, printed = printed, None
        if block.language == "python":
            if block.reason is not None:
                compile(block.content, where, "exec")
            elif ">>>" in block.content:
                _doctests(block, names, where)
            else:
                printed = _script(block, names, where)
        elif block.language == "text" and before is not None:
            yield Printed(block, block.content, before)
        elif block.language == "console":
            yield Printed(block, block.content, _console(block, folder, where))
        elif block.language == "sh":
            _shell(block.content, folder, where, only_check=block.reason is not None)
        if before and block.language != "text":
            raise AssertionError(f"{where}: the script before prints what the page does not show")
    if printed:
        raise AssertionError(f"{page.name}: the last script prints what the page does not show")


def write_anew(page: Path) -> bool:
    """Replace the printed results of a page by what is printed; True where that changed it."""
    lines = page.read_text(encoding="utf-8").splitlines(keepends=True)
    with _new_folder() as folder:
        found = list(run(page, folder))
    for printed in reversed(found):
        lines[printed.block.start : printed.block.end] = [printed.actual]
    written = "".join(lines)
    if written == page.read_text(encoding="utf-8"):
        return False
    page.write_text(written, encoding="utf-8")
    return True


def environment(folder: Path) -> dict[str, str]:
    """That of a user: 100 columns, no terminal; the command ``quoteattr`` is this checkout's."""
    commands = folder.parent / f"{folder.name}-commands"
    if not commands.exists():
        commands.mkdir()
        for name, arguments in (("quoteattr", "-m quoteattr"), ("python", "")):
            command = commands / name
            command.write_text(f'#!/bin/sh\nexec "{sys.executable}" {arguments} "$@"\n')
            command.chmod(0o755)
    inherited = {name: value for name, value in os.environ.items() if name != "CI"}
    return {
        **inherited,
        "PATH": os.pathsep.join((str(commands), os.environ["PATH"])),
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
        "COLUMNS": "100",
        "NO_COLOR": "1",
    }


def _doctests(block: Block, names: dict[str, Any], where: str) -> None:
    test = doctest.DocTestParser().get_doctest(block.content, names, where, None, block.start)
    report = io.StringIO()
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    runner.run(test, out=report.write, clear_globs=False)
    names.update(test.globs)
    assert not runner.failures, f"{where}:\n{report.getvalue()}"


def _script(block: Block, names: dict[str, Any], where: str) -> str:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(block.content, where, "exec"), names)
    return printed.getvalue()


def _console(block: Block, folder: Path, where: str) -> str:
    """The block with what its commands print in the place of what it says they print."""
    result = []
    if block.reason is not None:
        commands = [line[2:] for line in block.content.splitlines() if line.startswith("$ ")]
        _shell("\n".join(commands), folder, where, only_check=True)
        return block.content
    for part in f"\n{block.content}".split("\n$ ")[1:]:
        command = part.partition("\n")[0]
        result.append(f"$ {command}\n{_shell(command, folder, where)}")
    assert result, f"{where}: a console block has lines that begin with $"
    return "".join(result)


def _shell(commands: str, folder: Path, where: str, *, only_check: bool = False) -> str:
    done = subprocess.run(
        ["bash", "-n" if only_check else "-eu", "-o", "pipefail", "-c", commands],
        cwd=folder,
        env=environment(folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=SECONDS,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, f"{where}: status {done.returncode}\n{commands}\n{done.stdout}"
    return done.stdout


@contextlib.contextmanager
def _new_folder() -> Iterator[Path]:
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        new = Path(folder, "page")
        new.mkdir()
        os.chdir(new)
        try:
            yield new
        finally:
            os.chdir(before)


if __name__ == "__main__":
    for page in map(Path.resolve, map(Path, sys.argv[1:])) if sys.argv[1:] else pages():
        print(page.relative_to(ROOT), "written anew" if write_anew(page) else "as before")
