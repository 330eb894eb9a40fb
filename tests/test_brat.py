"""brat stand-off, read back by a small reader of the format's own rules."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve, frozen
from handmade import ARTICLE, HOSTILE, article, hostile, quote
from hypothesis import given, settings
from hypothesis import strategies as st

from quoteattr.errors import InputError
from quoteattr.formats import Accompanied, writer
from quoteattr.model import Mention, Quotes, Speaker

_TEXT_BOUND = re.compile(r"(T[1-9]\d*)\t([A-Za-z]+) (\d+ \d+(?:;\d+ \d+)*)\t(.*)")
_RELATION = re.compile(r"(R[1-9]\d*)\t([A-Za-z]+) Arg1:(T\d+) Arg2:(T\d+)")
_ATTRIBUTE = re.compile(r"(A[1-9]\d*)\t([A-Za-z]+) (T\d+)(?: (\S+))?")
_NOTE = re.compile(r"(#[1-9]\d*)\tAnnotatorNotes (T\d+)\t(.*)")


@frozen
class Standoff:
    """What one pair of files says; names as brat has them."""

    spans: dict[str, tuple[str, tuple[tuple[int, int], ...], str]]
    relations: list[tuple[str, str, str]]
    attributes: dict[str, dict[str, str | None]]
    notes: dict[str, str]


def read(ann: str, text: str) -> Standoff:
    """Reads the annotations and holds them to what brat asks of them."""
    found = Standoff({}, [], {}, {})
    names: set[str] = set()
    assert ann == "" or ann.endswith("\n")
    # A reader of lines may take any of these for an end.
    assert ann.splitlines() == ann.split("\n")[:-1]
    for line in ann.splitlines():
        name = line.split("\t")[0]
        assert name not in names
        names.add(name)
        if match := _TEXT_BOUND.fullmatch(line):
            pairs = tuple(
                (int(start), int(end))
                for start, end in (pair.split(" ") for pair in match[3].split(";"))
            )
            assert all(start < end <= len(text) for start, end in pairs)
            assert all(a[1] <= b[0] for a, b in pairwise(pairs))
            assert match[4] == " ".join(text[start:end] for start, end in pairs)
            assert match[4].strip()
            found.spans[name] = (match[2], pairs, match[4])
        elif match := _RELATION.fullmatch(line):
            found.relations.append((match[2], match[3], match[4]))
        elif match := _ATTRIBUTE.fullmatch(line):
            found.attributes.setdefault(match[3], {})[match[2]] = match[4]
        else:
            match = _NOTE.fullmatch(line)
            assert match, line
            found.notes[match[2]] = match[3]
    used = {end for _, *ends in found.relations for end in ends}
    assert used | set(found.attributes) | set(found.notes) <= set(found.spans)
    return found


def written(quotes: Quotes, **options: bool) -> Standoff:
    out = writer("brat", **options)
    ann = "".join(map(str, [out.start(), out.document("a", quotes), out.end()]))
    assert isinstance(out, Accompanied)
    [(ending, text)] = out.beside().items()
    assert ending == ".txt"
    assert len(text) == len(quotes.text)
    return read(ann, text)


def test_quotes_are_spans_without_their_incise() -> None:
    found = written(article())
    quotes = [words for type, _, words in found.spans.values() if type == "Quote"]
    assert quotes == [
        "Nous partons et nous ne reviendrons pas.",
        "injuste",
        "Elle répétait : “Jamais deux”, et riait.",
        "Jamais deux",
        "Un an de travaux. « Et rien au bout",
        "plan vert",
    ]
    assert found.spans["T1"][1] == ((2, 14), (33, 60))


def test_said_leads_from_a_quote_to_speaker_and_cue() -> None:
    found = written(article())
    said = {}
    for type, one, other in found.relations:
        assert type == "Said"
        assert found.spans[one][0] == "Quote"
        said.setdefault(found.spans[one][2], []).append(
            (found.spans[other][0], found.spans[other][2])
        )
    assert said["injuste"] == [("Speaker", "Le maire"), ("Cue", "juge")]
    assert said["Jamais deux"] == [("Speaker", "Elle"), ("Cue", "répétait")]
    assert "plan vert" not in said
    assert len(found.relations) == 10


def test_attributes_and_notes_tell_the_rest() -> None:
    found = written(article(), evidence=True)
    by_words = {words: name for name, (_, _, words) in found.spans.items()}
    assert found.attributes[by_words["injuste"]] == {"Kind": "Mixed"}
    assert found.attributes[by_words["plan vert"]] == {"Kind": "Term", "Unclosed": None}
    assert found.attributes[by_words["regretté"]] == {"CueKind": "Verb", "Hedged": None}
    assert found.notes["T1"] == "speaker: Léa Nkomo; confidence: 0.9000; rule: incise"
    assert found.notes[by_words["dit"]] == "lemma: dire"
    assert found.notes[by_words["plan vert"]] == "confidence: 0.5000"


def test_a_shared_mention_is_written_once() -> None:
    text = "Il dit « un » et « deux »."
    two = tuple(
        quote(text, words, "mixed", speaker=("lui", "Il", 0), cue="dit") for words in ("un", "deux")
    )
    found = written(Quotes(two, text))
    assert [type for type, _, _ in found.spans.values()] == ["Quote", "Speaker", "Cue", "Quote"]
    assert found.relations == [
        ("Said", "T1", "T2"),
        ("Said", "T1", "T3"),
        ("Said", "T4", "T2"),
        ("Said", "T4", "T3"),
    ]


def test_a_quote_of_white_space_has_no_span() -> None:
    one = evolve(quote("«\n»", "\n", speaker=("x", None, None)))
    assert written(Quotes((one,), "«\n»")) == Standoff({}, [], {}, {})


def test_one_document_a_file() -> None:
    out = writer("brat")
    out.document("a", article())
    with pytest.raises(InputError, match=r"b: brat keeps one document a file: run extract once"):
        out.document("b", article())


def test_hostile_input_stays_in_its_line() -> None:
    found = written(hostile(), evidence=True)
    assert [type for type, _, _ in found.spans.values()].count("Quote") == 3
    out = writer("brat", evidence=True)
    ann = str(out.document(HOSTILE, hostile()))
    assert not [c for c in ann if ord(c) < 32 and c not in "\t\n"], "an escape sequence"


STRINGS = st.text(st.characters(), max_size=12) | st.sampled_from(
    ["\n", "\r\n", "\t", "\x1b[2J", "\x85", "\u2028", "\x1c", ";", "T1\tQuote 0 1\tx", " "]
)


@settings(max_examples=200, deadline=None)
@given(STRINGS, STRINGS, STRINGS, STRINGS)
def test_any_string_stays_in_its_line(before: str, words: str, name: str, after: str) -> None:
    text = before + words + after
    one = evolve(
        quote("a", "a"),
        text=words,
        start=len(before),
        end=len(before) + len(words),
        speaker=Speaker(name, Mention(0, len(before), before), 0),
        fragments=(),
    )
    written(Quotes((one,), text))


# --- The command ---------------------------------------------------------------------------------


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Runs the command with a parser that finds what was written by hand in ``ARTICLE``."""
    import sys
    from types import ModuleType

    from click.testing import CliRunner

    from quoteattr import cli

    class Parser:
        def __init__(self, *arguments: Any, **options: Any) -> None: ...

        def __call__(self, text: str) -> Quotes:
            return evolve(article(), text=text) if text == ARTICLE else Quotes((), text)

        def pipe(self, texts: list[str], batch_size: int = 32) -> Any:
            return map(self, texts)

    module = ModuleType("quoteattr.parser")
    module.QuoteParser = Parser  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "quoteattr.parser", module)
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_bytes(ARTICLE.encode())
    return lambda *arguments: CliRunner().invoke(cli.main, arguments)


