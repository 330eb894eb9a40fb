"""The resumable run over a corpus, with a parser that finds every « … » and says so at once."""

from __future__ import annotations

import errno
import gzip
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest
from corpus_run import (
    VERSIONS,
    OtherParser,
    SimpleParser,
    UnloadableParser,
    quotes_of,
)
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from quoteattr import cli, corpus
from quoteattr.corpus import CorpusError, cluster
from quoteattr.errors import InputError, ModelError
from tests.command import runner

SOURCE = Path(__file__).parent.parent


def article(number: int) -> dict[str, Any]:
    said = " ".join(f"« mot {number}.{i} » 🎈" for i in range(number % 4))
    return {"id": f"a{number}", "text": f"Élu : {said}\r\nFin."}


def write_jsonl(path: Path, articles: Iterable[dict[str, Any]]) -> str:
    lines = "".join(json.dumps(data, ensure_ascii=False) + "\n" for data in articles)
    data = lines.encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return str(path)


def run(*inputs: str, output: Path, **options: Any) -> corpus.Summary:
    """A run in this process, in small partitions."""
    settings = {"workers": 0, "partition_size": 3, "parser_factory": SimpleParser, **options}
    return corpus.run(inputs, str(output), **settings)


def table(output: Path) -> list[tuple[str, int, int, str]]:
    """The quotes of a run, parts in order."""
    found = []
    for part in sorted((output / "quotes").iterdir()):
        if part.suffix == ".jsonl":
            for line in part.read_text(encoding="utf-8").splitlines():
                data = json.loads(line)
                found += [(data["id"], q["start"], q["end"], q["text"]) for q in data["quotes"]]
        else:
            for row in pyarrow.parquet.read_table(part).to_pylist():
                found.append((row["id"], row["start"], row["end"], row["text"]))
    return found


def expected(articles: Iterable[dict[str, Any]]) -> list[tuple[str, int, int, str]]:
    return [
        (data["id"], quote.start, quote.end, quote.text)
        for data in articles
        for quote in quotes_of(data["text"])
    ]


