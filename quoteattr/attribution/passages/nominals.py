"""Nouns, names and pronouns of a passage that could head a mention, whatever the cue."""

from __future__ import annotations

import re
from collections.abc import Container
from itertools import islice
from typing import Final

from attrs import define

from quoteattr.attribution.passages.layout import Layout
from quoteattr.attribution.passages.passage import OUTSIDE, Passage
from quoteattr.attribution.passages.phrases import (
    WITHIN_NAME,
    host_of_name,
    is_determined,
    latter,
    unhyphened,
)
from quoteattr.attribution.vocabulary import Vocabulary, fold
from quoteattr.syntax.tree import ROOT

PERSONAL: Final = frozenset({"il", "elle", "ils", "elles"})
"""Kinds of pronoun that are the subject of a verb."""
_TONIC: Final = frozenset({"lui", "eux"})
"""Those of personal pronouns that are no clitic."""
DEMONSTRATIVE: Final = frozenset({"celui", "celle", "ceux", "celles"})
"""Those that may stand for a noun with a complement of its own: « celui de Rennes »."""


STANDING_KINDS: Final = frozenset({"one", "some"})
"""Pronouns that stand for themselves, as a description does: « l'un des militaires »."""


FIRST_PERSON: Final = "je"
"""The pronoun that is, within a quote, whoever utters it."""


_WHATEVER_THE_TAG: Final = PERSONAL | DEMONSTRATIVE | {"on"}
"""Kinds of pronoun that a parser may take for a name where they open a sentence."""


UNRESOLVED_KINDS: Final = frozenset(
    {FIRST_PERSON, "tu", "nous", "vous", "ce", "qui", "object", "nobody", "pronoun"}
)
"""Pronouns that no referent is looked for: the speaker is shown by the mention alone."""


PRONOUN_KINDS: Final = frozenset(
    {*UNRESOLVED_KINDS, *PERSONAL, *_TONIC, *DEMONSTRATIVE, "on", "relative", "possessive"}
)
"""Kinds of mention that name nobody by themselves: those of the lexicon of pronouns, « qui » that
opens a sentence (relative), « ses » (possessive), and a pronoun that the lexicon lacks."""


@define(eq=False)
class Nominal:
    """A noun, name or pronoun that could be a mention; ``antecedent`` is that of « qui »."""

    index: int
    kind: str
    host: int
    """Whose words it is among: the journalist's, ``OUTSIDE``, or those of a quote."""
    antecedent: int = -1


def find(
    layout: Layout, names: Container[int], roles: Container[int], vocabulary: Vocabulary
) -> list[Nominal]:
    """All words of a passage that could head a mention.

    ``names`` are where names begin in the text, ``roles`` where nouns of persons of several words
    do: a parser may take that of « le mis en cause » for a verb.
    """
    passage, forms = layout.passage, layout.forms
    words = passage.tree.words
    pronouns = vocabulary.pronouns
    found = []
    for index, word in enumerate(words):
        by_form = word.upos == "VERB" and _is_role_by_form(layout, index, vocabulary)
        if word.start in roles or by_form:
            found.append(Nominal(index, "role", passage.inside[index]))
            continue
        if word.start in names and _is_mistagged_name(passage, index):
            found.append(_noun(layout, index, vocabulary))
            continue
        if word.upos not in _TAGS:
            continue
        if word.form[:1].isdigit() and _CLOCK.fullmatch(word.form):
            continue  # « 22h48 – Luc Roy : « … » »
        host = passage.inside[index]
        if _is_possessive(forms[index], vocabulary):
            # « à ses yeux », « Son verdict : »: the possessor speaks.
            if word.head != ROOT and words[word.head].upos == "NOUN":
                found.append(Nominal(index, "possessive", host))
            continue
        pronoun = latter(passage, index, vocabulary)
        if pronoun is not None:
            found.append(Nominal(index, pronoun[0], host))
            continue
        form = unhyphened(word.form)
        clitic = word.form.startswith("-") and form in pronouns
        if not clitic and not _may_head(layout, index, names):
            continue
        if word.upos == "PRON" or clitic or _is_pronoun(passage, index, pronouns.get(form, "")):
            if _is_object(passage, index, form, vocabulary):
                continue
            kind = pronouns.get(form, "pronoun")
            antecedent = -1
            if kind == "qui":
                antecedent = _antecedent(passage, index)
                if antecedent < 0 and _opens_sentence(passage, index):
                    kind = "relative"
            found.append(Nominal(index, kind, host, antecedent))
        else:
            nominal = _noun(layout, index, vocabulary)
            if not (nominal.kind == "time" and _is_counted(passage, index)):
                found.append(nominal)  # « lance Léo », but not « lance Léo, 65 ans »
    return found


