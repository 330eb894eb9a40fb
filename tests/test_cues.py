"""Which cues are candidates for a quote, one rule at a time."""

from __future__ import annotations

import pytest

from quoteattr.attribution import vocabulary
from quoteattr.attribution.candidates import cues
from quoteattr.attribution.passages.states import State
from quoteattr.attribution.passages.view import QuoteView
from quoteattr.attribution.ranking import flat
from quoteattr.syntax.tree import ROOT
from tests import handtrees

WORDS = vocabulary.default()


def test_a_source_preposition_is_a_candidate_however_many_verbs_stand_between() -> None:
    text = "Selon Roy " + "ils vont " * 7 + "ils sont « las »"
    tags = {"Selon": "ADP", "Roy": "PROPN", "ils": "PRON", "vont": "VERB", "sont": "AUX"}
    [view] = handtrees.scene(text, handtrees.loose(text, tags, "ADJ")).views
    found = cues.candidates(view)
    assert [cue.kind for cue in found].count("preposition") == 1
    assert [cue.kind for cue in found].count("verb") == cues.MAX_CUES


def test_a_cue_behind_a_quote_is_a_candidate_however_many_verbs_it_holds() -> None:
    """« « Ils vont, ils vont, …, ils vont », dit Roy. »: the verbs between the marks are none."""
    text = "« " + "ils vont " * 60 + "» dit Roy"
    tags = {"ils": "PRON", "vont": "VERB", "dit": "VERB", "Roy": "PROPN"}
    [view] = handtrees.scene(text, handtrees.loose(text, tags, "PUNCT")).views
    assert "dire" in [cue.lemma for cue in cues.candidates(view)]


def quoted(
    text: str, *words: tuple[str, str, int, str], feats: str = "", lemma: str = ""
) -> QuoteView:
    """The only quote of a text whose words stand apart; verbs have ``feats`` and ``lemma``."""
    verbs = [form for form, upos, *_ in words if upos == "VERB"]
    lemmas = dict.fromkeys(verbs, lemma) if lemma else {}
    made = handtrees.tree(text, *words, feats=dict.fromkeys(verbs, feats), lemmas=lemmas)
    [view] = handtrees.scene(text, made).views
    return view


def chosen(view: QuoteView) -> list[tuple[str, str]]:
    """The verbs that could introduce a quote, each with its place."""
    found = cues.candidates(view)
    return [(cue.word.form, cues.place_of(view, cue)) for cue in found if cue.kind == "verb"]


@pytest.mark.parametrize(
    ("form", "lemma", "found"),
    [("explique", "expliquer", [("explique", "inside")]), ("atteint", "atteindre", [])],
)
def test_an_incise_that_the_tree_gives_another_subject(
    form: str, lemma: str, found: list[tuple[str, str]]
) -> None:
    view = quoted(
        f"« Cette image , {form} Luc Roy . »",
        ("«", "PUNCT", 4, "punct"),
        ("Cette", "DET", 2, "det"),
        ("image", "NOUN", 4, "nsubj"),
        (",", "PUNCT", 4, "punct"),
        (form, "VERB", ROOT, "root"),
        ("Luc", "PROPN", 4, "obj"),
        ("Roy", "PROPN", 5, "flat"),
        (".", "PUNCT", 4, "punct"),
        ("»", "PUNCT", 4, "punct"),
        lemma=lemma,
    )
    assert chosen(view) == found


@pytest.mark.parametrize(
    ("feats", "opens"),
    [("Person=3", True), ("Number=Sing|Person=1", True), ("Number=Plur|Person=1", False)],
)
def test_an_object_clitic_belongs_to_the_group_of_its_verb(feats: str, opens: bool) -> None:
    view = quoted(
        "« Tout va bien , nous confie -t-il . »",
        ("«", "PUNCT", 2, "punct"),
        ("Tout", "PRON", 2, "nsubj"),
        ("va", "VERB", ROOT, "root"),
        ("bien", "ADV", 2, "advmod"),
        (",", "PUNCT", 6, "punct"),
        ("nous", "PRON", 6, "nsubj"),
        ("confie", "VERB", 2, "parataxis"),
        ("-t-il", "PRON", 6, "nsubj"),
        (".", "PUNCT", 2, "punct"),
        ("»", "PUNCT", 2, "punct"),
        feats=feats,
    )
    assert (("confie", "inside") in chosen(view)) == opens