def errors(output: Path) -> list[dict[str, Any]]:
    lines = (output / "errors.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def contents(output: Path) -> dict[str, bytes]:
    """All files of a run but the lock."""
    return {
        str(path.relative_to(output)): path.read_bytes()
        for path in sorted(output.rglob("*"))
        if path.is_file() and path.name != ".quoteattr-lock"
    }


ARTICLES = [article(number) for number in range(20)]


@pytest.mark.parametrize("format", ["jsonl", "parquet"])
@pytest.mark.parametrize("kind", ["jsonl", "jsonl.gz", "parquet", "txt"])
def test_every_input_and_every_format(tmp_path: Path, kind: str, format: str) -> None:
    path = tmp_path / f"in.{kind}"
    if kind == "parquet":
        pyarrow.parquet.write_table(pyarrow.Table.from_pylist(ARTICLES), path, row_group_size=4)
    elif kind == "txt":
        (path / "b").mkdir(parents=True)
        for data in ARTICLES:
            name = f"{data['id']}.txt" if data["id"] != "a7" else "b/a7.txt"
            (path / name).write_bytes(data["text"].encode())
        (path / "notes.md").write_text("« non »", encoding="utf-8")
        (path / ".hidden.txt").write_text("« non »", encoding="utf-8")
    else:
        write_jsonl(path, ARTICLES)
    summary = run(str(path), output=tmp_path / "out", format=format)
    wanted = expected(ARTICLES)
    found = table(tmp_path / "out")
    if kind == "txt":
        by_name = {data["id"]: f"{data['id']}.txt" for data in ARTICLES} | {"a7": "b/a7.txt"}
        wanted = sorted((by_name[id], *rest) for id, *rest in wanted)
        found = sorted(found)
    assert found == wanted
    assert summary == corpus.Summary(20, len(wanted), 0, 7, VERSIONS)
    assert json.loads((tmp_path / "out/_SUCCESS").read_bytes())["quotes"] == len(wanted)
    assert errors(tmp_path / "out") == []


def test_several_inputs_keep_their_order(tmp_path: Path) -> None:
    first = write_jsonl(tmp_path / "z.jsonl", ARTICLES[:8])
    second = write_jsonl(tmp_path / "a.jsonl.gz", ARTICLES[8:])
    run(first, second, output=tmp_path / "out")
    assert table(tmp_path / "out") == expected(ARTICLES)


def test_the_whole_folder_reads_as_one_table(tmp_path: Path) -> None:
    run(write_jsonl(tmp_path / "in.jsonl", ARTICLES), output=tmp_path / "out")
    whole = pyarrow.parquet.read_table(tmp_path / "out/quotes")
    assert whole.num_rows == len(expected(ARTICLES))


def test_an_article_without_quotes_is_a_line_of_jsonl(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "in.jsonl", ARTICLES)
    run(path, output=tmp_path / "out", format="jsonl", partition_size=100)
    [part] = (tmp_path / "out/quotes").iterdir()
    ids = [json.loads(line)["id"] for line in part.read_text(encoding="utf-8").splitlines()]
    assert ids == [data["id"] for data in ARTICLES]


def test_an_empty_input_is_a_run_without_parts(tmp_path: Path) -> None:
    summary = run(write_jsonl(tmp_path / "in.jsonl", []), output=tmp_path / "out")
    assert (summary.documents, summary.parts) == (0, 0)
    assert (tmp_path / "out/_SUCCESS").exists()


def test_what_fails_is_named_and_the_rest_is_done(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    lines = [json.dumps(data, ensure_ascii=False).encode() for data in ARTICLES[:6]]
    lines[1] = b'{"id": "a1", "text": "BROKEN"}'
    lines[2] = b"{no json"
    lines[3] = b"\xff\xfe"
    lines.insert(4, b"")
    lines.insert(4, b'{"id": "x", "text": 7}')
    path.write_bytes(b"\n".join(lines))
    summary = run(str(path), output=tmp_path / "out")
    assert (summary.documents, summary.failures) == (7, 4)
    assert table(tmp_path / "out") == expected([ARTICLES[0], ARTICLES[4], ARTICLES[5]])
    found = errors(tmp_path / "out")
    assert [(error["id"], error["line"]) for error in found] == [
        ("a1", 2),
        ("in.jsonl:3", 3),
        ("in.jsonl:4", 4),
        ("x", 5),
    ]
    assert found[0]["reason"] == "RuntimeError: broken"
    assert found[1]["reason"].startswith("no JSON")
    assert "is not utf-8: convert the file" in found[2]["reason"]
    assert '"text" is a number' in found[3]["reason"]
    assert {error["input"] for error in found} == {str(path)}


def test_rows_of_parquet_that_hold_no_article(tmp_path: Path) -> None:
    rows = [
        {"id": None, "text": "« un »"},
        {"id": 4.5, "text": "« deux »"},
        {"id": 5.0, "text": None},
        {"id": 6.0, "text": "« trois »"},
        {"id": 2.0**53, "text": "« quatre »"},
    ]
    path = tmp_path / "in.parquet"
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), path)
    run(str(path), output=tmp_path / "out")
    assert [row[0] for row in table(tmp_path / "out")] == ["in.parquet:1", "6"]
    assert [error["line"] for error in errors(tmp_path / "out")] == [2, 3, 5]
    assert errors(tmp_path / "out")[1]["id"] == 5


def test_a_blank_line_that_is_no_json_is_planned_and_read_alike(tmp_path: Path) -> None:
    """A no-break space alone is a line that holds no article, a space no line at all."""
    path = tmp_path / "in.jsonl"
    path.write_text('{"id": "a", "text": "Un."}\n \n\u00a0\n', encoding="utf-8")
    summary = run(str(path), output=tmp_path / "out")
    assert (summary.documents, len(errors(tmp_path / "out"))) == (2, 1)


def test_options_that_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text('{"id": "a", "text": "Un."}\n')
    with pytest.raises(InputError, match="0 or more processes, not -1"):
        run(str(path), output=tmp_path / "out", workers=-1)
    for single in (str(path), path):
        with pytest.raises(InputError, match="inputs come in a list"):
            corpus.run(single, str(tmp_path / "out"), workers=0)  # type: ignore[arg-type]


