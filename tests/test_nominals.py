"""Which words of a passage could head a mention, one rule at a time."""

from __future__ import annotations

import pytest

from quoteattr.attribution import vocabulary
from quoteattr.attribution.naming import roles
from quoteattr.attribution.passages import nominals
from quoteattr.attribution.passages.layout import lay_out
from quoteattr.attribution.passages.nominals import Nominal
from quoteattr.attribution.passages.passage import Passage
from quoteattr.syntax.tree import ROOT
from tests.handtrees import AGENCY, DECLARED, passage, scene, tree

WORDS = vocabulary.default()


NAMED = (("Luc", "PROPN", 7, "nsubj"), ("Roy", "PROPN", 0, "flat"), (",", "PUNCT", 3, "punct"))


APPOSED = (("maire", "NOUN", 0, "appos"), ("de", "ADP", 5, "case"), ("Nay", "PROPN", 3, "nmod"))


SOURCE = ((",", "PUNCT", 8, "punct"), ("selon", "ADP", 8, "case"), ("qui", "PRON", ROOT, "root"))


def found_in(found: Passage) -> list[Nominal]:
    """The words of a passage that could head a mention."""
    text = " ".join(word.form for word in found.tree.words)
    named, described = roles.find(text, (), WORDS)
    starts = {name.start for name in named}
    long_roles = {role.head_start for role in described if role.is_long}
    return nominals.find(lay_out(found, text, WORDS), starts, long_roles, WORDS)


@pytest.mark.parametrize(("upos", "relation"), [("VERB", "xcomp"), ("ADV", "advmod")])
def test_a_name_may_head_a_mention_whatever_a_parser_took_it_for(upos: str, relation: str) -> None:
    """« a plaidé Me Wouter De Smedt »"""
    found = passage(
        ("a", "AUX", 1, "aux"),
        ("plaidé", "VERB", ROOT, "root"),
        ("Wouter", upos, 1, relation),
        ("Smedt", "PROPN", 2, "obl"),
    )
    nominal = found_in(found)[0]
    assert (nominal.index, nominal.kind) == (2, "name")
    lower = passage(("hier", "ADV", 1, "advmod"), ("plaidé", "VERB", ROOT, "root"))
    assert found_in(lower) == []


def test_a_name_behind_a_title_without_a_class_stands_by_itself() -> None:
    """« proteste Me Judith Roux »"""
    found = passage(
        ("proteste", "VERB", ROOT, "root"),
        ("Me", "X", 0, "nmod"),
        ("Judith", "PROPN", 1, "flat"),
        ("Roux", "PROPN", 2, "flat"),
    )
    assert [one.index for one in found_in(found)] == [2]


def relative(found: Passage) -> tuple[str, str | None]:
    """The kind of the last « qui » of a passage, and the noun that it stands for."""
    words = found.tree.words
    nominal = next(one for one in reversed(found_in(found)) if words[one.index].form == "qui")
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
    assert "relative" not in nominals.UNRESOLVED_KINDS


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
        ((("juge", "NOUN", ROOT, "root"), ("-t-elle", "ADJ", 0, "flat")), ["juge", "-t-elle"]),
        ((("dit", "VERB", ROOT, "root"), ("d'", "ADP", 2, "case"), ("emblée", "NOUN", 0, "obl"),
          ("Luc", "PROPN", 2, "flat"), ("Roy", "PROPN", 3, "flat")), ["emblée", "Luc"]),
        ((("dit", "VERB", ROOT, "root"), ("le", "DET", 2, "det"), ("reporter", "VERB", 0, "nsubj")),
         ["reporter"]),
    ],
    ids=["two names", "a title", "cue and name", "cue and clitic", "determined", "undetermined",
         "noun and clitic", "an adverbial", "an infinitive"],
)  # fmt: skip
def test_what_the_tree_has_within_a_name(
    words: tuple[tuple[str, str, int, str], ...], heads: list[str]
) -> None:
    found = passage(*words)
    assert [found.tree.words[one.index].form for one in found_in(found)] == heads


def test_a_noun_of_several_words_heads_a_mention_whatever_its_tag() -> None:
    """« Les deux mis en examen ont parlé »"""
    found = found_in(
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
    [found] = found_in(passage((form, "PROPN", 1, "nsubj"), ("refuse", "VERB", ROOT, "root")))
    assert found.kind == form.lower()


@pytest.mark.parametrize(
    ("form", "kind"), [("Aurore", "name"), ("aurore", "time"), ("Lundi", "time"), ("Luc", "name")]
)
def test_a_first_name_may_be_a_time_in_lower_case(form: str, kind: str) -> None:
    found = passage((form, "NOUN", 1, "nsubj"), ("rit", "VERB", ROOT, "root"))
    assert [nominal.kind for nominal in found_in(found)] == [kind]


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ((("Lui", "PROPN", 1, "nsubj"), ("refuse", "VERB", ROOT, "root")), ["lui"]),
        ((("Lui", "PRON", 1, "iobj"), ("refuse", "VERB", ROOT, "root")), ["lui"]),
        ((("Luc", "PROPN", 2, "nsubj"), ("lui", "PRON", 2, "iobj"), ("ment", "VERB", ROOT, "root")),
         ["name"]),
        ((("Personne", "NOUN", 1, "nsubj"), ("refuse", "VERB", ROOT, "root")), ["nobody"]),
        ((("une", "DET", 1, "det"), ("personne", "NOUN", 2, "nsubj"),
          ("rit", "VERB", ROOT, "root")), ["role"]),
    ],
)  # fmt: skip
def test_pronouns_that_a_parser_takes_for_something_else(
    words: tuple[tuple[str, str, int, str], ...], kinds: list[str]
) -> None:
    """« Lui refuse », « Personne n'a refusé »."""
    assert [one.kind for one in found_in(passage(*words))] == kinds


def test_how_old_somebody_is_says_nothing() -> None:
    """« lance Luc, 65 ans »"""
    found = passage(
        ("lance", "VERB", ROOT, "root"),
        ("Luc", "PROPN", 0, "nsubj"),
        ("65", "NUM", 3, "nummod"),
        ("ans", "NOUN", 1, "appos"),
    )
    assert [found.tree.words[one.index].form for one in found_in(found)] == ["Luc"]


def test_the_time_of_day_is_nobody() -> None:
    """« 22h48 – Luc Roy : « … » »: the line of a live report."""
    text = "22h48 Luc parle"
    made = tree(
        text,
        ("22h48", "NUM", ROOT, "root"),
        ("Luc", "PROPN", 2, "nsubj"),
        ("parle", "VERB", 0, "conj"),
    )
    [found] = scene(text, made).nominals.values()
    assert [text.split()[one.index] for one in found] == ["Luc"]