def _is_mistagged_name(passage: Passage, index: int) -> bool:
    """« a plaidé Me Wouter De Smedt »: whether a parser took a word for no noun and no part of a
    name, that of the surname right behind it neither."""
    word = passage.tree.words[index]
    if word.upos in _NOUNS or word.relation in WITHIN_NAME:
        return False
    return word.head != index + 1 or not passage.tree.words[word.head].form[:1].isupper()


def _noun(layout: Layout, index: int, vocabulary: Vocabulary) -> Nominal:
    passage = layout.passage
    host = passage.inside[index]
    if host != OUTSIDE:
        host = host_of_name(passage, index)
    return Nominal(index, noun_kind(passage, index, layout.forms, vocabulary), host)


_TAGS: Final = frozenset({"NOUN", "PROPN", "PRON", "DET", "ADJ", "NUM", "X", "ADV"})
"""Classes of words among which there may be mentions, right or wrong tags."""
_CLOCK: Final = re.compile(r"\d{1,2}\s?h\s?(?:\d\d)?")


def _is_role_by_form(layout: Layout, index: int, vocabulary: Vocabulary) -> bool:
    """Whether what a parser took for a verb is a noun of a person behind its article: « affirme le
    reporter », « se défend l'accusé »."""
    words = layout.passage.tree.words
    return (
        index > 0
        and (words[index - 1].relation, words[index - 1].head) == ("det", index)
        and layout.forms[index] in vocabulary.role_nouns
    )


def _is_counted(passage: Passage, index: int) -> bool:
    words, children = passage.tree.words, passage.tree.children[index]
    return any(words[child].relation == "nummod" for child in children)


def _is_pronoun(passage: Passage, index: int, kind: str) -> bool:
    """Whether a word of a kind of pronoun is one whatever a parser took it for: « Elle refuse »,
    « Lui refuse », « Personne n'a dit que… », but not « une personne »."""
    if kind == "nobody":
        subject = passage.tree.words[index].relation == "nsubj"
        return subject and not is_determined(passage.tree, index)
    return kind in _WHATEVER_THE_TAG or _is_tonic(passage, index, kind)


def _is_tonic(passage: Passage, index: int, kind: str) -> bool:
    """« Lui parle d'un « malentendu » »: the pronoun that opens a sentence is its subject."""
    return kind in _TONIC and _opens_sentence(passage, index)


def _may_head(layout: Layout, index: int, names: Container[int]) -> bool:
    """Whether a word that is no clitic may head a mention, by its class and its relation."""
    word = layout.passage.tree.words[index]
    if word.relation in WITHIN_NAME and not _is_no_part(layout, index, names):
        return False
    if word.upos in ("ADV", "X"):
        return word.relation == "nsubj"
    if word.upos == "ADJ" and is_determined(layout.passage.tree, index):
        return True  # « conclut un autre »
    return word.upos not in ("DET", "ADJ", "NUM") or word.relation in _NOMINAL


def _is_object(passage: Passage, index: int, form: str, vocabulary: Vocabulary) -> bool:
    """Whether a pronoun is one that nobody speaks by: « y », « s' », « lui » in « lui répond »."""
    word, kind = passage.tree.words[index], vocabulary.pronouns.get(form, "")
    return kind in ("clitic", "empty") or (
        word.relation in ("expl", "iobj")
        and word.deprel != "expl:subj"
        and form not in PERSONAL
        and not _is_tonic(passage, index, kind)
    )


