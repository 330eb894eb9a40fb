"""The reader of annotated sentences, and the sentences' own form."""

from __future__ import annotations

from pathlib import Path

import pytest
from inline import Case, Cue, ExpectedQuote, Span, read

SENTENCES = Path(__file__).parent.parent / "fixtures" / "sentences.txt"
OPENING = ("«", "‹", "“", "„", '"', "<<")
CLOSING = ("»", "›", "”", "“", '"', ">>")
HEADER = "# id: a\n# says: b\n"


def read_text(tmp_path: Path, content: str) -> list[Case]:
    path = tmp_path / "cases.txt"
    path.write_bytes(content.encode("utf-8"))
    return read(path)


def words(case: Case, span: Span | Cue | ExpectedQuote | None) -> str | None:
    return None if span is None else case.text[span.start : span.end]


def test_reads_one_quote(tmp_path: Path) -> None:
    (case,) = read_text(tmp_path, HEADER + '« <q by="Paul">Oui</q> », a-t-<s>il</s> <v>dit</v>.\n')
    assert case == Case(
        id="a",
        says="b",
        text="« Oui », a-t-il dit.",
        quotes=(
            ExpectedQuote(
                start=2,
                end=5,
                kind="direct",
                by="Paul",
                closed=True,
                fragments=(Span(2, 5),),
                parent=None,
                speaker=Span(13, 15),
                verb=Cue(16, 19, "verb", False, False),
            ),
        ),
    )


def test_reads_kinds_and_flags(tmp_path: Path) -> None:
    (case,) = read_text(
        tmp_path,
        HEADER
        + "« <q n=1 kind=mixed open>un</q> "
        + "<v n=1 kind=noun negated hedged>mot</v> « <q n=2 kind=term>deux</q> »",
    )
    first, second = case.quotes
    assert (first.kind, first.by, first.closed, first.speaker) == ("mixed", None, False, None)
    assert first.verb == Cue(5, 8, "noun", True, True)
    assert (second.kind, second.verb, second.closed) == ("term", None, True)


def test_one_cue_of_two_quotes(tmp_path: Path) -> None:
    (case,) = read_text(
        tmp_path,
        HEADER + '"<q n=1>A</q>", <v n="1 2">dit</v> <s n="1 2">X</s>, "<q n=2>B</q>".',
    )
    first, second = case.quotes
    assert words(case, first.speaker) == "X"
    assert words(case, first.verb) == "dit"
    assert (second.speaker, second.verb) == (first.speaker, first.verb)
    assert [words(case, quote) for quote in case.quotes] == ["A", "B"]


def test_fragments_leave_the_incise_out(tmp_path: Path) -> None:
    (case,) = read_text(
        tmp_path, HEADER + "« <q><f>La mer</f>, <v>dit</v> <s>X</s>, <f>monte</f></q> »."
    )
    (quote,) = case.quotes
    assert words(case, quote) == "La mer, dit X, monte"
    assert [words(case, fragment) for fragment in quote.fragments] == ["La mer", "monte"]


def test_parents_come_from_nesting(tmp_path: Path) -> None:
    (case,) = read_text(
        tmp_path, HEADER + "« <q n=3>A “<q>B ‹<q n=2>C</q>›</q>”</q> » puis « <q n=4>D</q> »"
    )
    assert [words(case, quote) for quote in case.quotes] == ["A “B ‹C›”", "B ‹C›", "C", "D"]
    assert [words(case, quote.parent) for quote in case.quotes] == [
        None,
        "A “B ‹C›”",
        "B ‹C›",
        None,
    ]


def test_other_angle_brackets_are_text(tmp_path: Path) -> None:
    (case,) = read_text(tmp_path, HEADER + "1 < 2 <b> : <<<q>mots</q>>> et << <q n=2>A</q> >>.")
    assert case.text == "1 < 2 <b> : <<mots>> et << A >>."
    assert [words(case, quote) for quote in case.quotes] == ["mots", "A"]


