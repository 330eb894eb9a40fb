"""The command, with a parser that finds every « … » and says so at once.

Run as a script, this file is the command with that parser, for the tests that need a real process.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import Result

from quoteattr import cli
from quoteattr._version import __version__
from quoteattr.answers import BATCH
from quoteattr.errors import InputError, LongSentenceWarning, ModelError
from quoteattr.model import Context, Entity, Mention, Quote, Quotes, Span, Speaker, Verb
from tests.command import runner

ROOT = Path(__file__).parent.parent
ARTICLE = "« Nous partons », a dit Léa Nkomo.\r\nLe « plan vert » attend."
ROW = "1\tOui\toui\tINTJ\t_\t_\t0\troot\t_\t_\n"


class SimpleParser:
    """Stands in for ``QuoteParser``: same calls, and texts that make it fail as it could."""

    made: list[tuple[Any, ...]] = []  # noqa: RUF012 (what the last command asked for)

    def __init__(
        self,
        parser: str = "stanza",
        *,
        model: str | None = None,
        marks: Iterable[str] | None = None,
        min_confidence: float | None = None,
        threads: int | None = None,
    ) -> None:
        self.made.append((parser, model, marks, min_confidence, threads))

    def __call__(self, text: str) -> Quotes:
        if "NO MODEL" in text:
            raise ModelError("there is no model: install one")
        if "REFUSED" in text:
            raise InputError("refused: write something else")
        if "BROKEN" in text:
            raise RuntimeError("broken\nsecond line")
        if "CTRL-C" in text:
            raise KeyboardInterrupt
        if "ENDLESS" in text:
            warnings.warn("too long: \x1b[2J\nshorten it", LongSentenceWarning, stacklevel=1)
        if "OLD" in text:
            warnings.warn("something is old", UserWarning, stacklevel=1)
        if "SLEEP" in text:
            print("asleep", file=sys.stderr, flush=True)
            time.sleep(60)
        return Quotes(tuple(_quotes(text)), text, (Entity(0, "Léa Nkomo"),), {"parser": "simple"})

    def pipe(self, texts: Iterable[str], batch_size: int = 32) -> Iterator[Quotes]:
        return map(self, texts)

    def from_conllu(self, sentences: str, text: str | None = None) -> Quotes:
        words = []
        for number, line in enumerate(sentences.split("\n"), start=1):
            if line and not line.startswith("#"):
                if line.count("\t") != 9:
                    raise InputError(f"line {number} is no CoNLL-U")
                words.append(line.split("\t")[1])
        return self(" ".join(words))


def _quotes(text: str) -> Iterator[Quote]:
    for found in re.finditer("« ([^»]*) »", text):
        start, end = found.span(1)
        said = text[found.end() :].startswith(",")
        at = text.find("Léa Nkomo")
        verb = text.find("dit")
        yield Quote(
            text=found[1],
            start=start,
            end=end,
            mark="«",
            closed=True,
            kind="direct" if said else "term",
            speaker=Speaker("Léa Nkomo", Mention(at, at + 9, "Léa Nkomo"), 0) if said else None,
            verb=Verb(verb, verb + 3, "dit", "dire") if said else None,
            context=Context(Span(0, len(text)), Span(0, len(text)), "", ""),
            fragments=(Span(start, end),),
            parent=None,
            confidence=0.9,
        )


def _simple_module() -> ModuleType:
    module = ModuleType("quoteattr.parser")
    module.QuoteParser = SimpleParser  # type: ignore[attr-defined]
    return module


if __name__ == "__main__":
    sys.modules["quoteattr.parser"] = _simple_module()
    cli.main(prog_name="quoteattr")


@pytest.fixture(autouse=True)
def simple_parser(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "quoteattr.parser", _simple_module())
    monkeypatch.chdir(tmp_path)
    SimpleParser.made.clear()


def run(*arguments: str, input: str | bytes | None = None) -> Result:
    return runner().invoke(cli.main, arguments, input=input, prog_name="quoteattr")


def spawn(*arguments: str, **options: Any) -> subprocess.Popen[bytes]:
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    options = {**pipes, "preexec_fn": _hear_interrupts, **options}
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **options.pop("env", {})}
    return subprocess.Popen([sys.executable, __file__, *arguments], env=environment, **options)


def _hear_interrupts() -> None:
    """Tests that a shell runs in the background inherit that Ctrl-C is ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def article(name: str = "a.txt", text: str = ARTICLE) -> str:
    Path(name).write_bytes(text.encode())
    return name