def test_the_text_file_stands_beside_the_annotations(command: Any) -> None:
    done = command("extract", "a.txt", "-o", "out.ann")
    assert (done.exit_code, done.output) == (0, "")
    text = Path("out.txt").read_bytes().decode()
    assert text == ARTICLE
    assert len(read(Path("out.ann").read_bytes().decode(), text).relations) == 10
    again = command("extract", "a.txt", "-o", "out.ann")
    assert again.exit_code == 2 and "--force" in again.output
    assert command("extract", "a.txt", "-o", "out.ann", "--force").exit_code == 0


def test_without_output_the_annotations_go_to_standard_output(command: Any) -> None:
    done = command("extract", "a.txt", "--format", "brat")
    assert done.exit_code == 0
    assert len(read(done.output, ARTICLE).relations) == 10
    assert [path.name for path in Path().iterdir()] == ["a.txt"]


def test_the_article_itself_may_be_the_text_file(command: Any) -> None:
    assert command("extract", "a.txt", "-o", "a.ann").exit_code == 0
    assert Path("a.txt").read_bytes() == ARTICLE.encode()
    assert len(read(Path("a.ann").read_bytes().decode(), ARTICLE).relations) == 10


@pytest.mark.parametrize("arguments", [[], ["--force"]])
def test_what_was_read_is_never_replaced(command: Any, arguments: list[str]) -> None:
    Path("b.txt").write_bytes(b"\xef\xbb\xbfa\x00b")
    done = command("extract", "b.txt", "-o", "b.ann", *arguments)
    assert done.exit_code == 2
    assert "b.txt: is what was read" in done.output and "another name" in done.output
    assert Path("b.txt").read_bytes() == b"\xef\xbb\xbfa\x00b"
    assert not Path("b.ann").exists()


