"""Mentions by their trees, one rule at a time."""

from __future__ import annotations

import pytest

from quoteattr.attribution import attribute, mentions, roles, vocabulary
from quoteattr.attribution.layout import lay_out
from quoteattr.attribution.passage import Passage
from quoteattr.syntax.tree import ROOT
from tests.handtrees import passage, scene, tree

WORDS = vocabulary.default()
NAMED = (("Luc", "PROPN", 7, "nsubj"), ("Roy", "PROPN", 0, "flat"), (",", "PUNCT", 3, "punct"))
APPOSED = (("maire", "NOUN", 0, "appos"), ("de", "ADP", 5, "case"), ("Nay", "PROPN", 3, "nmod"))
SOURCE = ((",", "PUNCT", 8, "punct"), ("selon", "ADP", 8, "case"), ("qui", "PRON", ROOT, "root"))


def nominals(found: Passage) -> list[mentions.Nominal]:
    """The words of a passage that could head a mention."""
    text = " ".join(word.form for word in found.tree.words)
    named, described = roles.find(text, (), WORDS)
    starts = {name.start for name in named}
    long_roles = {role.head_start for role in described if role.is_long}
    return mentions.nominals(lay_out(found, text, WORDS), starts, long_roles, WORDS)


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


def test_a_noun_of_several_words_heads_a_mention_whatever_its_tag() -> None:
    """« Les deux mis en examen ont parlé »"""
    found = nominals(
        passage(
            ("Les", "DET", 1, "det"),
            ("deux", "NUM", 2, "nummod"),
            ("mis", "VERB", ROOT, "root"),
            ("en", "ADP", 4, "case"),
            ("examen", "NOUN", 2, "obl"),
        )
    )
    assert [(one.index, one.kind) for one in found] == [(2, "role"), (4, "noun")]


@pytest.mark.parametrize("form", ["Celui", "Elle"])
def test_a_pronoun_that_a_parser_takes_for_a_name_is_none(form: str) -> None:
    [found] = nominals(passage((form, "PROPN", 1, "nsubj"), ("refuse", "VERB", ROOT, "root")))
    assert found.kind == form.lower()


@pytest.mark.parametrize(
    ("noun", "upos", "feats", "bare"),
    [
        ("poing", "NOUN", "Number=Sing", True),
        ("yeux", "NOUN", "Number=Plur", False),
        ("Riverain", "NOUN", "Number=Sing", False),
        ("il", "PRON", "Number=Sing", False),
    ],
)
def test_a_bare_noun(noun: str, upos: str, feats: str, bare: bool) -> None:
    """« lâche, poing levé, Anne Roux »"""
    for words in ([], [("le", "DET", 1, "det")]):
        found = passage(*words, (noun, upos, ROOT, "root"))
        found.tree.words[-1].feats = feats
        assert mentions._is_bare(found, len(words)) is (bare and not words)


def test_the_subject_of_what_is_said_does_not_say_it() -> None:
    """« Luc dit que les élus mentent « ici » », but « Luc dit, les élus mentent « ici » »."""
    for conjunction, expected in (("que", ["Luc"]), (",", ["Luc", "élus"])):
        text = f"Luc dit {conjunction} les élus mentent « ici »"
        made = tree(
            text,
            ("Luc", "PROPN", 1, "nsubj"),
            ("dit", "VERB", ROOT, "root"),
            (conjunction, "SCONJ" if conjunction == "que" else "PUNCT", 5, "mark"),
            ("les", "DET", 4, "det"),
            ("élus", "NOUN", 5, "nsubj"),
            ("mentent", "VERB", 1, "ccomp"),
            ("«", "PUNCT", 7, "punct"),
            ("ici", "ADV", 5, "advmod"),
            ("»", "PUNCT", 7, "punct"),
        )
        found = scene(text, made)
        [layout] = found.layouts.values()
        cue = next(one for one in layout.cues if one.lemma == "dit")
        candidates = attribute.describe_mentions(found, found.views[0], cue)
        forms = sorted(made.words[one.index].form for one in candidates)
        assert forms == expected


@pytest.mark.parametrize(
    ("form", "kind"), [("Aurore", "name"), ("aurore", "time"), ("Lundi", "time"), ("Luc", "name")]
)
def test_a_first_name_may_be_a_time_in_lower_case(form: str, kind: str) -> None:
    found = passage((form, "NOUN", 1, "nsubj"), ("rit", "VERB", ROOT, "root"))
    assert [nominal.kind for nominal in nominals(found)] == [kind]