def test_texts_that_are_not_utf_8(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_bytes("« été »".encode("cp1252"))
    (tmp_path / "in/b.txt").write_bytes("« été »".encode())
    lines = tmp_path / "in.jsonl"
    lines.write_bytes('{"id": "c", "text": "« été »"}\n'.encode("cp1252"))
    run(str(tmp_path / "in"), str(lines), output=tmp_path / "out")
    assert [row[0] for row in table(tmp_path / "out")] == ["b.txt"]
    failed = errors(tmp_path / "out")
    assert [error["id"] for error in failed] == ["a.txt", "in.jsonl:1"]
    # There is no --encoding to name here.
    advice = ": convert the file to UTF-8, as in `iconv -f cp1252 -t utf-8`"
    assert all(error["reason"].endswith(advice) for error in failed)


def write_texts(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("« Oui »", encoding="utf-8")


def test_a_folder_that_is_closed_to_us_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_texts(tmp_path / "in", "a.txt", "closed/b.txt")
    closed = str(tmp_path / "in/closed")
    scandir = os.scandir

    def refusing(path: Any) -> Any:
        if os.fspath(path) == closed:
            raise PermissionError(errno.EACCES, "Permission denied", closed)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    with pytest.raises(InputError, match=rf"^{re.escape(closed)}: can't be read \(Permission"):
        run(str(tmp_path / "in"), output=tmp_path / "out")


def test_linked_folders_are_read_once(tmp_path: Path) -> None:
    write_texts(tmp_path, "in/a.txt", "in/b/c.txt", "elsewhere/d.txt")
    (tmp_path / "in/far").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "in/far again").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "in/b/up").symlink_to(tmp_path / "in")
    (tmp_path / "in/gone").symlink_to(tmp_path / "nowhere")
    run(str(tmp_path / "in"), output=tmp_path / "out")
    assert [id for id, *_ in table(tmp_path / "out")] == ["a.txt", "b/c.txt", "far/d.txt"]


def test_long_articles_make_smaller_partitions(tmp_path: Path) -> None:
    articles = [{"id": number, "text": "x" * (3 << 20)} for number in range(4)]
    summary = run(
        write_jsonl(tmp_path / "in.jsonl", articles), output=tmp_path / "out", partition_size=100
    )
    assert (summary.documents, summary.parts) == (4, 2)


def test_a_finished_run_does_nothing_more(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "in.jsonl", ARTICLES)
    first = run(path, output=tmp_path / "out")
    before = contents(tmp_path / "out")
    assert run(path, output=tmp_path / "out", parser_factory=UnloadableParser) == first
    assert contents(tmp_path / "out") == before


def test_what_was_removed_is_done_again(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "in.jsonl", ARTICLES)
    run(path, output=tmp_path / "out")
    before = contents(tmp_path / "out")
    (tmp_path / "out/quotes/part-000003.parquet").unlink()
    (tmp_path / "out/done/part-000005.json").unlink()
    run(path, output=tmp_path / "out")
    assert contents(tmp_path / "out") == before


def test_files_of_others_among_the_records_are_left_alone(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "in.jsonl", ARTICLES)
    first = run(path, output=tmp_path / "out")
    done = tmp_path / "out/done"
    for name in ("._part-000000.json", "part-000000 (1).json", "part-0.json"):
        shutil.copy(done / "part-000000.json", done / name)
    (done / "part-000001.json").unlink()
    assert run(path, output=tmp_path / "out") == first
    assert (done / "part-000000 (1).json").exists()


@pytest.mark.parametrize("damage", ["", "[]", "{}", '{"failures": [1]}'])
@pytest.mark.parametrize("damaged", ["done/part-000001.json", "_SUCCESS"])
def test_what_others_damaged_is_done_again(tmp_path: Path, damaged: str, damage: str) -> None:
    path = write_jsonl(tmp_path / "in.jsonl", ARTICLES)
    run(path, output=tmp_path / "out")
    before = contents(tmp_path / "out")
    (tmp_path / "out" / damaged).write_text(damage)
    run(path, output=tmp_path / "out")
    assert contents(tmp_path / "out") == before