def articles(name: str, *texts: str) -> str:
    lines = [json.dumps({"id": str(n), "text": text}) for n, text in enumerate(texts)]
    Path(name).write_text("\n".join(lines), encoding="utf-8")
    return name


def ids(output: str) -> list[str]:
    return [json.loads(line)["id"] for line in output.splitlines()]


# --- what is written -----------------------------------------------------------------------------


def test_json_lines_in_a_pipe_with_exact_offsets() -> None:
    result = run("extract", article(text="\ufeff" + ARTICLE))
    assert (result.exit_code, result.stderr) == (0, "")
    [line] = result.stdout.splitlines()
    data = json.loads(line)
    assert list(data) == ["id", "quotes", "entities", "meta"]
    assert data["id"] == "a.txt"
    found = [(ARTICLE[q["start"] : q["end"]], q["text"]) for q in data["quotes"]]
    assert found == [("Nous partons",) * 2, ("plan vert",) * 2]


@pytest.mark.parametrize("arguments", [(), ("-",)])
def test_standard_input(arguments: tuple[str, ...]) -> None:
    result = run("extract", *arguments, input=("\ufeff" + ARTICLE).encode())
    assert result.exit_code == 0
    data = json.loads(result.stdout)
    assert data["id"] == "stdin"
    assert data["quotes"][1]["start"] == ARTICLE.index("plan vert")


def test_json_lines_from_standard_input() -> None:
    lines = json.dumps({"id": 7, "text": ARTICLE}) + "\n" + json.dumps({"text": ARTICLE})
    found = [json.loads(line) for line in run("extract", input=lines).stdout.splitlines()]
    assert [document["id"] for document in found] == [7, "stdin:2"]
    assert found[0]["quotes"] == found[1]["quotes"] != []


def test_a_badly_encoded_line_from_standard_input_spoils_no_other() -> None:
    lines = [json.dumps({"id": number, "text": ARTICLE}).encode() for number in range(2)]
    lines.insert(1, b'{"id": 7, "text": "\xe9"}')
    result = run("extract", "--keep-going", input=b"\n".join(lines))
    assert (result.exit_code, ids(result.stdout)) == (1, [0, 1])
    assert "standard input, line 2: byte 0xe9 is not utf-8" in result.stderr


@pytest.mark.parametrize("text", ['{"texte": 1} « Oui »', "{", '{"id": 1}'])
def test_a_brace_alone_makes_no_json_lines(text: str) -> None:
    assert json.loads(run("extract", input=text).stdout)["id"] == "stdin"


def test_empty_text_has_no_quotes_and_is_no_error() -> None:
    result = run("extract", article(text=""), "-", input="")
    assert (result.exit_code, result.stderr) == (0, "")
    assert [json.loads(line)["quotes"] for line in result.stdout.splitlines()] == [[], []]


def test_many_files_keep_their_order_over_batches() -> None:
    many = articles("many.jsonl", *(f"« {n} », dit." for n in range(2 * BATCH + 3)))
    result = run("extract", article(), many, article("b.txt"))
    assert result.exit_code == 0
    numbers = [str(number) for number in range(2 * BATCH + 3)]
    assert ids(result.stdout) == ["a.txt", *numbers, "b.txt"]
    quoted = [json.loads(line)["quotes"][0]["text"] for line in result.stdout.splitlines()]
    assert quoted[1:-1] == numbers


def test_conllu_brings_its_trees_among_texts() -> None:
    Path("t.conllu").write_text(f"# newdoc id = x\n{ROW}\n# newdoc id = y\n{ROW}\n")
    result = run("extract", article(), "t.conllu", article("b.txt"))
    assert ids(result.stdout) == ["a.txt", "x", "y", "b.txt"]


