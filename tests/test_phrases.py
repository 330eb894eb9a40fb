"""Noun phrases by their trees, one rule at a time: extents, and where « on » is."""

from __future__ import annotations

import pytest

from quoteattr.attribution import vocabulary
from quoteattr.attribution.passages import phrases
from quoteattr.attribution.passages.passage import OUTSIDE, Passage
from quoteattr.model import Span
from quoteattr.syntax.tree import ROOT
from tests.handtrees import AGENCY, DECLARED, passage, tree

WORDS = vocabulary.default()


def test_the_second_of_two_names_goes_on_to_its_end() -> None:
    found = passage(*DECLARED, *AGENCY)
    span = phrases.extent(found, 4, WORDS)
    assert "déclare à l' AFP Luc Roy"[span.start : span.end] == "Luc Roy"


@pytest.mark.parametrize(("feats", "mention"), [("PronType=Rel", "l' un"), ("", "dont l' un")])
def test_a_relative_pronoun_opens_no_mention(feats: str, mention: str) -> None:
    found = passage(
        ("dont", "PRON", 2, "nmod"),
        ("l'", "DET", 2, "det"),
        ("un", "NOUN", 3, "nsubj"),
        ("parle", "VERB", ROOT, "root"),
        feats=feats,
    )
    span = phrases.extent(found, 2, WORDS)
    assert "dont l' un parle"[span.start : span.end] == mention


@pytest.mark.parametrize(
    ("first", "second", "mention"),
    [("quelqu'", "un", "quelqu'un"), ("quelques", "-uns", "quelques-uns"), ("d'", "un", "un")],
)
def test_a_pronoun_that_a_parser_cut_is_whole(first: str, second: str, mention: str) -> None:
    text = f"{first}{second} rit"
    words = (
        (first, "ADV", 1, "advmod"),
        (second, "PRON", 2, "nsubj"),
        ("rit", "VERB", ROOT, "root"),
    )
    found = Passage(0, tree(text, *words), (OUTSIDE,) * 3)
    span = phrases.extent(found, 1, WORDS)
    assert text[span.start : span.end] == mention


def test_where_on_speaks() -> None:
    """« explique-t-on au sein du parquet sur Nay »: the noun of the locution and the one behind."""
    found = passage(
        ("explique", "VERB", ROOT, "root"),
        ("-t-on", "PRON", 0, "nsubj"),
        ("au", "ADP", 3, "case"),
        ("sein", "NOUN", 0, "obl"),
        ("du", "ADP", 5, "case"),
        ("parquet", "NOUN", 3, "nmod"),
        ("sur", "ADP", 7, "case"),
        ("Nay", "PROPN", 0, "obl"),
    )
    seats = [found.tree.words[index].form for index in phrases.seats(found, 0, WORDS)]
    assert seats == ["sein", "parquet"]


@pytest.mark.parametrize(
    ("locution", "behind"),
    [
        ([("auprès", "ADV", 0, "advmod")], "obl"),
        ([("du", "ADP", 3, "case"), ("côté", "NOUN", 0, "obl")], "nmod"),
    ],
)
def test_where_on_speaks_behind_a_locution(
    locution: list[tuple[str, str, int, str]], behind: str
) -> None:
    """« dit-on auprès du parquet », « du côté du parquet »."""
    head = 1 + len(locution)
    found = passage(
        ("dit", "VERB", ROOT, "root"),
        ("-on", "PRON", 0, "nsubj"),
        *locution,
        ("du", "ADP", head + 2, "case"),
        ("parquet", "NOUN", head, behind),
    )
    seats = [found.tree.words[index].form for index in phrases.seats(found, 0, WORDS)]
    assert seats == [locution[-1][0], "parquet"]