def test_all_parts_removed_are_done_again(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "in.jsonl", ARTICLES)
    run(path, output=tmp_path / "out")
    before = contents(tmp_path / "out")
    shutil.rmtree(tmp_path / "out/quotes")
    run(path, output=tmp_path / "out")
    assert contents(tmp_path / "out") == before


@pytest.mark.parametrize("kind", ["jsonl.gz", "parquet"])
def test_going_on_from_the_middle_of_a_stream(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"in.{kind}"
    if kind == "parquet":
        pyarrow.parquet.write_table(pyarrow.Table.from_pylist(ARTICLES), path, row_group_size=4)
    else:
        write_jsonl(path, ARTICLES)
    run(str(path), output=tmp_path / "out")
    before = contents(tmp_path / "out")
    for number in (2, 3, 6):
        (tmp_path / f"out/done/part-{number:06}.json").unlink()
    run(str(path), output=tmp_path / "out")
    assert contents(tmp_path / "out") == before


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"format": "jsonl"}, "format was 'parquet', now 'jsonl'"),
        ({"partition_size": 4}, "partition_size was 3, now 4"),
        ({"model": "gsd"}, "model was None, now 'gsd'"),
        ({"marks": ["curly"]}, "marks"),
        ({"min_confidence": 0.5}, "min_confidence"),
        ({"evidence": True}, "evidence"),
    ],
)
def test_a_changed_option_is_refused(tmp_path: Path, options: dict[str, Any], named: str) -> None:
    path = write_jsonl(tmp_path / "in.jsonl", ARTICLES)
    run(path, output=tmp_path / "out")
    with pytest.raises(CorpusError, match=re.escape(named)):
        run(path, output=tmp_path / "out", **options)


def test_another_version_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_jsonl(tmp_path / "in.jsonl", ARTICLES)
    run(path, output=tmp_path / "out")
    monkeypatch.setattr(corpus, "__version__", "99.0")
    with pytest.raises(CorpusError, match=r"now '99\.0'"):
        run(path, output=tmp_path / "out")


def test_another_model_under_the_same_name_is_refused(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "in.jsonl", ARTICLES)
    run(path, output=tmp_path / "out")
    (tmp_path / "out/done/part-000005.json").unlink()
    with pytest.raises(CorpusError, match="simple 1 when the run began and is simple 2 now"):
        run(path, output=tmp_path / "out", parser_factory=OtherParser)


def test_changed_inputs_are_refused(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "in.jsonl", ARTICLES)
    other = write_jsonl(tmp_path / "other.jsonl", ARTICLES)
    run(path, output=tmp_path / "out")
    with pytest.raises(CorpusError, match="other inputs"):
        run(path, other, output=tmp_path / "out")
    data = Path(path).read_bytes()
    # The same length and contents at another time are the same input; other contents are not.
    os.utime(path, ns=(1, 1))
    run(path, output=tmp_path / "out")
    Path(path).write_bytes(data.replace(b"mot 5.0", b"MOT 5.0"))
    with pytest.raises(CorpusError, match="has changed since"):
        run(path, output=tmp_path / "out")


@pytest.mark.parametrize("change", ["written", "added", "removed", "renamed"])
def test_changed_folders_are_refused(tmp_path: Path, change: str) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for data in ARTICLES[:5]:
        (folder / f"{data['id']}.txt").write_text(data["text"], encoding="utf-8")
    run(str(folder), output=tmp_path / "out")
    os.utime(folder / "a1.txt", ns=(1, 1))
    run(str(folder), output=tmp_path / "out")
    if change == "written":
        (folder / "a1.txt").write_text("autre", encoding="utf-8")
    elif change == "added":
        (folder / "a9.txt").write_text("autre", encoding="utf-8")
    elif change == "removed":
        (folder / "a1.txt").unlink()
    else:
        (folder / "a1.txt").rename(folder / "a1b.txt")
    with pytest.raises(CorpusError, match="has changed since"):
        run(str(folder), output=tmp_path / "out")