def test_table_on_request() -> None:
    result = run("extract", article(), article("b.txt"), "--format", "table")
    assert result.exit_code == 0
    blocks = result.stdout.split("\n\n")
    assert [block.splitlines()[0] for block in blocks] == ["a.txt · 2 quotes", "b.txt · 2 quotes"]
    assert "\x1b" not in result.stdout


def test_csv_and_json_on_request() -> None:
    result = run("extract", article(), "--format", "csv")
    assert len(result.stdout.splitlines()) == 3
    result = run("extract", article(), article("b.txt"), "--format", "json")
    assert [document["id"] for document in json.loads(result.stdout)] == ["a.txt", "b.txt"]


def test_evidence_on_request() -> None:
    assert "evidence" not in run("extract", article()).stdout
    quotes = json.loads(run("extract", article(), "--evidence").stdout)["quotes"]
    assert quotes[0]["evidence"] is None


def test_options_reach_the_parser() -> None:
    options = "--parser spacy --model m --marks guillemets,curly --min-confidence 0.5 --threads 2"
    assert run("extract", article(), *options.split()).exit_code == 0
    assert SimpleParser.made == [("spacy", "m", ("guillemets", "curly"), 0.5, 2)]
    run("extract", article())
    assert SimpleParser.made[1:] == [("stanza", None, None, None, None)]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("--marks nonsense", "unknown family 'nonsense': choose from guillemets"),
        ("--marks ,", "no family named: choose from guillemets"),
        ("--min-confidence 2", "2.0 is not in the range"),
        ("--min-confidence nan", "nan is no number from 0 to 1"),
        ("--parser udpipe", "'udpipe' is not one of"),
        ("--format xml", "'xml' is not one of"),
        ("--encoding utf-9", "there is no text encoding 'utf-9': use utf-8"),
    ],
)
def test_wrong_options_are_refused(options: str, message: str) -> None:
    result = run("extract", article(), *options.split())
    assert result.exit_code == 2
    assert message in " ".join(result.stderr.split())
    assert result.stdout == ""


def test_encoding() -> None:
    Path("a.txt").write_bytes("« Été », dit.".encode("cp1252"))
    result = run("extract", "a.txt", "--encoding", "cp1252")
    assert json.loads(result.stdout)["quotes"][0]["text"] == "Été"


# --- what goes wrong -----------------------------------------------------------------------------


def bad_inputs() -> dict[str, str]:
    """Each bad file with the line that it gets."""
    wanted = 'put one object {"id": "…", "text": "…"} on each line'
    Path("latin.txt").write_bytes(b"un\ncaf\xe9")
    Path("json.jsonl").write_text('{"id": "x", "text": ""}\nnothing\n')
    Path("object.jsonl").write_text('["text"]\n')
    Path("lacks.jsonl").write_text('{"id": "x"}\n')
    Path("number.jsonl").write_text('{"id": "x", "text": 3}\n')
    Path("bad.conllu").write_text(f"# newdoc id = y\n{ROW}\n# newdoc id = z\n1\tOui\n\n")
    Path("refused.txt").write_text("REFUSED")
    Path("refused.jsonl").write_text('\n{"id": "x", "text": "REFUSED"}\n')
    Path("folder").mkdir()
    return {
        "missing.txt": "missing.txt: no such file: check the path",
        "folder": "folder: is a folder: name its files, as in folder/*.txt",
        "latin.txt": "latin.txt, line 2: byte 0xe9 is not utf-8: name its encoding, as in"
        " --encoding cp1252, or convert the file to UTF-8",
        "json.jsonl": "json.jsonl, line 2: no JSON (Expecting value, character 1): " + wanted,
        "object.jsonl": "object.jsonl, line 1: JSON, but no object: " + wanted,
        "lacks.jsonl": 'lacks.jsonl, line 1: the object has no "text": ' + wanted,
        "number.jsonl": 'number.jsonl, line 1: "text" is a number, not a string: ' + wanted,
        "bad.conllu": "bad.conllu, document z: line 5 is no CoNLL-U",
        "refused.txt": "refused.txt: refused: write something else",
        "refused.jsonl": "refused.jsonl, line 2: refused: write something else",
    }


