"""Tables of quotes, read back with pandas and pyarrow."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from click.testing import CliRunner

from quoteattr import cli, speakers, tables
from quoteattr.errors import InputError
from quoteattr.formats import parquet, writer
from quoteattr.model import (
    Context,
    Entity,
    Evidence,
    Mention,
    Quote,
    Quotes,
    Span,
    Speaker,
    Verb,
)
from tests.command import runner

TEXT = "« Oui, j'irai 👍 », dit Léa Nkomo, maire. Le « plan vert » attend."


def span(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


def sample(text: str = TEXT) -> Quotes:
    sentence = span("« Oui, j'irai 👍 », dit Léa Nkomo, maire.")
    said, term, name, verb = map(span, ("Oui, j'irai 👍", "plan vert", "Léa Nkomo", "dit"))
    context = Context(sentence, Span(0, len(TEXT)), "", ", dit Léa Nkomo, maire.")
    direct = Quote(
        text="Oui, j'irai 👍",
        start=said.start,
        end=said.end,
        mark="«",
        closed=True,
        kind="direct",
        speaker=Speaker("Léa Nkomo", Mention(name.start, name.end, "Léa Nkomo"), 0),
        verb=Verb(verb.start, verb.end, "dit", "dire", hedged=True),
        context=context,
        fragments=(span("Oui"), span("j'irai 👍")),
        parent=None,
        confidence=0.875,
        evidence=Evidence("incise", features=(("inverted", 1.5),)),
    )
    scare = evolve(
        direct,
        text="plan vert",
        start=term.start,
        end=term.end,
        kind="term",
        speaker=None,
        verb=None,
        fragments=(term,),
        evidence=None,
    )
    entity = Entity(0, "Léa Nkomo", (), "feminine", "singular", "maire")
    return Quotes((direct, scare), text, (entity,), {"quoteattr": "0", "model": "m"})


def test_importing_tables_imports_neither_pandas_nor_pyarrow() -> None:
    code = (
        "import sys, quoteattr.tables, quoteattr.formats.parquet\n"
        "print([name for name in ('pandas', 'pyarrow', 'numpy') if name in sys.modules])"
    )
    command = [sys.executable, "-c", code]
    assert subprocess.run(command, capture_output=True, text=True).stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("library", "make"),
    [
        ("pandas", tables.to_dataframe),
        ("pyarrow", tables.to_arrow),
        ("pyarrow", lambda quotes: writer("parquet")),
    ],
)
def test_a_missing_library_is_named(
    library: str, make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(
        tables.MissingLibrary, match=rf"{library}: `pip install quoteattr\[tables\]`"
    ):
        make(sample())


# --- pandas --------------------------------------------------------------------------------------


def test_dataframe_has_a_row_a_quote_and_typed_columns() -> None:
    pandas = pytest.importorskip("pandas")
    frame = tables.to_dataframe(sample())
    assert tuple(frame.columns) == tables.COLUMNS
    assert len(frame) == 2
    first = frame.to_dict("records")[0]
    assert TEXT[first["start"] : first["end"]] == first["text"] == "Oui, j'irai 👍"
    assert [TEXT[start:end] for start, end in first["fragments"]] == ["Oui", "j'irai 👍"]
    assert (first["speaker_name"], first["speaker_gender"], first["speaker_role"]) == (
        "Léa Nkomo",
        "feminine",
        "maire",
    )
    assert first["verb_hedged"] is True and first["confidence"] == 0.875
    assert frame.loc[1, ["speaker_name", "verb_start", "verb_negated"]].isna().all()
    assert pandas.api.types.is_integer_dtype(frame["verb_start"])
    assert pandas.api.types.is_bool_dtype(frame["verb_hedged"])
    assert pandas.api.types.is_string_dtype(frame["speaker_name"])
    assert frame.attrs["quoteattr"] == {"quoteattr": ["0"], "model": ["m"]}


def test_dataframe_counts_over_articles() -> None:
    pytest.importorskip("pandas")
    frame = tables.to_dataframe({"a": sample(), 7: sample()})
    assert list(frame["id"]) == ["a", "a", "7", "7"]
    assert frame.groupby("speaker_name").size().to_dict() == {"Léa Nkomo": 2}


def test_the_labels_of_a_series_are_ids() -> None:
    pandas = pytest.importorskip("pandas")
    series = pandas.Series([sample(), sample()], index=["a", "b"])
    assert list(tables.to_dataframe(series)["id"]) == ["a", "a", "b", "b"]
    [row] = speakers(pandas.Series([sample()], index=[7]))
    assert row.articles == (7,)


def test_whole_numbers_of_numpy_are_ids() -> None:
    numpy = pytest.importorskip("numpy")
    [row] = speakers([(numpy.int64(7), sample())])
    assert json.loads(json.dumps(row.to_dict()))["articles"] == [7]


def test_empty_dataframe_keeps_its_columns_and_types() -> None:
    pytest.importorskip("pandas")
    full, empty = tables.to_dataframe(sample()), tables.to_dataframe(Quotes((), ""))
    assert len(empty) == 0
    assert empty.dtypes.to_dict() == full.dtypes.to_dict()


def test_dataframe_holds_evidence_on_request() -> None:
    pytest.importorskip("pandas")
    frame = tables.to_dataframe(sample(), evidence=True)
    assert tuple(frame.columns) == tables.COLUMNS + tables.EVIDENCE_COLUMNS
    assert list(frame["evidence_features"]) == [[{"name": "inverted", "weight": 1.5}], None]


@pytest.mark.parametrize("evidence", [False, True])
def test_a_dataframe_goes_to_parquet_and_back(evidence: bool, tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    frame = tables.to_dataframe(sample(), evidence=evidence)
    frame.to_parquet(tmp_path / "quotes.parquet")
    again = pandas.read_parquet(tmp_path / "quotes.parquet")
    assert list(again.columns) == list(frame.columns)
    assert [list(pair) for pair in again["fragments"][0]] == [[2, 5], [7, 15]]
    if evidence:
        found, missing = again["evidence_features"]
        assert list(found) == [{"name": "inverted", "weight": 1.5}] and missing is None


def test_half_a_character_becomes_its_escape() -> None:
    pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    [first, *rest] = sample()
    broken = evolve(sample(), quotes=(evolve(first, text="\ud83d!"), *rest))
    assert tables.to_dataframe(broken)["text"][0] == r"\ud83d!"
    assert tables.to_arrow(broken)["text"][0].as_py() == r"\ud83d!"


def test_quotes_only() -> None:
    pytest.importorskip("pandas")
    with pytest.raises(InputError, match="article 1 is a str, not Quotes"):
        tables.to_dataframe([sample(), "text"])  # type: ignore[list-item]


# --- Arrow and Parquet ---------------------------------------------------------------------------


def test_arrow_table_has_the_same_values_as_the_rows() -> None:
    pytest.importorskip("pyarrow")
    table = tables.to_arrow(sample(), evidence=True)
    rows = list(tables.rows(0, sample(), evidence=True))
    for found, row in zip(table.to_pylist(), rows, strict=True):
        row["fragments"] = [{"start": s.start, "end": s.end} for s in row["fragments"]]
        if row["evidence_features"] is not None:
            row["evidence_features"] = [
                {"name": name, "weight": weight} for name, weight in row["evidence_features"]
            ]
        assert found == row
    assert json.loads(table.schema.metadata[tables.META]) == {"model": ["m"], "quoteattr": ["0"]}


def test_empty_arrow_table_keeps_its_schema() -> None:
    pytest.importorskip("pyarrow")
    assert tables.to_arrow([]).schema.equals(tables.to_arrow(sample()).schema)


@pytest.mark.parametrize("evidence", [False, True])
@pytest.mark.parametrize("rows_in_a_group", [1, 3, 1000])
def test_parquet_reads_back(
    rows_in_a_group: int, evidence: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    monkeypatch.setattr(parquet, "ROWS_IN_A_GROUP", rows_in_a_group)
    out = writer("parquet", evidence=evidence)
    pieces = [out.start(), *(out.document(id, sample()) for id in ("a", "b", 3)), out.end()]
    data = b"".join(piece for piece in pieces if isinstance(piece, bytes))
    file = pq.ParquetFile(io.BytesIO(data))
    expected = tables.to_arrow({"a": sample(), "b": sample(), 3: sample()}, evidence=evidence)
    assert file.read().equals(expected)
    assert json.loads(file.metadata.metadata[tables.META]) == {"model": ["m"], "quoteattr": ["0"]}
    # Six rows came in documents of two.
    assert file.num_row_groups == {1: 3, 3: 2, 1000: 1}[rows_in_a_group]


def test_parquet_of_no_document_reads_back() -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    out = writer("parquet")
    data = b"".join(piece for piece in (out.start(), out.end()) if isinstance(piece, bytes))
    assert pq.read_table(io.BytesIO(data)).num_rows == 0


# --- the command ---------------------------------------------------------------------------------


class StubParser:
    def __call__(self, text: str) -> Quotes:
        if text == "REFUSED":
            raise InputError("refused")
        return sample(text)

    def pipe(self, texts: Iterable[str], batch_size: int = 32) -> Iterator[Quotes]:
        return map(self, texts)


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> CliRunner:
    pytest.importorskip("pyarrow")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cli, "_parser", lambda *options: StubParser())
    Path("a.txt").write_text(TEXT, encoding="utf-8")
    Path("bad.txt").write_text("REFUSED", encoding="utf-8")
    return runner()


@pytest.mark.parametrize("options", [("--format", "parquet", "-o", "out"), ("-o", "out.parquet")])
def test_extract_writes_parquet_into_a_file(command: CliRunner, options: tuple[str, ...]) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    result = command.invoke(cli.main, ["extract", "a.txt", *options])
    assert (result.exit_code, result.output) == (0, "")
    expected = tables.to_arrow({"a.txt": sample()})
    with open(options[-1], "rb") as file:
        assert pq.read_table(file).equals(expected)


def test_extract_writes_no_parquet_to_standard_output(command: CliRunner) -> None:
    result = command.invoke(cli.main, ["extract", "a.txt", "--format", "parquet"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "Error: parquet is no text: name a file with --output\n"


def test_a_run_that_fails_leaves_no_parquet(command: CliRunner) -> None:
    result = command.invoke(cli.main, ["extract", "a.txt", "bad.txt", "-o", "out.parquet"])
    assert result.exit_code == 2
    assert not list(Path().glob("*parquet*")) and not list(Path().glob(".quoteattr*"))


def test_extract_says_which_library_is_missing(
    command: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    result = command.invoke(cli.main, ["extract", "a.txt", "-o", "out.parquet"])
    assert result.exit_code == 2
    assert "pip install quoteattr[tables]" in result.stderr