def _is_no_part(layout: Layout, index: int, names: Container[int]) -> bool:
    """Whether a name that the tree has within another stands by itself.

    « a déclaré à l'AFP Marcel » holds two; « tranche Anne » one, behind a cue tagged for a name,
    and « prévient d'emblée Anne » one behind an adverbial.
    """
    words = layout.passage.tree.words
    head = words[index].head
    if words[index].start not in names or head == ROOT:
        return False
    adverbial = (
        words[head].relation == "obl"
        and words[head].form.islower()
        and index == head + 1
        and not is_determined(layout.passage.tree, head)
    )
    # « proteste Me Anne Roux », where a parser has no class for « Me »
    title = words[head].upos == "X" and words[head].relation != "nsubj" and index == head + 1
    return words[head].start in names or head in layout.inverted or adverbial or title


_NOMINAL: Final = frozenset({"nsubj", "root", "obl"})
"""Relations by which a word of any class but a noun or pronoun may be one."""


def _is_possessive(form: str, vocabulary: Vocabulary) -> bool:
    determiner = vocabulary.determiner(form)
    return determiner is not None and determiner.kind == "possessive"


def kind_of(layout: Layout, index: int, vocabulary: Vocabulary) -> str:
    """The kind of the noun or pronoun that a relative clause modifies."""
    if layout.passage.tree.words[index].upos == "PRON":
        return vocabulary.pronouns.get(layout.forms[index], "pronoun")
    return noun_kind(layout.passage, index, layout.forms, vocabulary)


def _opens_sentence(passage: Passage, index: int) -> bool:
    """Whether a sentence begins with a word: « … », dit le maire. Qui ajoute : « … »"""
    return all(word.upos in ("PUNCT", "CCONJ") for word in islice(passage.tree.words, index))


def _antecedent(passage: Passage, index: int) -> int:
    """The noun that a relative clause modifies: the head of the nearest acl above its pronoun.

    Where the tree has none, the noun phrase before it: « Luc Roy, maire de Nay, selon qui… ».
    """
    words = passage.tree.words
    if words[index].relation == "acl":
        return words[index].head
    for ancestor in passage.tree.ancestors(index):
        if words[ancestor].relation == "acl" and words[ancestor].head != ROOT:
            head = words[ancestor].head
            return head if head < index else -1
    at = index - 1
    while at >= 0 and words[at].upos in ("PUNCT", "ADP", "CCONJ"):
        at -= 1
    if at < 0 or words[at].upos not in _NOUNS or passage.inside[at] != passage.inside[index]:
        return -1
    while words[at].relation in _WITHIN_PHRASE:
        head = words[at].head
        if not 0 <= head < at or words[head].upos not in _NOUNS:
            break
        at = head
    return at


_NOUNS: Final = ("NOUN", "PROPN")


_WITHIN_PHRASE: Final = frozenset({"nmod", "appos", *WITHIN_NAME})


def noun_kind(passage: Passage, index: int, forms: list[str], vocabulary: Vocabulary) -> str:
    """What a noun phrase seems to name, by lexicons: role, body, name, time, place, medium."""
    word = passage.tree.words[index]
    form = forms[index]
    lemma = fold(word.lemma)
    if word.form in vocabulary.titles:
        return "name"
    if form in vocabulary.role_nouns or lemma in vocabulary.role_nouns:
        return "role"
    if form in vocabulary.collective_nouns or lemma in vocabulary.collective_nouns:
        return "body"
    if form in vocabulary.demonyms or lemma in vocabulary.demonyms:
        return "role"
    if form in vocabulary.document_nouns or lemma in vocabulary.document_nouns:
        return "document"
    first_name = word.form[:1].isupper() and word.form in vocabulary.first_names
    if not first_name and (form in vocabulary.temporal_nouns or lemma in vocabulary.temporal_nouns):
        return "time"  # but « Aurore », « Noël Mamère »
    if word.form[:1].isupper():
        if word.form in vocabulary.media:
            return "medium"
        if word.form in vocabulary.organisations:
            return "body name"
        if word.form in vocabulary.places:
            return "place"
        if first_name:
            return "name"
        if word.upos == "PROPN" or index:
            flat = any(
                passage.tree.words[child].relation == "flat"
                for child in passage.tree.children[index]
            )
            return "long name" if flat else "short name"
    return "noun" if word.upos == "NOUN" else word.upos.lower()