def test_bad_input_ends_with_one_line_and_status_2() -> None:
    for name, message in bad_inputs().items():
        result = run("extract", name)
        assert (result.exit_code, result.stderr) == (2, f"Error: {message}\n"), name


def test_keep_going_does_the_others_and_ends_with_status_1() -> None:
    bad = bad_inputs()
    files, good = [], []
    for number, name in enumerate(bad):
        files += [name, article(f"{number}.txt")]
        # What stands in a bad file before or after its fault is done too.
        good += {"json.jsonl": ["x"], "bad.conllu": ["y"]}.get(name, [])
        good.append(f"{number}.txt")
    result = run("extract", "--keep-going", *files)
    assert result.exit_code == 1
    assert sorted(result.stderr.splitlines()) == sorted(f"Error: {line}" for line in bad.values())
    assert ids(result.stdout) == good


def test_a_missing_file_is_found_before_anything_is_parsed() -> None:
    result = run("extract", article(), "missing.txt")
    assert (result.exit_code, result.stdout) == (2, "")
    assert SimpleParser.made == []


def test_keep_going_survives_what_nobody_foresaw() -> None:
    many = articles("many.jsonl", ARTICLE, "BROKEN", ARTICLE)
    result = run("extract", "--keep-going", many)
    assert result.exit_code == 1
    assert ids(result.stdout) == ["0", "2"]
    assert result.stderr == (
        "Error: many.jsonl, line 2: RuntimeError: broken: please report this\n"
    )
    assert isinstance(run("extract", many).exception, RuntimeError)


def test_a_missing_model_ends_the_run_even_with_keep_going() -> None:
    many = articles("many.jsonl", ARTICLE, "NO MODEL", ARTICLE)
    result = run("extract", "--keep-going", many)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "Error: there is no model: install one\n"


def test_messages_run_no_escape_sequence() -> None:
    result = run("extract", "\x1b[2J\n.txt")
    assert result.stderr == "Error: \\x1b[2J .txt: no such file: check the path\n"


def test_a_sentence_that_is_too_long_is_one_line_of_warning() -> None:
    shown = warnings.showwarning
    result = run("extract", articles("a.jsonl", "« Un » ENDLESS", "« Deux »"))
    assert result.stderr == r"Warning: a.jsonl, line 1: too long: \x1b[2J shorten it" + "\n"
    assert (result.exit_code, len(result.stdout.splitlines())) == (0, 2)
    assert warnings.showwarning is shown


def test_warnings_of_others_are_left_to_python() -> None:
    with pytest.warns(UserWarning, match="something is old"):
        assert run("extract", article(text="OLD")).exit_code == 0


def test_standard_input_is_read_once() -> None:
    result = run("extract", "-", "-", input=ARTICLE)
    assert result.stderr == "Error: standard input can be read only once: give - once\n"
    assert result.exit_code == 2


@pytest.mark.parametrize("options", [(), ("--keep-going",)])
def test_speakers_counts_no_article_twice(options: tuple[str, ...]) -> None:
    result = run("speakers", article(), "./a.txt", *options)
    assert (result.exit_code, result.stdout, SimpleParser.made) == (2, "", [])
    assert result.stderr == ("Error: an input is named twice: its quotes would be counted twice\n")
    assert run("speakers", "a.txt", article("b.txt"), "-", input=ARTICLE).exit_code == 0
    assert ids(run("extract", "a.txt", "./a.txt").stdout) == ["a.txt", "./a.txt"]


# --- output files --------------------------------------------------------------------------------


def test_output_takes_the_format_of_its_name() -> None:
    for name, first in (("o.csv", "id,start"), ("o.json", "["), ("o.jsonl", "{"), ("o.x", "{")):
        assert run("extract", article(), "--output", name).exit_code == 0
        assert Path(name).read_text(encoding="utf-8").startswith(first)
    assert run("extract", article(), "-o", "p.csv", "--format", "json").exit_code == 0
    json.loads(Path("p.csv").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("command", "name", "format", "written"),
    [
        ("speakers", "o.json", "json", "table, jsonl, csv"),
        ("speakers", "o.htm", "html", "table, jsonl, csv"),
        ("speakers", "o.parquet", "parquet", "table, jsonl, csv"),
        ("view", "o.csv", "csv", "html"),
        ("view", "o.jsonl", "jsonl", "html"),
    ],
)
def test_a_name_of_a_format_that_the_command_does_not_write(
    command: str, name: str, format: str, written: str
) -> None:
    result = run(command, article(), "--output", name)
    assert (result.exit_code, SimpleParser.made, os.listdir()) == (2, [], ["a.txt"])
    choice = ", or choose with --format" if command == "speakers" else ""
    assert result.stderr == (
        f"Error: {name}: {format} is not written here, only {written}:"
        f" give --output another ending{choice}\n"
    )


