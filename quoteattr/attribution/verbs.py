"""What a verb looks like with its auxiliaries and clitics, whatever quote it may introduce."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import Final

from attrs import frozen

from quoteattr.attribution.passage import Passage
from quoteattr.attribution.vocabulary import THAT
from quoteattr.syntax.tree import ROOT


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
        _is_negated(passage, forms, anchor, dependents),
        tuple(sorted(obliques)),
    )


def _is_negated(passage: Passage, forms: Sequence[str], anchor: int, dependents: Set[str]) -> bool:
    """« n'a pas dit », but not « n'a dit que « oui » » nor « N'Zonzi a dit »."""
    if dependents.isdisjoint(_NEGATIVE):
        return False
    if not dependents.isdisjoint(_SECOND_NEGATIVE):
        return True
    words = passage.tree.words
    first = [one for one in passage.tree.children[anchor] if forms[one] in _NEGATIVE]
    if any(words[one + 1].form[:1].isupper() for one in first if one + 1 < len(words)):
        return False
    return not any(form in THAT for form in forms[anchor + 1 : anchor + 2])


def _is_undergone(passage: Passage, forms: Sequence[str], anchor: int) -> bool:
    """« Le maire s'est vu reprocher », « s'est fait traiter de », « s'est entendu dire »: an
    infinitive whose subject is whoever hears the words."""
    words, head = passage.tree.words, passage.tree.words[anchor].head
    if head == ROOT or words[head].lemma not in _UNDERGOING:
        return False
    return not {forms[one] for one in passage.tree.children[head]}.isdisjoint(_REFLEXIVE)


_UNDERGOING: Final = ("voir", "faire", "entendre")
_REFLEXIVE: Final = ("se", "s'")
_NEGATIVE: Final = ("ne", "n'", "pas")
_SECOND_NEGATIVE: Final = ("pas", "jamais", "plus", "point", "guère", "rien", "personne")