def test_where_on_speaks_by_a_tree_that_hangs_it_on_the_quote() -> None:
    """« « Non », dit-on à Nay »: a parser may take « Nay » for a part of what is said."""
    made = passage(
        ("Non", "INTJ", ROOT, "root"),
        ("dit", "VERB", 0, "parataxis"),
        ("-on", "PRON", 1, "nsubj"),
        ("à", "ADP", 4, "case"),
        ("Nay", "PROPN", 0, "obl"),
    ).tree
    for place, expected in ((OUTSIDE, [4]), (1, [])):
        found = Passage(0, made, (0, OUTSIDE, OUTSIDE, place, place))
        assert list(phrases.seats(found, 1, WORDS)) == expected


def test_what_on_speaks_of_is_no_place() -> None:
    """« On dit de la mairie de Nay qu'elle ferme »: neither the town hall nor the town speaks."""
    found = passage(
        ("dit", "VERB", ROOT, "root"),
        ("de", "ADP", 3, "case"),
        ("la", "DET", 3, "det"),
        ("mairie", "NOUN", 0, "obl"),
        ("de", "ADP", 5, "case"),
        ("Nay", "PROPN", 3, "nmod"),
    )
    assert not list(phrases.seats(found, 0, WORDS))


def test_a_name_ends_with_a_word_tagged_for_an_adverb() -> None:
    words = ("M.", "NOUN", ROOT, "root"), ("Dehors", "ADV", 0, "flat"), ("donc", "ADV", 0, "advmod")
    span = phrases.extent(passage(*words), 0, WORDS)
    assert "M. Dehors donc"[span.start : span.end] == "M. Dehors"


@pytest.mark.parametrize(
    ("upos", "deprel", "several"),
    [
        # « Luc Roy, Anne Petit et Paul Gay », « Luc Roy, boulanger et Bonnet vert »
        (("PROPN", "PROPN"), ("conj", "conj"), True),
        (("PROPN", "PROPN"), ("appos", "conj"), True),
        (("NOUN", "PROPN"), ("appos", "conj"), False),
        # « MM. Roy, Petit et Gay » with a name taken for an adjective
        (("PROPN", "ADJ"), ("conj", "conj"), True),
    ],
)
def test_several_who_speak_as_one(
    upos: tuple[str, str], deprel: tuple[str, str], several: bool
) -> None:
    found = passage(
        ("Luc", "PROPN", ROOT, "nsubj"),
        (",", "PUNCT", 2, "punct"),
        ("Anne", upos[0], 0, deprel[0]),
        ("et", "CCONJ", 4, "cc"),
        ("Paul", upos[1], 0, deprel[1]),
    )
    span = Span(found.tree.words[0].start, found.tree.words[-1].end)
    assert phrases.is_group(found, 0, span) is several


def test_several_of_whom_each_hangs_on_the_one_before() -> None:
    """« La CGT, FO et la CFDT »"""
    found = passage(
        ("CGT", "PROPN", ROOT, "nsubj"),
        (",", "PUNCT", 2, "punct"),
        ("FO", "PROPN", 0, "conj"),
        ("et", "CCONJ", 4, "cc"),
        ("CFDT", "PROPN", 2, "conj"),
    )
    span = Span(found.tree.words[0].start, found.tree.words[-1].end)
    assert phrases.is_group(found, 0, span)
    # Without the last of them there is one.
    assert not phrases.is_group(found, 0, Span(span.start, found.tree.words[2].end))


@pytest.mark.parametrize(
    ("phrase", "kind"),
    [
        ("ce dernier", "celui"),
        ("l' intéressée", "celle"),
        ("les principales intéressées", "celles"),
        ("le dernier", None),
        ("un intéressé", None),
    ],
)
def test_descriptions_that_are_like_pronouns(phrase: str, kind: str | None) -> None:
    forms = phrase.split()
    last = len(forms) - 1
    words = [(form, "DET", last, "det") for form in forms[:-1]]
    found = passage(*words, (forms[-1], "NOUN", ROOT, "root"))
    assert phrases.latter(found, last, WORDS) == (None if kind is None else (kind, 0))
    whole = phrases.extent(found, last, WORDS)
    assert phrase[whole.start : whole.end] == phrase