def test_a_name_of_no_format_keeps_the_command_s_own() -> None:
    for name in ("o", "o.x"):
        assert run("speakers", article(), "-o", name).exit_code == 0
        assert json.loads(Path(name).read_text(encoding="utf-8"))["quotes"] == 1
    assert run("speakers", article(), "-o", "o.json", "--format", "csv").exit_code == 0
    for name in ("p", "p.x", "p.htm"):
        assert run("view", article(), "-o", name).exit_code == 0
        assert Path(name).read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_output_is_replaced_only_by_force() -> None:
    Path("o.jsonl").write_text("before")
    result = run("extract", article(), "--output", "o.jsonl")
    assert (result.exit_code, SimpleParser.made) == (2, [])
    assert result.stderr == (
        "Error: o.jsonl: exists already: give another name, or --force to replace it\n"
    )
    assert Path("o.jsonl").read_text() == "before"
    assert run("extract", article(), "--output", "o.jsonl", "--force").exit_code == 0
    assert ids(Path("o.jsonl").read_text(encoding="utf-8")) == ["a.txt"]


@pytest.mark.parametrize("command", ["extract", "view", "speakers"])
def test_no_article_is_replaced_by_what_is_found_in_it(command: str) -> None:
    path = article()
    before = Path(path).read_bytes()
    for output in (path, os.path.abspath(path)):
        result = run(command, path, "--output", output, "--force")
        assert result.exit_code == 2
        assert "is what is read: give --output another name" in result.stderr
    assert Path(path).read_bytes() == before


@pytest.mark.parametrize("text", ["REFUSED", "BROKEN", "CTRL-C", "NO MODEL"])
def test_a_failed_run_leaves_no_file_and_no_change(text: str) -> None:
    Path("o.jsonl").write_text("before")
    many = articles("many.jsonl", *[ARTICLE] * BATCH, text)
    assert run("extract", many, "--output", "o.jsonl", "--force").exit_code != 0
    assert Path("o.jsonl").read_text() == "before"
    assert sorted(os.listdir()) == ["many.jsonl", "o.jsonl"]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no /dev/full")
@pytest.mark.parametrize("closed", ["2>&-", "2>/dev/full"])
def test_what_can_t_be_said_on_standard_error_costs_no_output(closed: str) -> None:
    bash = shutil.which("bash") or pytest.skip("needs bash")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    Path("bad.txt").write_bytes(b"\xe9")
    ours = [
        sys.executable,
        __file__,
        "extract",
        "--keep-going",
        "bad.txt",
        article(),
        "-o",
        "o.jsonl",
    ]
    done = subprocess.run(
        [bash, "-c", f'"$@" {closed}', "bash", *ours], env=environment, timeout=60
    )
    assert (done.returncode, ids(Path("o.jsonl").read_text())) == (1, ["a.txt"])


@pytest.mark.skipif(not os.path.exists("/dev/null"), reason="this system has no /dev/null")
def test_nothing_is_written_beside_a_device(tmp_path: Path) -> None:
    link = tmp_path / "null"
    link.symlink_to("/dev/null")
    result = run("extract", article(), "--format", "brat", "--output", str(link))
    assert (result.exit_code, result.stderr) == (0, "")
    assert sorted(os.listdir()) == ["a.txt", "null"]


def from_a_shell(command: str, *arguments: str) -> str:
    """The standard output of a command of bash; ``$@`` is ours with these arguments."""
    bash = shutil.which("bash") or pytest.skip("needs bash")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ours = [sys.executable, __file__, *arguments]
    process = subprocess.run(
        [bash, "-c", command, "bash", *ours], env=environment, capture_output=True, timeout=20
    )
    assert process.stderr == b""
    return process.stdout.decode()


