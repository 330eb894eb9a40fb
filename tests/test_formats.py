"""Documents in, quotes out."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path
from typing import get_args

import handmade
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteattr.errors import InputError
from quoteattr.formats import BINARY, WRITERS, TextFormat, documents, writer
from quoteattr.formats import csv as quote_csv
from quoteattr.formats.documents import Document
from quoteattr.formats.output import OutputError, open_output
from quoteattr.formats.table import Writer as Table
from quoteattr.formats.table import printable
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

TEXT = "« Nous partons », a dit Léa Nkomo, maire. Le « plan vert » attend."


def sample(text: str = TEXT, *, name: str = "Léa Nkomo") -> Quotes:
    """A speech quote with every field filled and a term with all that may be missing missing."""
    said = text.index("Nous partons")
    term = text.index("plan vert")
    start = text.index("Léa Nkomo")
    verb = text.index("dit")
    first = Quote(
        text="Nous partons",
        start=said,
        end=said + 12,
        mark="«",
        closed=True,
        kind="direct",
        speaker=Speaker(name, Mention(start, start + 9, "Léa Nkomo"), 0),
        verb=Verb(verb, verb + 3, "dit", "dire", hedged=True),
        context=Context(Span(0, 41), Span(0, len(text)), "", ", a dit Léa Nkomo, maire."),
        fragments=(Span(said, said + 4), Span(said + 5, said + 12)),
        parent=None,
        confidence=0.875,
        evidence=Evidence("incise", "dit >nsubj Nkomo", (("inverted", 1.5), ("far", -0.25))),
    )
    second = Quote(
        text="plan vert",
        start=term,
        end=term + 9,
        mark="«",
        closed=False,
        kind="term",
        speaker=None,
        verb=None,
        context=Context(Span(42, len(text)), Span(0, len(text)), "Le ", " attend."),
        fragments=(Span(term, term + 9),),
        parent=Span(said, said + 12),
        confidence=0.5,
    )
    people = (Entity(0, name, ("Mme Nkomo",), "feminine", "singular", "maire"),)
    return Quotes((first, second), text, people, {"quoteattr": "0", "model": "none"})


def written(name: str, *found: tuple[str | int, Quotes], **options: bool) -> str:
    out = writer(name, **options)
    return out.start() + "".join(out.document(*pair) for pair in found) + out.end()


# --- JSON Lines and JSON -------------------------------------------------------------------------


def test_jsonl_is_the_contract_and_comes_back() -> None:
    [line] = written("jsonl", ("a.txt", sample())).splitlines()
    data = json.loads(line)
    assert list(data) == ["id", "quotes", "entities", "meta"]
    assert list(data["quotes"][0]) == [
        "start",
        "end",
        "text",
        "mark",
        "closed",
        "kind",
        "speaker",
        "verb",
        "context",
        "fragments",
        "parent",
        "confidence",
    ]
    assert list(data["quotes"][0]["speaker"]) == ["name", "mention", "entity"]
    assert list(data["quotes"][0]["speaker"]["mention"]) == ["start", "end", "text"]
    verb = ["start", "end", "text", "lemma", "kind", "negated", "hedged"]
    assert list(data["quotes"][0]["verb"]) == verb
    assert list(data["quotes"][0]["context"]) == ["sentence", "paragraph", "before", "after"]
    assert data["quotes"][1]["speaker"] is None
    assert data["quotes"][1]["verb"] is None
    assert data["quotes"][1]["parent"] == [2, 14]
    names = ["id", "name", "aliases", "gender", "number", "role"]
    assert [list(entity) for entity in data["entities"]] == [names]
    assert data["id"] == "a.txt"
    assert Quotes.from_dict(data, TEXT) == sample()


def test_evidence_is_written_only_on_request() -> None:
    assert "evidence" not in written("jsonl", ("a", sample()))
    data = json.loads(written("jsonl", ("a", sample()), evidence=True))
    assert data["quotes"][0]["evidence"]["features"] == [["inverted", 1.5], ["far", -0.25]]
    assert data["quotes"][1]["evidence"] is None


def test_a_line_stays_a_line_for_every_reader_of_lines() -> None:
    text = TEXT.replace(", maire", "\u2028\u2029\x85\n\r\x0b\x0c\x1c maire")
    found = Quotes((), text, (), {"note": text})
    [line] = written("jsonl", (text, found)).splitlines()
    assert json.loads(line)["meta"]["note"] == text


def test_numbers_stay_numbers_in_ids() -> None:
    assert json.loads(written("jsonl", (7, sample())))["id"] == 7


@pytest.mark.parametrize("count", [0, 1, 3])
def test_json_is_one_array_of_the_same_objects(count: int) -> None:
    found = [(f"{number}.txt", sample()) for number in range(count)]
    array = json.loads(written("json", *found))
    lines = written("jsonl", *found).splitlines()
    assert array == [json.loads(line) for line in lines]


# --- CSV -----------------------------------------------------------------------------------------


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_csv_has_a_row_a_quote_with_the_documented_columns() -> None:
    text = written("csv", ("a.txt", sample()), ("b.txt", sample()))
    documented = Path(__file__).parent.parent / "docs" / "formats.md"
    table = documented.read_text(encoding="utf-8").split("<!-- columns -->")[1]
    named = [line.split("`")[1] for line in table.splitlines() if line.startswith("| `")]
    assert text.splitlines()[0] == ",".join(quote_csv.COLUMNS)
    assert named == [*quote_csv.COLUMNS, *quote_csv.EVIDENCE_COLUMNS]
    first, term, *others = rows(text)
    assert len(others) == 2
    assert {name: cell for name, cell in first.items() if not name.startswith("sentence")} == {
        "id": "a.txt",
        "start": "2",
        "end": "14",
        "text": "Nous partons",
        "mark": "«",
        "closed": "true",
        "kind": "direct",
        "speaker_name": "Léa Nkomo",
        "speaker_entity": "0",
        "speaker_gender": "feminine",
        "speaker_number": "singular",
        "speaker_role": "maire",
        "mention_start": "24",
        "mention_end": "33",
        "mention_text": "Léa Nkomo",
        "verb_start": "20",
        "verb_end": "23",
        "verb_text": "dit",
        "verb_lemma": "dire",
        "verb_kind": "verb",
        "verb_negated": "false",
        "verb_hedged": "true",
        "paragraph_start": "0",
        "paragraph_end": str(len(TEXT)),
        "before": "",
        "after": ", a dit Léa Nkomo, maire.",
        "fragments": "2-6 7-14",
        "parent_start": "",
        "parent_end": "",
        "confidence": "0.875",
    }
    assert term["speaker_name"] == term["verb_text"] == term["speaker_entity"] == ""
    assert (term["closed"], term["parent_start"], term["parent_end"]) == ("false", "2", "14")


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_whatever_ends_a_line_stays_in_its_csv_cell(end: str) -> None:
    text = f"Un « mot{end}deux »."
    found = Quotes((handmade.quote(text, f"mot{end}deux"),), text)
    written = writer("csv").document(f"a{end}b", found)
    [row] = csv.reader(io.StringIO(str(written), newline=""))
    assert (row[0], row.count(f"mot{end}deux")) == (f"a{end}b", 1)


def test_csv_evidence_has_columns_of_its_own() -> None:
    first, term = rows(written("csv", ("a", sample()), evidence=True))
    assert first["evidence_rule"] == "incise"
    assert first["evidence_features"] == "inverted +1.5; far -0.25"
    assert term["evidence_rule"] == ""


@pytest.mark.parametrize(
    "first", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'"]
)
def test_no_csv_cell_begins_a_formula(first: str) -> None:
    name = f'{first}HYPERLINK("http://example.org")'
    row = rows(written("csv", (name, sample(name=name))))[0]
    for column in ("id", "speaker_name"):
        assert row[column] == f"'{name}"
        assert quote_csv.unescape(row[column]) == name


@given(st.text())
def test_csv_escaping_is_reversible(text: str) -> None:
    assert quote_csv.unescape(quote_csv.escape(text)) == text
    assert not quote_csv.escape(text).startswith(quote_csv._FORMULA)


# --- the table -----------------------------------------------------------------------------------


def table(found: Quotes, id: str = "a.txt", **options: object) -> str:
    return Table(**{"width": 80, **options}).document(id, found)  # type: ignore[arg-type]


def test_table_shows_quote_kind_speaker_and_verb() -> None:
    title, header, first, term = table(sample()).splitlines()
    assert title == "a.txt · 2 quotes"
    assert header.split() == ["quote", "kind", "speaker", "verb"]
    assert first.split("  ")[0] == "Nous partons"
    assert first.split()[2:] == ["direct", "Léa", "Nkomo", "dit"]
    assert term.split() == ["plan", "vert", "term", "–", "–"]


def test_table_counts_one_and_none() -> None:
    assert table(sample()[:1]).splitlines()[0] == "a.txt · 1 quote"
    assert table(sample()[:0]) == "a.txt · no quotes\n"


def test_an_unresolved_speaker_is_shown_as_the_mention_in_brackets() -> None:
    from attrs import evolve

    found = sample()
    quote = evolve(found[0], speaker=Speaker(None, Mention(0, 2, "il"), None))
    assert "(il)" in table(Quotes((quote,), TEXT))


def test_long_cells_are_cut_to_the_width() -> None:
    from attrs import evolve

    long = evolve(sample()[0], text="mot " * 200, speaker=Speaker("Nom " * 90, None, 0))
    lines = table(Quotes((long,), TEXT), width=60).splitlines()
    assert len(lines) == 3
    assert all(len(line) <= 60 for line in lines)
    assert lines[-1].count("…") == 2


def test_terms_are_dim_in_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    lines = table(sample(), terminal=True).splitlines()
    assert "\x1b[2m" in lines[3]
    assert "\x1b[2m" not in lines[2]


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_no_styles_where_they_are_not_wanted(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv(name, value)
    assert "\x1b" not in table(sample(), terminal=True)


def test_colour_is_not_forced_into_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b" not in table(sample())


def test_the_table_runs_no_escape_sequence_and_no_markup() -> None:
    name = "\x1b]0;owned\x07 [red]Léa[/red] \x9b2J \u202egnp :smile:"
    shown = table(sample(name=name), id="a\x1b[2J\n.txt", width=200)
    assert r"\x1b]0;owned\x07 [red]Léa[/red] \x9b2J \u202egnp :smile:" in shown
    assert shown.startswith("a\\x1b[2J .txt · ")
    assert not set("\x1b\x07\x9b\u202e") & set(shown)


@given(st.text())
def test_printable_text_is_one_harmless_line(text: str) -> None:
    shown = printable(text)
    assert len(shown.splitlines()) <= 1
    assert all(character.isprintable() or ord(character) > 0x9F for character in shown)


def test_emoji_with_joiners_stay_whole() -> None:
    assert printable("a 👩‍👧 b") == "a 👩‍👧 b"


# --- all formats ---------------------------------------------------------------------------------


def test_every_listed_format_has_its_writer() -> None:
    assert set(get_args(TextFormat)) == WRITERS.keys() - BINARY
    for name in sorted(WRITERS.keys() - BINARY):
        assert written(name, ("a", sample()), evidence=True)
    for name in BINARY:
        assert isinstance(writer(name).start(), bytes)
    with pytest.raises(ValueError, match="choose one of table, jsonl"):
        writer("xml")


# --- documents -----------------------------------------------------------------------------------


def read(path: Path, encoding: str = "utf-8") -> list[Document | InputError]:
    return list(documents.read([str(path)], encoding))


def only(path: Path, encoding: str = "utf-8") -> Document:
    [document] = read(path, encoding)
    assert isinstance(document, Document)
    return document


def error(path: Path, encoding: str = "utf-8") -> str:
    [found] = read(path, encoding)
    assert isinstance(found, InputError)
    return str(found).replace(str(path.parent) + "/", "")


def test_a_text_file_is_one_document_with_its_newlines(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("\ufeffUn\r\ndeux\rtrois\n\n".encode())
    assert only(path) == Document("a.txt", "Un\r\ndeux\rtrois\n\n", str(path))


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"]
)
def test_every_encoding_gives_the_same_text(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Été\r\n« œuf »".encode(encoding))
    assert only(path, encoding).text == "Été\r\n« œuf »"
    path = tmp_path / "a.jsonl"
    lines = [{"id": name, "text": "Été\r\n« œuf »"} for name in "ab"]
    dumped = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    path.write_bytes(dumped.encode(encoding))
    found = [item for item in read(path, encoding) if isinstance(item, Document)]
    assert [(item.id, item.text, item.line) for item in found] == [
        ("a", "Été\r\n« œuf »", 1),
        ("b", "Été\r\n« œuf »", 2),
    ]


def test_a_wrong_encoding_names_file_line_and_way_out(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"un\ndeux\ncaf\xe9\n")
    assert error(path) == (
        "a.txt, line 3: byte 0xe9 is not utf-8: name its encoding, as in --encoding cp1252, or"
        " convert the file to UTF-8"
    )
    path.write_bytes("un".encode("utf-16"))
    assert error(path).endswith("it looks like --encoding utf-16")


def test_without_a_choice_of_encoding_the_way_out_is_to_convert(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    for encoding, byte in (("cp1252", "0xe9"), ("utf-16", "0xff")):
        path.write_bytes('{"text": "é"}'.encode(encoding))
        [found] = documents.read([str(path)])
        assert str(found) == (
            f"{path}, line 1: byte {byte} is not utf-8: convert the file to UTF-8, as in"
            f" `iconv -f {encoding} -t utf-8`"
        )


def test_an_unknown_encoding_is_refused(tmp_path: Path) -> None:
    for name in ("utf-9", "base64", "rot13", "undefined", "idna", "a\0b"):
        with pytest.raises(InputError, match=r"there is no text encoding .*: use utf-8, cp1252 or"):
            next(documents.read(["a.txt"], name))


def test_bad_lines_come_as_errors_between_the_good_ones(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(
        b"\xef\xbb\xbf"
        + b"\n".join(
            [
                b'{"id": "x", "text": "\\ufeffUn\\r\\n"}',
                b'{"id": "x", "text": "Un"',
                b"[1]",
                b'{"id": "x"}',
                b'{"id": "x", "text": null}',
                b'{"id": ["x"], "text": "Un"}',
                b'{"id": "x", "text": "\\ud83d"}',
                b'{"id": "x", "text": "caf\xe9"}',
                b"[" * 200_000,
                b"1" * 5000,
                b"",
                b"  \r",
                b'{"text": "Deux"}\r',
                b'{"id": 9, "text": ""}',
            ]
        )
    )
    found = read(path)
    good = [item for item in found if isinstance(item, Document)]
    assert [(item.id, item.text, item.line) for item in good] == [
        ("x", "\ufeffUn\r\n", 1),
        ("a.jsonl:13", "Deux", 13),
        (9, "", 14),
    ]
    bad = [str(item) for item in found if isinstance(item, InputError)]
    wanted = 'put one object {"id": "…", "text": "…"} on each line'
    assert [line.removeprefix(f"{path}, ") for line in bad[:7]] == [
        f"line 2: no JSON (Expecting ',' delimiter, character 25): {wanted}",
        f"line 3: JSON, but no object: {wanted}",
        f'line 4: the object has no "text": {wanted}',
        f'line 5: "text" is null, not a string: {wanted}',
        f'line 6: "id" is an array, not a string or whole number: {wanted}',
        'line 7: "text" holds half a character (a lone surrogate \\ud800-\\udfff): write the whole'
        " character or leave it out",
        "line 8: byte 0xe9 is not utf-8: name its encoding, as in --encoding cp1252, or convert the"
        " file to UTF-8",
    ]
    assert [line.split(": ")[0].removeprefix(f"{path}, ") for line in bad[7:]] == [
        "line 9",
        "line 10",
    ]


def test_only_a_line_feed_ends_a_line_of_json(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "x", "text": "un\u2028deux\u0085"}\n', encoding="utf-8")
    assert only(path).text == "un\u2028deux\u0085"


ROW = "1\tOui\toui\tINTJ\t_\t_\t0\troot\t_\t_\n"


def test_conllu_is_cut_at_each_new_document(tmp_path: Path) -> None:
    path = tmp_path / "a.conllu"
    head = "# global.columns = ID FORM\n"
    parts = [
        f"{head}# newdoc id = un\n# newpar\n{ROW}\n{ROW}\n",
        f"# sent_id = 3\n# newdoc id = deux trois\n{ROW}\n",
        f"# newdoc\n{ROW}\n",
        f"# newdoc\n{ROW}",
    ]
    path.write_text("".join(parts), encoding="utf-8")
    found = [item for item in read(path) if isinstance(item, Document)]
    assert [item.trees for item in found] == parts
    assert all(item.text is None for item in found)
    assert [(item.id, item.line) for item in found] == [
        ("un", 1),
        ("deux trois", 8),
        ("a.conllu", 12),
        ("a.conllu:15", 15),
    ]


def test_comments_before_the_first_document_of_conllu_are_none(tmp_path: Path) -> None:
    path = tmp_path / "a.conllu"
    path.write_text(f"# global.columns = ID FORM\n\n# newdoc id = un\n{ROW}\n", encoding="utf-8")
    document = only(path)
    assert (document.id, document.line) == ("un", 3)
    path.write_text(f"# newdoc id = un\n\n# newdoc id = deux\n{ROW}\n", encoding="utf-8")
    found = [item.id for item in read(path) if isinstance(item, Document)]
    assert found == ["un", "deux"]  # An empty document is one.


def test_a_line_that_cannot_be_decoded_spoils_one_document_of_conllu(tmp_path: Path) -> None:
    blocks = ("# newdoc id = a\n1\tOui", "# newdoc id = b\n1\té", "# newdoc id = c\n1\tNon")
    parts = [f"{block}\n\n".encode("latin-1") for block in blocks]
    path = tmp_path / "a.conllu"
    path.write_bytes(b"".join(parts))
    first, fault, last = documents.read([str(path)])
    assert isinstance(first, Document) and isinstance(last, Document)
    assert (first.id, last.id) == ("a", "c")
    assert isinstance(fault, InputError) and "line 5: byte 0xe9 is not utf-8" in str(fault)


def test_paths_come_in_a_list() -> None:
    with pytest.raises(InputError, match=r"in a list, as in \['a.txt'\]"):
        list(documents.read("a.txt"))


def test_conllu_without_newdoc_is_one_document(tmp_path: Path) -> None:
    path = tmp_path / "a.conllu"
    path.write_text(f"# text = # newdoc\n{ROW}\n{ROW}\n", encoding="utf-8")
    assert only(path) == Document(
        "a.conllu", None, str(path), 1, f"# text = # newdoc\n{ROW}\n{ROW}\n"
    )
    path.write_bytes(ROW.encode() + b"\xff\n")
    assert error(path).startswith("a.conllu, line 2: byte 0xff")


def test_what_is_no_readable_file_is_refused(tmp_path: Path) -> None:
    assert error(tmp_path / "none.txt") == "none.txt: no such file: check the path"
    (tmp_path / "folder").mkdir()
    assert error(tmp_path / "folder").startswith("folder: is a folder: name its files")
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    assert error(tmp_path / "a.pdf").startswith("a.pdf: only .txt, .jsonl and .conllu files")


def test_files_of_the_same_name_keep_their_paths(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.txt").write_text("", encoding="utf-8")
    (tmp_path / "y.TXT").write_text("", encoding="utf-8")
    paths = [str(tmp_path / name) for name in ("a/x.txt", "b/x.txt", "y.TXT")]
    found = [item for item in documents.read(paths) if isinstance(item, Document)]
    assert [item.id for item in found] == [*paths[:2], "y.TXT"]


# --- output --------------------------------------------------------------------------------------


def test_a_file_appears_only_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    with open_output(str(path)) as out:
        out.write("un\n")
        assert not path.exists()
        out.write("\ud800é\n")
    assert path.read_bytes() == "un\n\\ud800é\n".encode()
    assert [item.name for item in tmp_path.iterdir()] == ["out.jsonl"]


def test_nothing_is_left_of_a_block_that_raises(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text("before", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt), open_output(str(path), force=True) as out:
        out.write("half")
        raise KeyboardInterrupt
    assert path.read_text(encoding="utf-8") == "before"
    assert [item.name for item in tmp_path.iterdir()] == ["out.jsonl"]


def test_an_existing_file_is_kept_even_if_it_came_late(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    with pytest.raises(OutputError, match="exists already"), open_output(str(path)) as out:
        out.write("new")
        path.write_text("late", encoding="utf-8")
    assert path.read_text(encoding="utf-8") == "late"
    with pytest.raises(OutputError, match="--force"), open_output(str(path)):
        pytest.fail("opened")
    assert [item.name for item in tmp_path.iterdir()] == ["out.jsonl"]


def test_force_replaces_the_file_and_keeps_link_and_permissions(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text("before", encoding="utf-8")
    path.chmod(0o640)
    link = tmp_path / "link.jsonl"
    link.symlink_to(path)
    with open_output(str(link), force=True) as out:
        out.write("after")
    assert link.is_symlink()
    assert path.read_text(encoding="utf-8") == "after"
    assert path.stat().st_mode & 0o777 == 0o640


def test_places_that_take_no_file_are_refused(tmp_path: Path) -> None:
    for path, message in (
        (f"{tmp_path}", "is a folder"),
        (f"{tmp_path}/", "is a folder"),
        (f"{tmp_path}/no/x", "does not exist"),
        (f"{tmp_path}/x.csv/", "x.csv/' names no file"),
        ("", "'' names no file"),
    ):
        with pytest.raises(OutputError, match=message), open_output(path, force=True):
            pytest.fail("opened")
    assert list(tmp_path.iterdir()) == []


def test_a_device_is_written_to_and_not_replaced() -> None:
    import stat

    with open_output(os.devnull, force=True) as out:
        out.write("gone")
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)


@pytest.mark.skipif(not os.path.exists("/dev/fd"), reason="this system has no /dev/fd")
def test_a_pipe_behind_a_link_is_written_to(tmp_path: Path) -> None:
    read, write = os.pipe()
    link = tmp_path / "link"
    link.symlink_to(f"/dev/fd/{write}")
    try:
        for name in (f"/dev/fd/{write}", str(link)):
            with open_output(name) as out:
                out.write(name)
            assert os.read(read, 1000) == name.encode()
    finally:
        os.close(read)
        os.close(write)


def test_without_hard_links_an_existing_file_is_still_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def link(*_: object) -> None:
        raise PermissionError("no hard links here")

    monkeypatch.setattr("os.link", link)
    path = tmp_path / "out.jsonl"
    with open_output(str(path)) as out:
        out.write("new")
    assert path.read_text(encoding="utf-8") == "new"
    late = tmp_path / "late.jsonl"
    with pytest.raises(OutputError, match="exists already"), open_output(str(late)) as out:
        late.write_text("late", encoding="utf-8")
    assert late.read_text(encoding="utf-8") == "late"
    assert sorted(item.name for item in tmp_path.iterdir()) == ["late.jsonl", "out.jsonl"]