def test_text_ends_at_the_next_header_or_heading(tmp_path: Path) -> None:
    cases = read_text(
        tmp_path,
        "# A preamble.\n\n## Heading\n\n# id: a\n# says: b\nUn.\n\n# deux\n\n## Heading\n"
        "# more\n\n# id: c\n# says: d\nTrois.\n\n\n",
    )
    assert [(case.id, case.text) for case in cases] == [("a", "Un.\n\n# deux"), ("c", "Trois.")]


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        ("# id: a\nUn.\n", 2, "expected '# says: …'"),
        ("# id: a", 2, "expected '# says: …'"),
        ("# id:\n# says: b\nUn.\n", 1, "the id is empty"),
        ("# id: a\n# says:\nUn.\n", 2, "says is empty"),
        ("Un.\n", 1, "expected a header"),
        ("# id: a\n# says: b\n\n# id: c\n# says: d\nUn.\n", 3, "has no text"),
        (HEADER + "Un.\n" + HEADER + "Deux.\n", 4, "used in line 1"),
        (HEADER + "Un.\n\n« <q>Deux »\n", 5, "never closed"),
        (HEADER + "« Un</q> »\n", 3, "closes nothing"),
        (HEADER + "« <q>Un <s>X</q></s> »\n", 3, "closes nothing"),
        (HEADER + "« <q> Un</q> »\n", 3, "space at its edges"),
        (HEADER + "« <q></q> »\n", 3, "empty"),
        (HEADER + "« <q kind=speech>Un</q> »\n", 3, "'speech' is none of"),
        (HEADER + '« <q by="">Un</q> »\n', 3, "by is empty"),
        (HEADER + "« <q by>Un</q> »\n", 3, "'by' needs a value"),
        (HEADER + "« <q open=1>Un</q> »\n", 3, "'open' is a flag"),
        (HEADER + "« <q speaker=X>Un</q> »\n", 3, "no attribute 'speaker'"),
        (HEADER + "« <q n=1 n=2>Un</q> »\n", 3, "twice"),
        (HEADER + '« <q n="1 2">Un</q> »\n', 3, "one number"),
        (HEADER + '« <q by="X>Un</q> »\n', 3, "can't be read"),
        (HEADER + "Un.\n« <q by=X Un »\n", 4, "not well formed"),
        (HEADER + "« <q>Un</q> » « <q>Deux</q> »\n", 3, "two quotes have the number 1"),
        (HEADER + "« <q>Un</q> », <v n=2>dit</v> X\n", 3, "names quote 2: there is none"),
        (HEADER + "« <q>Un</q> », dit <s>X</s> <s>Y</s>\n", 3, "quote 1 has two <s>"),
        (HEADER + "« <q kind=term>Un</q> », dit <s>X</s>\n", 3, "is a term"),
        (HEADER + "« <q kind=term by=X>Un</q> »\n", 3, "a term is by nobody"),
        (HEADER + "« <q>Un, <v>dit</v> X</q> »\n", 3, "stands in the quoted words"),
        (HEADER + "<f>Un</f>\n", 3, "outside of every <q>"),
    ],
)
def test_malformed_case_names_its_line(
    tmp_path: Path, content: str, line: int, message: str
) -> None:
    with pytest.raises(ValueError) as caught:
        read_text(tmp_path, content)
    assert str(caught.value).startswith(f"{tmp_path / 'cases.txt'}:{line}: ")
    assert message in str(caught.value)


def test_sentences_hold_quotes_that_stand_between_marks() -> None:
    cases = read(SENTENCES)
    assert len(cases) >= 130
    for case in cases:
        for quote in case.quotes:
            before, after = case.text[: quote.start].rstrip(), case.text[quote.end :].lstrip()
            assert before.endswith(OPENING), case.id
            assert after.startswith(CLOSING) == quote.closed, case.id
            assert quote.fragments[0].start == quote.start, case.id
            assert quote.fragments[-1].end == quote.end, case.id


@pytest.mark.parametrize(
    ("group", "space"),
    [("narrow-nbsp", "\u202f"), ("guillemets-nbsp", "\u00a0"), ("guillemets-thin", "\u2009")],
)
def test_sentences_keep_their_special_spaces(group: str, space: str) -> None:
    cases = [case for case in read(SENTENCES) if group in case.id]
    assert len(cases) == 3
    for case in cases:
        for quote in case.quotes:
            assert case.text[quote.start - 1] == space == case.text[quote.end], case.id