@pytest.mark.skipif(not os.path.exists("/dev/stdout"), reason="this system has no /dev/stdout")
def test_the_device_of_standard_output_is_standard_output() -> None:
    assert ids(from_a_shell('"$@" -o /dev/stdout', "extract", article())) == ["a.txt"]
    from_a_shell('{ echo before; "$@" -o /dev/stdout; } > o.txt', "extract", article())
    before, found = Path("o.txt").read_text(encoding="utf-8").splitlines()
    assert (before, ids(found)) == ("before", ["a.txt"])


def test_output_into_another_process() -> None:
    assert ids(from_a_shell('"$@" -o >(cat) | cat', "extract", article())) == ["a.txt"]


def test_keep_going_still_writes_the_file() -> None:
    many = articles("many.jsonl", ARTICLE, "REFUSED")
    assert run("extract", many, "--keep-going", "--output", "o.jsonl").exit_code == 1
    assert ids(Path("o.jsonl").read_text(encoding="utf-8")) == ["0"]


# --- real processes ------------------------------------------------------------------------------


def test_ctrl_c_ends_with_one_line_and_status_130() -> None:
    result = run("extract", article(text="CTRL-C"))
    assert (result.exit_code, result.stderr) == (130, "Interrupted.\n")


@pytest.mark.parametrize(
    ("sent", "status", "said"), [("SIGINT", 130, b"Interrupted.\n"), ("SIGTERM", 143, b"")]
)
def test_a_signal_in_mid_run_leaves_nothing_behind(sent: str, status: int, said: bytes) -> None:
    many = articles("many.jsonl", *[ARTICLE] * BATCH, "SLEEP")
    process = spawn("extract", many, "--output", "o.jsonl")
    assert process.stderr is not None
    assert process.stderr.readline() == b"asleep\n"
    assert len(os.listdir()) == 2
    process.send_signal(getattr(signal, sent))
    assert process.communicate(timeout=20) == (b"", said)
    assert process.returncode == status
    assert os.listdir() == ["many.jsonl"]


@pytest.mark.parametrize("format", ["table", "jsonl", "json", "csv"])
def test_a_closed_pipe_ends_quietly_with_status_141(format: str) -> None:
    many = articles("many.jsonl", *[ARTICLE * 200] * 100)
    process = spawn("extract", many, "--format", format)
    assert process.stdout is not None and process.stderr is not None
    assert process.stdout.read(1)
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(20) == 141


def ends_quietly_unread(*arguments: str) -> None:
    read, write = os.pipe()
    os.close(read)
    process = spawn(*arguments, stdout=write)
    os.close(write)
    assert process.communicate(timeout=20)[1] == b""
    assert process.returncode == 141


def test_a_pipe_that_nobody_reads_from_the_start() -> None:
    ends_quietly_unread("extract", article())


FULL = pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no /dev/full")


@FULL
def test_a_full_disk_under_standard_output() -> None:
    with open("/dev/full", "wb") as full:
        process = spawn("extract", article(), stdout=full)
        assert process.communicate(timeout=20)[1] == (
            b"Error: standard output: can't be written (No space left on device):"
            b" free space or make it writable, then run again\n"
        )
    assert process.returncode == 2


def gold(text: str = ARTICLE) -> str:
    """An annotated article in which nobody says what stands between marks."""
    quotes = [{"start": 2, "end": 14, "kind": "term"}]
    line = json.dumps({"id": "a", "text": text, "quotes": quotes})
    Path("gold.jsonl").write_text(f"{line}\n", encoding="utf-8")
    return "gold.jsonl"


@FULL
@pytest.mark.parametrize("format", [[], ["--json"]], ids=["tables", "json"])
def test_a_full_disk_under_an_evaluation(format: list[str]) -> None:
    with open("/dev/full", "wb") as full:
        process = spawn("evaluate", gold(), *format, stdout=full)
        lines = process.communicate(timeout=20)[1].splitlines()
    assert len(lines) == 1
    assert lines[0].startswith(b"Error: standard output: can't be written (No space")
    assert process.returncode == 2