def test_an_input_that_changes_during_the_run_is_refused(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "in.jsonl", ARTICLES)

    def spoil(done: int, total: int) -> None:
        data = Path(path).read_bytes()
        Path(path).write_bytes(data.replace(b"mot", b"MOT"))

    with pytest.raises(CorpusError, match="has changed since"):
        run(path, output=tmp_path / "out", progress=spoil)


def test_inputs_that_are_refused(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "in.jsonl", ARTICLES)
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    (tmp_path / "cut.jsonl.gz").write_bytes(gzip.compress(b"{}\n" * 10_000)[:-20])
    (tmp_path / "wrong.jsonl.gz").write_bytes(b"{}\n")
    (tmp_path / "wrong.parquet").write_bytes(b"{}\n")
    pyarrow.parquet.write_table(pyarrow.table({"body": ["x"]}), tmp_path / "body.parquet")
    cases = [
        ([], "no input"),
        ([path, path], "named twice"),
        (["missing.jsonl"], "no such file"),
        ([tmp_path / "a.txt"], "only .jsonl"),
        ([tmp_path / "empty"], "no .txt file"),
        ([tmp_path / "cut.jsonl.gz"], "can't be read"),
        ([tmp_path / "wrong.jsonl.gz"], "can't be read"),
        ([tmp_path / "wrong.parquet"], "can't be read"),
        ([tmp_path / "body.parquet"], 'no column "text"'),
    ]
    for inputs, message in cases:
        with pytest.raises(InputError, match=re.escape(message)):
            run(*map(str, inputs), output=tmp_path / "out")
    with pytest.raises(InputError, match="no format 'csv'"):
        run(path, output=tmp_path / "out", format="csv")
    with pytest.raises(InputError, match="at least 1 document"):
        run(path, output=tmp_path / "out", partition_size=0)
    # None of these left anything that a good run would stumble over.
    assert run(path, output=tmp_path / "out").documents == 20


def test_a_folder_below_another_input_is_refused(tmp_path: Path) -> None:
    for name in ("in", "in/below", "in/.hidden", "in-other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text("« Oui », dit Léa.", encoding="utf-8")
    around, below, hidden = (str(tmp_path / name) for name in ("in", "in/below", "in/.hidden"))
    for inputs in ([around, below], [below, around]):
        with pytest.raises(InputError, match=re.escape(f"{below}: is below {around}: ")):
            run(*inputs, output=tmp_path / "out")
    summary = run(around, hidden, str(tmp_path / "in-other"), output=tmp_path / "out")
    assert summary.documents == 4


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("notes.md", "*.jsonl"),
        ("a.jsonl", "*.jsonl"),
        ("a.jsonl.gz", "*.jsonl.gz"),
        ("a.parquet", "*.parquet"),
    ],
)
def test_a_folder_without_texts_says_what_to_name(tmp_path: Path, name: str, pattern: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).touch()
    with pytest.raises(InputError, match=re.escape(f"as in {tmp_path / 'in' / pattern}") + "$"):
        run(str(tmp_path / "in"), output=tmp_path / "out")


def test_folders_that_are_refused(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "in.jsonl", ARTICLES)
    with pytest.raises(CorpusError, match="holds other files"):
        run(path, output=tmp_path)
    with pytest.raises(CorpusError, match="is a file: name a new or empty folder"):
        run(path, output=Path(path))
    run(path, output=tmp_path / "out")
    (tmp_path / "out/manifest.json").write_text("[]", encoding="utf-8")
    with pytest.raises(CorpusError, match="not a manifest"):
        run(path, output=tmp_path / "out")


def test_two_runs_at_once_are_refused(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "in.jsonl", ARTICLES)
    refused = []

    def again(done: int, total: int) -> None:
        with pytest.raises(CorpusError, match="another run"):
            run(path, output=tmp_path / "out")
        refused.append(done)

    run(path, output=tmp_path / "out", progress=again)
    assert refused == [0, 0, 3, 6, 9, 12, 15, 18, 20]


