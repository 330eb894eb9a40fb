"""Cues by their trees, one rule at a time."""

from __future__ import annotations

import pytest

from quoteattr import marks
from quoteattr.attribution import attribute, cues, vocabulary
from quoteattr.attribution.passage import OUTSIDE, Passage, build
from quoteattr.model import Span
from quoteattr.syntax import excerpt
from quoteattr.syntax.excerpt import Frame
from quoteattr.syntax.tree import ROOT, Tree, Word
from tests.handtrees import passage

WORDS = vocabulary.default()


def verbs(found: Passage) -> list[tuple[str, str]]:
    text = " ".join(word.form for word in found.tree.words)
    layout = cues.layout(found, text, WORDS)
    return [(cue.word.form, cue.lemma) for cue in layout.cues if cue.kind == "verb"]


@pytest.mark.parametrize(
    ("before", "lemmas"),
    [
        (("Roy", "PROPN", 1, "nmod"), [("abonde", "abonder")]),
        (("il", "PRON", 1, "nsubj"), [("abonde", "abonder")]),
        (("sans", "ADP", 1, "case"), []),
        (("une", "DET", 1, "det"), []),
        (("texte", "NOUN", 1, "nmod"), []),
    ],
)
def test_a_verb_that_is_tagged_for_a_noun(
    before: tuple[str, str, int, str], lemmas: list[tuple[str, str]]
) -> None:
    found = passage(before, ("abonde", "NOUN", ROOT, "root"), (".", "PUNCT", 1, "punct"))
    assert verbs(found) == lemmas


def test_a_present_with_another_accent_than_its_infinitive() -> None:
    found = passage(("il", "PRON", 1, "nsubj"), ("complète", "ADJ", ROOT, "root"))
    assert verbs(found) == [("complète", "compléter")]


@pytest.mark.parametrize(
    ("before", "lemmas"),
    [
        (("avoir", "AUX", 1, "aux"), [("tweeté", "tweeter")]),
        (("mot", "NOUN", ROOT, "root"), []),
    ],
)
def test_a_participle_that_is_tagged_for_a_name(
    before: tuple[str, str, int, str], lemmas: list[tuple[str, str]]
) -> None:
    found = passage(before, ("tweeté", "PROPN", ROOT, "root"), ("Roy", "PROPN", 1, "nmod"))
    assert verbs(found) == lemmas


@pytest.mark.parametrize(("mark", "lemmas"), [("»", [("tranche", "trancher")]), ("mot", [])])
def test_a_verb_behind_a_quote_that_is_tagged_for_a_noun(
    mark: str, lemmas: list[tuple[str, str]]
) -> None:
    found = passage(
        (mark, "PUNCT" if mark == "»" else "NOUN", 2, "punct"),
        (",", "PUNCT", 2, "punct"),
        ("tranche", "NOUN", ROOT, "root"),
        (",", "PUNCT", 2, "punct"),
    )
    assert verbs(found) == lemmas


def test_comparisons_have_verbs() -> None:
    found = passage(
        ("Comme", "SCONJ", 2, "case"),
        ("l'", "DET", 2, "det"),
        ("explique", "NOUN", ROOT, "root"),
        ("Roy", "PROPN", 2, "nmod"),
    )
    assert verbs(found) == [("explique", "expliquer")]
    found = passage(
        ("Comme", "SCONJ", 2, "case"),
        ("l'", "DET", 2, "det"),
        ("explique", "NOUN", ROOT, "root"),
        ("de", "ADP", 4, "case"),
        ("Roy", "PROPN", 2, "nmod"),
    )
    assert verbs(found) == []


def test_a_plural_that_the_parser_takes_for_a_lemma_is_a_noun_of_speech() -> None:
    found = passage(("les", "DET", 1, "det"), ("cris", "NOUN", ROOT, "root"))
    [cue] = cues.layout(found, "les cris", WORDS).cues
    assert (cue.kind, cue.lemma) == ("noun", "cri")


def test_the_lemma_of_a_verb_is_that_of_the_tree() -> None:
    assert verbs(passage(("il", "PRON", 1, "nsubj"), ("Juge", "VERB", ROOT, "root"))) == [
        ("Juge", "juge")
    ]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Le collectif écrit :\n\n« La gare est fermée. »", ":"),
        ("Le collectif écrit : « La gare est fermée. »", ":"),
        ("Le collectif a écrit.\n\n« La gare est fermée. »", "start"),
        ("« La gare est fermée. »", "start"),
    ],
)
def test_a_colon_at_the_end_of_the_line_above_stands_before_a_quote(text: str, left: str) -> None:
    spans = marks.find(text)
    source = build(text, spans, excerpt.frames(text, spans), [])
    [view] = attribute.scene(source, WORDS).views
    assert view.left == left


def test_a_contraction_in_a_preposition_counts_as_it_is_written() -> None:
    text = "Aux yeux du maire, tout va bien."
    spans = [(0, 3), (0, 3), (4, 8), (9, 11), (9, 11), (12, 17)]
    forms = ["à", "les", "yeux", "de", "le", "maire"]
    tags = ["ADP", "DET", "NOUN", "ADP", "DET", "NOUN"]
    tree = Tree(
        tuple(
            Word(start, end, form, form, upos, "", ROOT, "root")
            for (start, end), form, upos in zip(spans, forms, tags, strict=True)
        )
    )
    found = Passage(Frame(Span(0, len(text)), ()), tree, (OUTSIDE,) * len(forms))
    [cue] = cues.layout(found, text, WORDS).cues
    assert (cue.kind, cue.first, cue.last) == ("preposition", 0, 4)


def test_a_verb_between_its_subject_and_a_quote_that_is_tagged_for_a_noun() -> None:
    words = ("élu", "NOUN", ROOT, "root"), ("juge", "NOUN", 0, "nmod")
    assert verbs(passage(*words, ("«", "PUNCT", 1, "punct"))) == [("juge", "juger")]
    assert verbs(passage(*words, (".", "PUNCT", 1, "punct"))) == []


def test_a_source_preposition_is_a_candidate_however_many_verbs_stand_between() -> None:
    text = "Selon Roy " + "ils vont " * 7 + "ils sont « las »"
    tags = {"Selon": "ADP", "Roy": "PROPN", "ils": "PRON", "vont": "VERB", "sont": "AUX"}
    words = []
    at = 0
    for form in text.split():
        upos = tags.get(form, "PUNCT" if form in "«»" else "ADJ")
        words.append(Word(at, at + len(form), form, form.lower(), upos, "", ROOT, "root"))
        at += len(form) + 1
    spans = marks.find(text)
    source = build(text, spans, excerpt.frames(text, spans), [Tree(tuple(words))])
    [view] = attribute.scene(source, WORDS).views
    found = cues.candidates(view)
    assert [cue.kind for cue in found].count("preposition") == 1
    assert [cue.kind for cue in found].count("verb") == cues.MAX_CUES