def test_a_mention_begins_behind_a_word_that_ends_with_a_colon() -> None:
    found = passage(("AUSSI:", "NOUN", 1, "flat"), ("Anne", "PROPN", ROOT, "root"))
    span = phrases.extent(found, 1, WORDS)
    assert "AUSSI: Anne"[span.start : span.end] == "Anne"


def test_a_mention_is_never_empty() -> None:
    found = passage(("-t-", "PRON", ROOT, "root"))
    span = phrases.extent(found, 0, WORDS)
    assert span == Span(0, 3)


PUBLISHED = (("a", "AUX", 2, "aux"), ("publié", "VERB", ROOT, "root"))
REPORT = (("un", "DET", 4, "det"), ("rapport", "NOUN", 2, "obj"))


@pytest.mark.parametrize(
    ("words", "document", "author"),
    [
        ((("Luc", "PROPN", 2, "nsubj"), *PUBLISHED, *REPORT), 4, 0),
        ((("Luc", "PROPN", 2, "nsubj:pass"), *PUBLISHED, *REPORT), 4, -1),
        # « Luc vient de publier un rapport »
        (
            (
                ("Luc", "PROPN", 1, "nsubj"),
                ("vient", "VERB", ROOT, "root"),
                ("publié", "VERB", 1, "xcomp"),
                *REPORT,
            ),
            4,
            0,
        ),
        # « Luc ayant publié un rapport »
        (
            (
                ("Luc", "PROPN", ROOT, "root"),
                ("ayant", "AUX", 2, "aux"),
                ("publié", "VERB", 0, "acl"),
                *REPORT,
            ),
            4,
            0,
        ),
    ],
)
def test_who_publishes_a_document_is_its_author(
    words: tuple[tuple[str, str, int, str], ...], document: int, author: int
) -> None:
    text = " ".join(form for form, *_ in words)
    made = tree(text, *words, lemmas={"publié": "publier"})
    found = Passage(0, made, (OUTSIDE,) * len(made))
    assert phrases.author(found, document, WORDS) == author
    read = tree(text, *words, lemmas={"publié": "lire"})
    found = Passage(0, read, (OUTSIDE,) * len(read))
    assert phrases.author(found, document, WORDS) == -1


@pytest.mark.parametrize(("uttered", "mention"), [(0, "l' opposition"), (OUTSIDE, None)])
def test_a_mention_ends_before_the_words_that_it_utters(uttered: int, mention: str | None) -> None:
    """« accusé par l'opposition de « Laxisme » »"""
    made = passage(
        ("l'", "DET", 1, "det"),
        ("opposition", "NOUN", ROOT, "root"),
        ("de", "ADP", 4, "case"),
        ("«", "PUNCT", 4, "punct"),
        ("Laxisme", "PROPN", 1, "nmod"),
        ("»", "PUNCT", 4, "punct"),
    ).tree
    found = Passage(0, made, (OUTSIDE, OUTSIDE, OUTSIDE, OUTSIDE, 0, OUTSIDE))
    span = phrases.extent(found, 1, WORDS, uttered=uttered)
    text = "l' opposition de « Laxisme »"
    assert text[span.start : span.end] == (mention or text)


@pytest.mark.parametrize(
    ("behind", "mention"),
    [
        ([("trois", "NUM", 3, "nummod"), ("jours", "NOUN", 1, "nmod")], "le maire"),
        ([("mercredi", "NOUN", 1, "nmod")], "le maire"),
        ([("de", "ADP", 3, "case"), ("mars", "NOUN", 1, "nmod")], "le maire de mars"),
    ],
)
def test_a_mention_ends_before_a_moment(
    behind: list[tuple[str, str, int, str]], mention: str
) -> None:
    words = [("le", "DET", 1, "det"), ("maire", "NOUN", ROOT, "root"), *behind]
    span = phrases.extent(passage(*words), 1, WORDS)
    assert " ".join(form for form, *_ in words)[span.start : span.end] == mention