def test_an_evaluation_that_nobody_reads_ends_quietly() -> None:
    ends_quietly_unread("evaluate", gold())


def test_an_evaluation_names_the_article_of_a_warning() -> None:
    result = run("evaluate", gold("« Un » ENDLESS"))
    assert re.fullmatch(r"Warning: .*gold.*, article '.+': too long: .*\n", result.stderr)
    assert result.exit_code == 0


def test_the_errors_of_an_evaluation_run_no_escape_sequence() -> None:
    text = ARTICLE.replace("« Nous partons »", "« Nous\x1b[2Jons »")
    result = run("evaluate", gold(text), "--errors", "9")
    assert result.exit_code == 0, result.output
    assert "Nous" in result.stdout
    assert "\x1b" not in result.stdout


@FULL
@pytest.mark.parametrize("command", ["view", "speakers"])
def test_a_full_disk_under_every_command(command: str) -> None:
    with open("/dev/full", "wb") as full:
        process = spawn(command, article(), stdout=full)
        lines = process.communicate(timeout=20)[1].splitlines()
    assert [line[:23] for line in lines] == [b"Error: standard output:"]
    assert process.returncode == 2


@FULL
def test_a_full_device_as_output() -> None:
    process = spawn("extract", article(), "--output", "/dev/full")
    assert b"Error: /dev/full: can't be written (No space" in process.communicate(timeout=20)[1]
    assert process.returncode == 2
    assert not os.path.isfile("/dev/full")


def test_a_file_that_may_not_grow_leaves_nothing_half_written() -> None:
    resource = pytest.importorskip("resource", reason="file size limits are a Unix matter")
    many = articles("many.jsonl", *[ARTICLE * 200] * 40)
    process = spawn(
        "extract",
        many,
        "--output",
        "o.jsonl",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
    )
    [line] = process.communicate(timeout=20)[1].splitlines()
    assert line.startswith(b"Error: o.jsonl: can't be written (File too large)")
    assert process.returncode == 2
    assert os.listdir() == ["many.jsonl"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [("extract <&-", b"input"), ("evaluate - <&-", b"input"), ("extract >&-", b"output")],
)
def test_closed_standard_streams(arguments: str, message: bytes) -> None:
    command = f'"$0" "$1" {arguments}'
    process = subprocess.run(
        ["sh", "-c", command, sys.executable, __file__],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        input=None if message == b"input" else ARTICLE.encode(),
        capture_output=True,
        timeout=20,
    )
    assert process.stderr.startswith(b"Error: standard " + message + b" is closed: name a file")
    assert process.stderr.count(b"\n") == 1
    assert process.returncode == 2


def test_output_is_utf_8_whatever_the_locale() -> None:
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": ""}
    for format in ("jsonl", "table"):
        process = spawn("extract", article(), "--format", format, env=plain)
        output, errors = process.communicate(timeout=20)
        assert "Léa Nkomo" in output.decode("utf-8")
        assert (errors, process.returncode) == (b"", 0)


def on_a_terminal(*arguments: str, **environment: str) -> tuple[str, int]:
    """What a run shows on a terminal of 80 columns, and its exit status."""
    pty = pytest.importorskip("pty", reason="pseudo-terminals are a Unix matter")
    ours, theirs = pty.openpty()
    shown = {"TERM": "xterm", "COLUMNS": "80", "NO_COLOR": "", **environment}
    process = spawn(*arguments, stdin=theirs, stdout=theirs, stderr=theirs, env=shown)
    os.close(theirs)
    chunks = []
    while True:
        try:
            chunk = os.read(ours, 4096)
        except OSError:  # Linux ends a terminal that nobody holds open this way.
            break
        if not chunk:
            break
        chunks.append(chunk)
    os.close(ours)
    return b"".join(chunks).decode().replace("\r\n", "\n"), process.wait(20)


def test_a_terminal_gets_a_table_with_dim_terms() -> None:
    shown, status = on_a_terminal("extract", article())
    assert status == 0
    title, _header, first, term = shown.splitlines()
    assert "a.txt" in title and "2 quotes" in title
    assert "Nous partons" in first and "\x1b[2m" not in first
    assert "plan vert" in term and "\x1b[2m" in term


