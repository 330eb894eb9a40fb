"""Somebody the text speaks of: names, roles, and where each is mentioned."""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from operator import attrgetter
from typing import Final

from attrs import define, field

from quoteattr.attribution.naming.names import NameMention
from quoteattr.attribution.vocabulary import Vocabulary, fold, words_of
from quoteattr.model import Gender, Number, Span


@define(eq=False)
class Place:
    """Where a referent is mentioned."""

    start: int
    end: int
    frame: int
    subject: bool
    preposition: str
    quote: int
    opening: bool = False
    """Whether nobody else is mentioned before it in its sentence."""


@define(eq=False)
class Referent:
    """Somebody the text speaks of."""

    words: tuple[str, ...] = ()
    """The fullest name, folded; empty for somebody without a name."""
    names: list[NameMention] = field(factory=list)
    """Where it is named, in text order."""
    fullest: NameMention | None = None
    """The first of its longest names."""
    descriptions: list[Span] = field(factory=list)
    gender: Gender | None = None
    number: Number | None = None
    soft_gender: Gender | None = None
    """What the first name suggests; it helps to rank and is never given out."""
    role: str | None = None
    heads: set[str] = field(factory=set)
    roles: list[frozenset[str]] = field(factory=list)
    """The content words of each role and description that the text gives."""
    ties: dict[str, float] = field(factory=dict)
    """The nouns of descriptions that were tied to it, and how likely each tie is right."""
    kind: str = "name"
    places: list[Place] = field(factory=list)
    quotes: int = 0
    index: int = -1
    """Its place in the list of the discourse."""
    family: bool = False
    """Whether it is all who bear a surname: « les Roux »."""

    @property
    def marked_number(self) -> Number | None:
        """Its number by the text; without one a person is one, and so is whoever has a name of
        several words that no lexicon knows: « Ghjuvan Zorb » is not « les pompiers », « Les Vrais
        Voisins » may be."""
        full = self.kind == "name" and len(self.words) > 1 and self.words[0] != _PLURAL_ARTICLE
        return self.number or ("singular" if full or self.kind == "person" else None)

    def absorb(self, other: Referent) -> None:
        """Be all that another referent is, who is mentioned nowhere any more."""
        self.names = sorted((*self.names, *other.names), key=_start)
        self.fullest = self.fullest or other.fullest
        self.words = self.words or other.words
        self.descriptions += other.descriptions
        self.gender = self.gender or other.gender
        self.number = self.number or other.number
        self.role = self.role or other.role
        self.heads |= other.heads
        self.roles += other.roles[: max(0, MOST_ROLES - len(self.roles))]
        self.places = sorted((*self.places, *other.places), key=_start)
        other.places = []

    def last_subject(self, before: int) -> Span | None:
        """Where it was last the subject before an offset, None where it was not of late."""
        count = bisect_left(self.places, before, key=_start)
        for place in reversed(self.places[max(0, count - MOST_PLACES) : count]):
            if place.subject:
                return Span(place.start, place.end)
        return None


_PLURAL_ARTICLE: Final = "les"


MOST_PLACES: Final = 100
"""How many mentions of somebody are looked back over, the last ones before a place."""


MOST_ROLES: Final = 30
"""Roles of one bearer that are kept; no article gives anybody more."""


def phrase_words(phrase: str) -> list[str]:
    """The words of a phrase, folded, elided ones and those with hyphens apart."""
    return words_of(fold(phrase).replace("-", " "))


@lru_cache(maxsize=1 << 12)
def content_words(phrase: str, vocabulary: Vocabulary) -> frozenset[str]:
    """The words of a phrase that name a role, articles and prepositions left out."""
    stripped = (word.strip(',.;:()«»"“”') for word in phrase_words(phrase))
    return frozenset(
        word
        for word in stripped
        if word and word not in vocabulary.determiners and word not in vocabulary.prepositions
    )


def role_match(wanted: frozenset[str], head: str, referent: Referent) -> str:
    """How far a description repeats a role that the text has given to a referent.

    ``wanted`` are its content words, ``head`` its noun: of « le ministre de la Mer », « le ministre
    de la Mer » is the same, « le ministre » a part; « l'ancien ministre de la Mer » is longer.
    """
    if not referent.roles:
        return "no role known"
    if any(wanted == role for role in referent.roles):
        return "same"
    if any(wanted <= role and head in referent.heads for role in referent.roles):
        return "part"
    if any(role <= wanted and head in referent.heads for role in referent.roles):
        return "longer"
    if head in referent.heads:
        return "other complement" if _parted(wanted, head, referent) else "head"
    if any(wanted & role for role in referent.roles):
        return "some words"
    return "other role"


def _parted(wanted: frozenset[str], head: str, referent: Referent) -> bool:
    """« le maire de Rennes » of the maire de Nantes: the same noun with other complements."""
    plural = f"{head}s"
    own = [role - {head, plural} for role in referent.roles if head in role or plural in role]
    return bool(own) and all(role and role.isdisjoint(wanted) for role in own)


def clash(one: str | None, other: str | None) -> bool:
    """Whether two genders or two numbers are both marked and differ."""
    return one is not None and other is not None and one != other


_start: Final = attrgetter("start")