@pytest.mark.parametrize("subject", ["nsubj", "obl"])
def test_a_verb_that_opens_the_marks_behind_its_subject(subject: str) -> None:
    view = quoted(
        "Le préfet « appelle au calme » .",
        ("Le", "DET", 1, "det"),
        ("préfet", "NOUN", 3, subject),
        ("«", "PUNCT", 3, "punct"),
        ("appelle", "VERB", ROOT, "root"),
        ("au", "ADP", 5, "case"),
        ("calme", "NOUN", 3, "obl"),
        ("»", "PUNCT", 3, "punct"),
        (".", "PUNCT", 3, "punct"),
    )
    assert chosen(view) == ([("appelle", "opening")] if subject == "nsubj" else [])


def features(view: QuoteView, form: str) -> set[str]:
    """The features of the cue with a form."""
    found = cues.candidates(view)
    rank, cue = next(
        (rank, cue)
        for rank, cue in enumerate(found)
        if cue.passage is not None and cue.word.form == form
    )
    return set(flat(cues.describe(view, cue, rank, State(), WORDS)))


@pytest.mark.parametrize(
    ("clitic", "mark"), [("se", "pronominal"), ("s'", "pronominal"), ("ne", "negated"), ("le", "")]
)
def test_clitics_of_a_cue(clitic: str, mark: str) -> None:
    view = quoted(
        f"Roy {clitic} dit « serein »",
        ("Roy", "PROPN", 2, "nsubj"),
        (clitic, "PRON", 2, "expl:pv"),
        ("dit", "VERB", ROOT, "root"),
        ("«", "PUNCT", 4, "punct"),
        ("serein", "ADJ", 2, "xcomp"),
        ("»", "PUNCT", 4, "punct"),
        lemma="dire",
    )
    found = features(view, "dit")
    for name in ("pronominal", "negated"):
        assert (f"verb lemma=dire,{name}" in found) == (name == mark)


@pytest.mark.parametrize(
    ("text", "side", "named"),
    [
        ("Anne Roux , gérante\n« Oui »\nOn part .", "above", True),
        ("On part .\n« Oui »\nUne passante", "below", False),
    ],
)
def test_the_line_above_or_below_a_quote_is_a_cue(text: str, side: str, named: bool) -> None:
    trees = [
        handtrees.tree(text, *((form, "NOUN", ROOT, "root") for form in line.split()))
        for line in text.split("\n")
        if "." not in line and "«" not in line
    ]
    words = [("«", "PUNCT", ROOT, "root"), ("Oui", "INTJ", ROOT, "root")]
    [view] = handtrees.scene(text, *trees, handtrees.tree(text, *words)).views
    [cue] = [cue for cue in cues.candidates(view) if cue.kind == "punctuation"]
    assert cues.caption_of(view, cue) is not None
    features = set(flat(cues.describe(view, cue, 0, State(), WORDS)))
    assert {"caption", f"caption,{side}", f"caption,{side},named={named:d}"} <= features


def test_another_source_between_a_cue_and_its_quote_is_noted() -> None:
    """« Selon Roy tout va mais selon Petit « rien » »"""
    text = "Selon Roy tout mais selon Petit « rien »"
    tags = {"Selon": "ADP", "Roy": "PROPN", "selon": "ADP", "Petit": "PROPN"}
    [view] = handtrees.scene(text, handtrees.loose(text, tags, "ADV")).views
    sources = [cue for cue in cues.candidates(view) if cue.kind == "preposition"]
    marked = {
        cue.first: "preposition,before,between=source"
        in set(flat(cues.describe(view, cue, 0, State(), WORDS)))
        for cue in sources
    }
    assert marked == {0: True, 4: False}
