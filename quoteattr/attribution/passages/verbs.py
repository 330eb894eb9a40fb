"""What a verb looks like with its auxiliaries and clitics, whatever quote it may introduce."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from attrs import frozen

from quoteattr.attribution.passages.passage import Passage
from quoteattr.attribution.vocabulary import THAT, fold
from quoteattr.syntax.tree import ROOT, Word


@frozen(cache_hash=True)
class VerbGroup:
    """A verb, its auxiliaries, clitics and obliques."""

    form: str
    """finite, passive, infinitive, present participle or past participle: « a dit » is finite."""
    tense: str
    """Verb form, mood and tense, those of its auxiliary behind ``compound``."""
    number: str
    person: str
    pronominal: bool
    negated: bool
    obliques: tuple[str, ...]
    """The prepositions of its obliques, empty for one without, in alphabetical order."""


def read(passage: Passage, forms: Sequence[str], anchor: int) -> VerbGroup:
    """The group of one verb; ``forms`` are the words of the passage as the lexicons write them."""
    words, inside, children = passage.tree.words, passage.inside, passage.tree.children
    verb = words[anchor]
    mine = children[anchor]
    around = [words[one] for one in mine]
    auxiliaries = [one for one in around if one.relation in ("aux", "cop")]
    form = {"Inf": "infinitive", "Part": "participle"}.get(verb.feat("VerbForm") or "", "finite")
    if form == "participle":
        if any(one.deprel == "aux:pass" for one in auxiliaries):
            form = "passive"
        elif auxiliaries:
            form = "finite"
        else:
            form = f"{'present' if 'Tense=Pres' in verb.feats else 'past'} participle"
    elif form == "infinitive" and _is_undergone(passage, forms, anchor):
        form = "passive"
    finite, compound = verb, ""
    if auxiliaries and verb.feat("VerbForm") != "Fin":
        finite, compound = auxiliaries[0], "compound"
    marks = (finite.feat(name) for name in ("VerbForm", "Mood", "Tense"))
    dependents = {forms[one] for one in mine if inside[one] == inside[anchor]}
    obliques = {
        next((forms[case] for case in children[one] if words[case].relation == "case"), "")
        for one in mine
        if words[one].relation == "obl" and inside[one] == inside[anchor]
    }
    return VerbGroup(
        form,
        " ".join(filter(None, (compound, *marks))),
        finite.feat("Number") or "",
        finite.feat("Person") or "",
        not dependents.isdisjoint(_REFLEXIVE),
        _is_negated(passage, forms, anchor),
        tuple(sorted(obliques)),
    )


def _is_negated(passage: Passage, forms: Sequence[str], anchor: int) -> bool:
    """« n'a pas dit », but not « dit ne pas savoir », « n'a dit que « oui » » nor « N'Zonzi a
    dit »."""
    words, inside = passage.tree.words, passage.inside
    behind = range(anchor + 1, min(anchor + 1 + _NEAR, len(forms)))
    end = next((at for at in behind if forms[at] in _NE), len(forms))
    mine = [
        one for one in passage.tree.children[anchor] if one < end and inside[one] == inside[anchor]
    ]
    dependents = {forms[one] for one in mine}
    if dependents.isdisjoint(_NEGATIVE):
        return False
    if not dependents.isdisjoint(_SECOND_NEGATIVE):
        return True
    clitics = (one for one in mine if forms[one] in _NE)
    if any(words[one + 1].form[:1].isupper() for one in clitics if one + 1 < len(words)):
        return False
    return not any(form in THAT for form in forms[anchor + 1 : anchor + 2])


_NEAR: Final = 3
"""Words behind a verb in which « ne » opens what it governs: « a dit vouloir ne pas partir »."""


def _is_undergone(passage: Passage, forms: Sequence[str], anchor: int) -> bool:
    """« Le maire s'est vu reprocher », « s'est fait traiter de », « s'est entendu dire »: an
    infinitive whose subject is whoever hears the words."""
    words, head = passage.tree.words, passage.tree.words[anchor].head
    if head == ROOT or words[head].lemma not in _UNDERGOING:
        return False
    return not {forms[one] for one in passage.tree.children[head]}.isdisjoint(_REFLEXIVE)


_UNDERGOING: Final = ("voir", "faire", "entendre")
_REFLEXIVE: Final = ("se", "s'")
_NE: Final = ("ne", "n'")
_NEGATIVE: Final = (*_NE, "pas")
_SECOND_NEGATIVE: Final = ("pas", "jamais", "plus", "point", "guère", "rien", "personne")


def is_conditional(word: Word) -> bool:
    """« déclarerait », « aurait »: by infinitive and ending, or by feature and ending.

    « déclarait » has the ending too, but behind the stem and not behind the infinitive; a parser
    may call it a conditional all the same.
    """
    form = fold(word.form).lstrip("-")
    if word.feat("Mood") == "Cnd":
        return form.endswith(_CONDITIONAL)
    stem = next(
        (form.removesuffix(ending) for ending in ("aient", "ait") if form.endswith(ending)), ""
    )
    lemma = fold(word.lemma)
    return bool(stem) and stem in (lemma.removesuffix("e"), *_FUTURE_STEMS.get(lemma, ()))


_CONDITIONAL: Final = ("rais", "rait", "rions", "riez", "raient")
_FUTURE_STEMS: Final = {"avoir": ("aur",), "être": ("ser",)}