def test_another_text_is_replaced_only_by_force(command: Any) -> None:
    Path("out.txt").write_text("mine", encoding="utf-8")
    done = command("extract", "a.txt", "-o", "out.ann")
    assert (done.exit_code, Path("out.txt").read_text(encoding="utf-8")) == (2, "mine")
    assert not Path("out.ann").exists()
    assert command("extract", "a.txt", "-o", "out.ann", "--force").exit_code == 0
    assert Path("out.txt").read_bytes() == ARTICLE.encode()


def test_the_annotations_may_not_take_the_name_of_the_text(command: Any) -> None:
    done = command("extract", "a.txt", "--format", "brat", "-o", "out.txt")
    assert done.exit_code == 2
    assert "out.txt: .txt is for the text" in done.output
    assert not Path("out.txt").exists()


def test_several_documents_are_refused(command: Any) -> None:
    done = command("extract", "a.txt", "a.txt", "-o", "out.ann")
    assert done.exit_code == 2 and "one document a file" in done.output
    assert sorted(path.name for path in Path().iterdir()) == ["a.txt"]


def test_the_ending_chooses_the_format(command: Any) -> None:
    for name, begin in (
        ("a.html", "<!DOCTYPE html>"),
        ("a.htm", "<!DOCTYPE html>"),
        ("a.xml", "<?xml"),
        ("a.tei", "<?xml"),
        ("a.jsonld", '{"@context"'),
    ):
        assert command("extract", "a.txt", "-o", name).exit_code == 0
        assert Path(name).read_text(encoding="utf-8").startswith(begin), name


def test_view_writes_the_page_that_extract_writes(command: Any) -> None:
    assert command("view", "a.txt", "-o", "a.html").exit_code == 0
    assert command("extract", "a.txt", "-o", "b.html").exit_code == 0
    assert Path("a.html").read_bytes() == Path("b.html").read_bytes()
    again = command("view", "a.txt", "-o", "a.html")
    assert again.exit_code == 2 and "exists already" in again.output
    assert command("view", "a.txt", "-o", "a.html", "--force").exit_code == 0
    missing = command("view", "none.txt", "-o", "c.html")
    assert missing.exit_code == 2 and "none.txt: no such file" in missing.output
    assert not Path("c.html").exists()
