"""What a verb looks like with its auxiliaries and clitics."""

from __future__ import annotations

import pytest

from quoteattr.attribution.passages import verbs
from quoteattr.attribution.passages.verbs import VerbGroup
from quoteattr.syntax.tree import ROOT, Word
from tests import handtrees

FINITE = "VerbForm=Fin|Mood=Ind|Tense=Pres|Number=Sing|Person=3"
PAST = "VerbForm=Part|Tense=Past"


def group(*words: tuple[str, str, int, str], **feats: str) -> VerbGroup:
    """The group of the root; words stand apart, and features are by form."""
    text = " ".join(form for form, *_ in words)
    [layout] = handtrees.scene(text, handtrees.tree(text, *words, feats=feats)).layouts.values()
    [root] = [index for index, word in enumerate(words) if word[2] == ROOT]
    return layout.group(root)


def test_a_finite_verb_tells_its_tense_itself() -> None:
    found = group(("dit", "VERB", ROOT, "root"), dit=FINITE)
    assert (found.form, found.tense) == ("finite", "Fin Ind Pres")
    assert (found.number, found.person) == ("Sing", "3")


def test_a_compound_tense_is_that_of_its_first_auxiliary() -> None:
    """« Il a dit », « Cela a été dit »."""
    said = group(("a", "AUX", 1, "aux"), ("dit", "VERB", ROOT, "root"), a=FINITE, dit=PAST)
    assert (said.form, said.tense, said.person) == ("finite", "compound Fin Ind Pres", "3")
    told = group(
        ("a", "AUX", 2, "aux"),
        ("été", "AUX", 2, "aux:pass"),
        ("dit", "VERB", ROOT, "root"),
        a=FINITE,
        été=PAST,
        dit=PAST,
    )
    assert (told.form, told.tense, told.person) == ("passive", "compound Fin Ind Pres", "3")


@pytest.mark.parametrize(
    ("feats", "form"),
    [
        ("VerbForm=Inf", "infinitive"),
        (PAST, "past participle"),
        ("VerbForm=Part|Tense=Pres", "present participle"),
        ("", "finite"),
    ],
)
def test_forms_without_an_auxiliary(feats: str, form: str) -> None:
    assert group(("dit", "VERB", ROOT, "root"), dit=feats).form == form


@pytest.mark.parametrize(
    ("lemma", "clitic", "form"),
    [
        ("voir", "s'", "passive"),
        ("entendre", "s'", "passive"),
        ("voir", "l'", "infinitive"),
        ("dire", "se", "infinitive"),
    ],
)
def test_whoever_sees_himself_told_something_is_told(lemma: str, clitic: str, form: str) -> None:
    """« s'est vu reprocher », but not « l'a vu partir », « se dit vouloir »."""
    words = (
        (clitic, "PRON", 1, "expl:pv"),
        ("vu", "VERB", ROOT, "root"),
        ("reprocher", "VERB", 1, "xcomp"),
    )
    text = " ".join(form for form, *_ in words)
    feats = {"reprocher": "VerbForm=Inf"}
    tree = handtrees.tree(text, *words, feats=feats, lemmas={"vu": lemma})
    [layout] = handtrees.scene(f"{text} « ici »", tree).layouts.values()
    assert layout.group(2).form == form


@pytest.mark.parametrize(
    ("clitic", "pronominal", "negated"),
    [("se", True, False), ("s'", True, False), ("ne", False, True), ("le", False, False)],
)
def test_clitics(clitic: str, pronominal: bool, negated: bool) -> None:
    found = group((clitic, "PRON", 1, "expl:pv"), ("dit", "VERB", ROOT, "root"))
    assert (found.pronominal, found.negated) == (pronominal, negated)


@pytest.mark.parametrize(
    ("before", "behind", "negated"),
    [
        ((), ("ne", "pas"), False),
        ((), ("n'", "jamais"), False),
        ((), ("pas",), True),
        (("ne",), ("pas",), True),
        (("ne",), ("que",), False),
    ],
)
def test_what_stands_behind_a_verb_negates_another(
    before: tuple[str, ...], behind: tuple[str, ...], negated: bool
) -> None:
    """« dit ne pas savoir », but « dit pas », « ne dit pas »; « ne dit que cela » says it."""
    verb = len(before)
    found = group(
        *((form, "ADV", verb, "advmod") for form in before),
        ("dit", "VERB", ROOT, "root"),
        *((form, "ADV", verb, "advmod") for form in behind),
    )
    assert found.negated is negated


def test_only_obliques_outside_the_marks_belong_to_a_verb() -> None:
    """« Roy parle devant eux « de paix » »: quoted words are no part of the clause."""
    found = group(
        ("Roy", "PROPN", 1, "nsubj"),
        ("parle", "VERB", ROOT, "root"),
        ("devant", "ADP", 3, "case"),
        ("eux", "PRON", 1, "obl"),
        ("«", "PUNCT", 6, "punct"),
        ("de", "ADP", 6, "case"),
        ("paix", "NOUN", 1, "obl"),
        ("»", "PUNCT", 6, "punct"),
    )
    assert found.obliques == ("devant",)


@pytest.mark.parametrize(
    ("behind", "second", "negated"),
    [("que", "", False), ("que", "jamais", True), ("cela", "", True), ("cela", "pas", True)],
)
def test_ne_que_denies_nothing(behind: str, second: str, negated: bool) -> None:
    words = [("ne", "ADV", 0, "advmod"), ("dit", "VERB", ROOT, "root")]
    if second:
        words.append((second, "ADV", 0, "advmod"))
    at = len(words) - 1 if second else 1
    found = [(form, upos, head if head == ROOT else 1, rel) for form, upos, head, rel in words]
    found.append((behind, "SCONJ", at, "mark"))
    if second:
        found = [found[0], (second, "ADV", 2, "advmod"), ("dit", "VERB", ROOT, "root")]
        found[0] = ("ne", "ADV", 2, "advmod")
        found.append((behind, "SCONJ", 2, "mark"))
    assert group(*found, dit=FINITE).negated is negated


def test_a_name_with_an_elided_letter_denies_nothing() -> None:
    found = group(
        ("N'", "ADV", 2, "advmod"),
        ("Golo", "PROPN", 2, "nsubj"),
        ("dit", "VERB", ROOT, "root"),
        dit=FINITE,
    )
    assert not found.negated


@pytest.mark.parametrize(
    ("form", "lemma", "feats", "conditional"),
    [
        ("déclarerait", "déclarer", "Mood=Cnd", True),
        ("auraient", "avoir", "Mood=Ind", True),
        ("dirait", "dire", "", True),
        ("déclarait", "déclarer", "Mood=Ind", False),
        ("résumait", "résumer", "Mood=Cnd", False),
        ("veulent", "vouloir", "Mood=Cnd", False),
    ],
)
def test_a_conditional_has_its_ending(form: str, lemma: str, feats: str, conditional: bool) -> None:
    word = Word(0, len(form), form, lemma, "VERB", feats, ROOT, "root")
    assert verbs.is_conditional(word) is conditional
