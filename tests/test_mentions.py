"""Mentions by their trees, one rule at a time: antecedents, extents, and where « on » is."""

from __future__ import annotations

import pytest

from quoteattr.attribution import mentions, names, vocabulary
from quoteattr.attribution.layout import lay_out
from quoteattr.attribution.passage import Passage
from quoteattr.syntax.tree import ROOT
from tests.handtrees import passage

WORDS = vocabulary.default()
NAMED = (("Luc", "PROPN", 7, "nsubj"), ("Roy", "PROPN", 0, "flat"), (",", "PUNCT", 3, "punct"))
APPOSED = (("maire", "NOUN", 0, "appos"), ("de", "ADP", 5, "case"), ("Nay", "PROPN", 3, "nmod"))
SOURCE = ((",", "PUNCT", 8, "punct"), ("selon", "ADP", 8, "case"), ("qui", "PRON", ROOT, "root"))


def nominals(found: Passage) -> list[mentions.Nominal]:
    """The words of a passage that could head a mention."""
    text = " ".join(word.form for word in found.tree.words)
    starts = {name.start for name in names.find(text, (), WORDS)[0]}
    return mentions.nominals(lay_out(found, text, WORDS), starts, WORDS)


def relative(found: Passage) -> tuple[str, str | None]:
    """The kind of the last « qui » of a passage, and the noun that it stands for."""
    words = found.tree.words
    nominal = next(one for one in reversed(nominals(found)) if words[one.index].form == "qui")
    antecedent = None if nominal.antecedent < 0 else words[nominal.antecedent].form
    return nominal.kind, antecedent


def test_an_antecedent_that_no_clause_ties_stands_before_the_comma() -> None:
    assert relative(passage(*NAMED, *APPOSED, *SOURCE)) == ("qui", "Luc")


def test_no_antecedent_behind_a_verb() -> None:
    spoken = ("parle", "VERB", ROOT, "root"), (",", "PUNCT", 3, "punct")
    source = ("selon", "ADP", 3, "case"), ("qui", "PRON", 0, "obl")
    assert relative(passage(*spoken, *source)) == ("qui", None)


@pytest.mark.parametrize("before", [(), ("Et",)], ids=["alone", "conjunction"])
def test_who_opens_a_sentence_takes_up_the_one_before(before: tuple[str, ...]) -> None:
    opening = [(form, "CCONJ", len(before) + 1, "cc") for form in before]
    verb = len(before) + 1
    found = passage(*opening, ("qui", "PRON", verb, "nsubj"), ("ajoute", "VERB", ROOT, "root"))
    assert relative(found) == ("relative", None)
    assert "relative" not in mentions.UNRESOLVED_KINDS


DECLARED = (("déclare", "VERB", ROOT, "root"), ("à", "ADP", 3, "case"), ("l'", "DET", 3, "det"))
AGENCY = (("AFP", "PROPN", 0, "obl"), ("Luc", "PROPN", 3, "flat"), ("Roy", "PROPN", 3, "flat"))
TITLED = (
    ("déclare", "VERB", ROOT, "root"),
    ("M.", "NOUN", 0, "nsubj"),
    ("Roy", "PROPN", 1, "flat"),
)
MISTAGGED = (("»", "PUNCT", 1, "punct"), ("juge", "PROPN", ROOT, "root"))


@pytest.mark.parametrize(
    ("words", "heads"),
    [
        ((*DECLARED, *AGENCY), ["AFP", "Luc"]),
        (TITLED, ["M."]),
        ((*MISTAGGED, ("Luc", "PROPN", 1, "flat"), ("Roy", "PROPN", 1, "flat")), ["juge", "Luc"]),
        ((*MISTAGGED, ("-t-il", "PRON", 1, "flat")), ["juge", "-t-il"]),
        ((("conclut", "VERB", ROOT, "root"), ("un", "DET", 2, "det"), ("autre", "ADJ", 0, "obj")),
         ["autre"]),
        ((("juge", "VERB", ROOT, "root"), ("absurde", "ADJ", 0, "obj")), []),
    ],
    ids=["two names", "a title", "cue and name", "cue and clitic", "determined", "undetermined"],
)  # fmt: skip
def test_what_the_tree_has_within_a_name(
    words: tuple[tuple[str, str, int, str], ...], heads: list[str]
) -> None:
    found = passage(*words)
    assert [found.tree.words[one.index].form for one in nominals(found)] == heads


def test_the_second_of_two_names_goes_on_to_its_end() -> None:
    found = passage(*DECLARED, *AGENCY)
    span = mentions.extent(found, 4)
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
    span = mentions.extent(found, 2)
    assert "dont l' un parle"[span.start : span.end] == mention


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
    seats = [found.tree.words[index].form for index in mentions.seats(found, 0, WORDS)]
    assert seats == ["sein", "parquet"]


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
    assert not list(mentions.seats(found, 0, WORDS))