def test_a_model_that_is_missing_ends_the_run_at_once(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "in.jsonl", ARTICLES)
    with pytest.raises(ModelError, match="can't load its parser: RuntimeError: no such model"):
        run(path, output=tmp_path / "out", parser_factory=UnloadableParser)
    path = write_jsonl(tmp_path / "in2.jsonl", [*ARTICLES, {"id": 1, "text": "NO MODEL"}])
    with pytest.raises(ModelError, match="there is no model"):
        run(path, output=tmp_path / "out2")


def test_a_package_that_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_jsonl(tmp_path / "in.jsonl", ARTICLES)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(CorpusError, match=r"pyarrow is not installed: pip install .*corpus"):
        run(path, output=tmp_path / "out")
    with pytest.raises(CorpusError, match="distributed is not installed"):
        run(path, output=tmp_path / "out", format="jsonl", workers=1)


def test_a_scheduler_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_SECONDS_TO_CONNECT", 0.3)
    path = write_jsonl(tmp_path / "in.jsonl", ARTICLES)
    with pytest.raises(CorpusError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:9"):
        run(path, output=tmp_path / "out", scheduler="tcp://127.0.0.1:9")


class Killed(BaseException):
    """What a kill is to a process that lives on to be tested."""


class Disk:
    """Lets a number of steps on the disk happen, then none any more, not even tidying up."""

    def __init__(self, patch: pytest.MonkeyPatch, steps: int) -> None:
        self._left = steps
        for name in ("replace", "fsync", "unlink"):
            patch.setattr(os, name, self._counted(getattr(os, name)))

    def _counted(self, call: Any) -> Any:
        def counted(*arguments: Any) -> Any:
            self._left -= 1
            if self._left < 0:
                raise Killed
            return call(*arguments)

        return counted


class ResumableRun(RuleBasedStateMachine):
    """Whatever happens to a run between its steps, it ends in what an undisturbed one gives."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        articles = [*ARTICLES[:10], {"id": "b", "text": "BROKEN « x »"}, *ARTICLES[10:]]
        self.path = write_jsonl(self.folder / "in.jsonl.gz", articles)
        self.out = self.folder / "out"
        run(self.path, output=self.folder / "undisturbed")
        self.wanted = contents(self.folder / "undisturbed")
        self.finished = False

    @rule(steps=st.integers(0, 60))
    def killed(self, steps: int) -> None:
        with pytest.MonkeyPatch.context() as patch:
            Disk(patch, steps)
            try:
                run(self.path, output=self.out)
            except Killed:
                return
        self.finished = True

    @rule()
    def finish(self) -> None:
        run(self.path, output=self.out)
        self.finished = True

    @precondition(lambda self: (self.out / "done").exists())
    @rule(data=st.data())
    def lose_a_file(self, data: Any) -> None:
        files = sorted((self.out / "done").glob("*.json")) + sorted(
            (self.out / "quotes").glob("*.p*")
        )
        if files:
            data.draw(st.sampled_from(files)).unlink()
            self.finished = False

    @precondition(lambda self: (self.out / "manifest.json").exists())
    @rule()
    def other_options(self) -> None:
        with pytest.raises(CorpusError):
            run(self.path, output=self.out, partition_size=7)

    @invariant()
    def every_file_is_whole(self) -> None:
        for name, data in contents(self.out).items() if self.out.exists() else ():
            if not os.path.basename(name).startswith("."):
                assert data == self.wanted[name]

    @invariant()
    def a_finished_run_is_that_of_an_undisturbed_one(self) -> None:
        if self.finished:
            assert contents(self.out) == self.wanted

    def teardown(self) -> None:
        shutil.rmtree(self.folder)


TestResumableRun = ResumableRun.TestCase
TestResumableRun.settings = settings(max_examples=15, stateful_step_count=8, deadline=None)


def spawn(path: str, output: Path, workers: int) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    script = Path(__file__).with_name("corpus_run.py")
    command = [sys.executable, str(script), path, str(output), str(workers)]
    return subprocess.Popen(command, env=environment)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="a system without kill -9")
@pytest.mark.parametrize(("workers", "times"), [(0, 4), (1, 2)])
def test_killed_again_and_again(tmp_path: Path, workers: int, times: int) -> None:
    articles = [article(number) for number in range(240)]
    articles[33]["text"] = "BROKEN"
    path = write_jsonl(tmp_path / "in.jsonl.gz", articles)
    wanted = run(path, output=tmp_path / "undisturbed", partition_size=5)
    chance = random.Random(7)
    out = tmp_path / "out"
    for _ in range(times):
        process = spawn(path, out, workers)
        enough = len(list(out.glob("done/*"))) + chance.randint(0, 8)
        while process.poll() is None and len(list(out.glob("done/*"))) <= enough:
            time.sleep(0.002)
        time.sleep(chance.random() / 50)
        assert process.poll() is None, "ended before it could be killed"
        process.kill()
        process.wait()
    assert not (out / "_SUCCESS").exists()
    assert spawn(path, out, workers).wait() == 0
    assert table(out) == table(tmp_path / "undisturbed")
    assert contents(out) == contents(tmp_path / "undisturbed")
    assert json.loads((out / "_SUCCESS").read_bytes())["documents"] == wanted.documents == 240


def test_what_kills_its_worker_is_a_failure_and_costs_no_other(tmp_path: Path) -> None:
    articles = [article(number) for number in range(12)]
    articles[4]["text"] = "DEADLY"
    path = write_jsonl(tmp_path / "in.jsonl", articles)
    summary = run(path, output=tmp_path / "out", workers=1)
    assert (summary.documents, summary.failures) == (12, 1)
    assert table(tmp_path / "out") == expected([*articles[:4], *articles[5:]])
    assert errors(tmp_path / "out")[0]["reason"] == "it killed its worker"


def test_a_worker_that_dask_gave_up_is_replaced() -> None:
    from distributed import Status

    with cluster.client(1, None) as client:
        [nanny] = client.cluster.workers.values()
        client.cluster.sync(nanny.close)
        assert nanny.status == Status.closed
        future = client.submit(len, "trois", pure=False)
        assert cluster._finished([future], client).result() == 5


def test_a_scheduler_of_others(tmp_path: Path) -> None:
    from distributed import LocalCluster

    path = write_jsonl(tmp_path / "in.jsonl", ARTICLES)
    with LocalCluster(
        n_workers=1, processes=False, dashboard_address="127.0.0.1:0", silence_logs="CRITICAL"
    ) as others:
        run(path, output=tmp_path / "out", workers=None, scheduler=others.scheduler_address)
    assert table(tmp_path / "out") == expected(ARTICLES)


def command(*arguments: str) -> Any:
    return runner().invoke(cli.main, ("corpus", *arguments), prog_name="quoteattr")


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []

    def parser(name: str, **options: Any) -> SimpleParser:
        made.append((name, options))
        return SimpleParser()

    monkeypatch.setattr("quoteattr.parser.QuoteParser", parser)
    path = write_jsonl(tmp_path / "in.jsonl", [*ARTICLES, {"id": "b", "text": "BROKEN"}])
    out = str(tmp_path / "out")
    options = ("--output", out, "--workers", "0", "--format", "jsonl", "--partition-size", "4")
    more = ("--parser", "spacy", "--model", "m", "--marks", "curly,low", "--min-confidence", "0.4")
    result = command(path, *options, *more)
    assert result.exit_code == 1, result.output
    assert "21 articles" in result.stderr and "1 of these articles failed" in result.stderr
    assert table(tmp_path / "out") == expected(ARTICLES)
    wanted = {"model": "m", "marks": ("curly", "low"), "min_confidence": 0.4, "threads": 1}
    assert made[0] == ("spacy", wanted)
    changed = command(path, *options)
    assert changed.exit_code == 2
    assert changed.stderr.startswith("Error: ") and "parser was 'spacy'" in changed.stderr
    assert command(path, "--output", out, "--scheduler", "x", "--workers", "2").exit_code == 2
    assert command(path).exit_code == 2