def test_a_terminal_without_colour_gets_no_escape_at_all() -> None:
    shown, status = on_a_terminal("extract", article(), NO_COLOR="1")
    assert (shown.splitlines()[0], status) == ("a.txt · 2 quotes", 0)
    assert "\x1b" not in shown


def test_several_documents_on_a_terminal_show_their_progress() -> None:
    files = [article(f"{number}.txt") for number in range(3)]
    shown, status = on_a_terminal("extract", *files)
    assert status == 0
    assert "3/3" in shown
    assert all(f"{name}\x1b[0m · 2 quotes" in shown for name in files)
    shown, status = on_a_terminal("extract", *files, "-o", "o.jsonl")
    assert (status, len(ids(Path("o.jsonl").read_text(encoding="utf-8")))) == (0, 3)
    assert "3/3" in shown


# --- help, version, start ------------------------------------------------------------------------


@pytest.mark.parametrize("command", [(), ("extract",), ("download",)])
def test_help_has_an_example(command: tuple[str, ...]) -> None:
    result = run(*command, "--help")
    assert result.exit_code == 0
    assert re.search(r"Examples?:\n +quoteattr (extract|download) ", result.stdout)


def test_help_lists_the_families_of_marks() -> None:
    from quoteattr.marks import FAMILIES

    shown = " ".join(run("extract", "--help").stdout.split())
    assert f"families of marks: {', '.join(FAMILIES)}." in shown


def test_version() -> None:
    result = run("--version")
    assert (result.exit_code, result.stdout) == (0, f"quoteattr, version {__version__}\n")


@pytest.mark.parametrize("command", ["--help", "extract --help", "download --help", "--version"])
def test_help_imports_nothing_heavy(command: str) -> None:
    script = (
        "import sys\n"
        "from quoteattr.cli import main\n"
        f"main({command.split()!r}, standalone_mode=False)\n"
        "heavy = {'rich', 'stanza', 'spacy', 'numpy', 'torch', 'pandas'} & set(sys.modules)\n"
        "sys.exit(f'imported {heavy}' if heavy else 0)\n"
    )
    process = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=20,
    )
    assert (process.returncode, process.stderr) == (0, "")


def test_the_module_runs_as_the_command() -> None:
    process = subprocess.run(
        [sys.executable, "-m", "quoteattr", "--help"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=20,
    )
    assert process.returncode == 0
    assert process.stdout.startswith("Usage: quoteattr [OPTIONS] COMMAND")


# --- download ------------------------------------------------------------------------------------


def stanza_module(download: Any) -> ModuleType:
    module = ModuleType("stanza")
    module.download = download  # type: ignore[attr-defined]
    return module


def test_download_asks_stanza_for_the_french_model(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def download(language: str, **options: Any) -> list[list[str]]:
        asked.append((language, options["package"], options["processors"]))
        return [["tokenize", "gsd"]]

    monkeypatch.setitem(sys.modules, "stanza", stanza_module(download))
    result = run("download", "--model", "gsd")
    assert asked == [("fr", "gsd", "tokenize,mwt,pos,lemma,depparse")]
    assert (result.exit_code, result.stderr) == (0, "")
    assert "quoteattr extract --model gsd" in result.stdout


def test_download_of_an_unknown_model_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "stanza", stanza_module(lambda *_, **__: []))
    result = run("download", "--model", "none")
    assert result.exit_code == 2
    assert result.stderr.startswith("Error: Stanza has no French model 'none': choose a name")


def test_download_without_a_network_says_so(tmp_path: Path) -> None:
    nowhere = "http://127.0.0.1:9"
    process = spawn(
        "download",
        env={
            "HTTPS_PROXY": nowhere,
            "https_proxy": nowhere,
            "NO_PROXY": "",
            "no_proxy": "",
            "STANZA_RESOURCES_DIR": str(tmp_path),
        },
    )
    output, errors = process.communicate(timeout=120)
    assert (output, process.returncode) == (b"", 2)
    [line] = errors.splitlines()
    assert line.startswith(b"Error: could not download the French Stanza model 'default' (")
    assert b"check the name and the network" in line
