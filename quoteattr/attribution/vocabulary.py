"""The lexicons that candidates and features look words up in, as one object."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache
from operator import itemgetter
from typing import Final, TypeVar
from unicodedata import combining, normalize

from attrs import field, fields, frozen

from quoteattr import lexicon
from quoteattr.model import Gender, Number

_Key = TypeVar("_Key")

_FOLDED: Final = {ord("’"): "'", ord("\u2011"): "-", ord("\u00ad"): None}


@lru_cache(maxsize=1 << 15)
def fold(form: str) -> str:
    """A word as the lexicons write it: lower case, composed accents, straight apostrophe and plain
    hyphen, no soft hyphen."""
    return normalize("NFC", form.lower()).translate(_FOLDED)


def plain(form: str) -> str:
    """A word folded, without accents: « Édouard » and « Edouard » are one name."""
    return "".join(c for c in normalize("NFD", fold(form)) if not combining(c))


def _lexicon(name: str) -> Mapping[str, str]:
    return field(factory=lambda: lexicon.classes(name))


@frozen(eq=False)
class Vocabulary:
    """Word lists, each an entry → class mapping; every one can be replaced in the attribution.

    The sentences of a text are found with the package's own lists.

    ``Vocabulary(speech_verbs={**lexicon.classes("speech_verbs"), "slamer": "tone"})``
    """

    speech_verbs: Mapping[str, str] = _lexicon("speech_verbs")
    verb_forms: Mapping[str, str] = _lexicon("verb_forms")
    speech_nouns: Mapping[str, str] = _lexicon("speech_nouns")
    source_prepositions: Mapping[str, str] = _lexicon("source_prepositions")
    role_nouns: Mapping[str, str] = _lexicon("role_nouns")
    role_fields: Mapping[str, str] = _lexicon("role_fields")
    collective_nouns: Mapping[str, str] = _lexicon("collective_nouns")
    label_nouns: Mapping[str, str] = _lexicon("label_nouns")
    titles: Mapping[str, str] = _lexicon("titles")
    first_names: Mapping[str, str] = _lexicon("first_names")
    demonyms: Mapping[str, str] = _lexicon("demonyms")
    document_nouns: Mapping[str, str] = _lexicon("document_nouns")
    naming_words: Mapping[str, str] = _lexicon("naming_words")
    continuing_verbs: Mapping[str, str] = _lexicon("continuing_verbs")
    temporal_nouns: Mapping[str, str] = _lexicon("temporal_nouns")
    media: Mapping[str, str] = _lexicon("media")
    places: Mapping[str, str] = _lexicon("places")
    organisations: Mapping[str, str] = _lexicon("organisations")
    function_words: Mapping[str, str] = _lexicon("function_words")
    pronouns: Mapping[str, str] = _lexicon("pronouns")
    pronoun_phrases: Mapping[str, str] = _lexicon("pronoun_phrases")
    prepositions: Mapping[str, str] = _lexicon("prepositions")
    attached_nouns: Mapping[str, str] = _lexicon("attached_nouns")
    prenominals: Mapping[str, str] = _lexicon("prenominals")
    relational_adjectives: Mapping[str, str] = _lexicon("relational_adjectives")
    name_particles: Mapping[str, str] = _lexicon("name_particles")
    determiners: Mapping[str, str] = _lexicon("determiners")
    conjunctions: Mapping[str, str] = _lexicon("conjunctions")
    clause_words: Mapping[str, str] = _lexicon("clause_words")
    list_joints: Mapping[str, str] = _lexicon("list_joints")
    contractions: Mapping[str, str] = _lexicon("contractions")
    sources: Mapping[str, tuple[tuple[str, ...], ...]] = field(init=False, repr=False)
    """The source prepositions cut into words, under their first one, longest first."""
    long_pronouns: Mapping[str, tuple[tuple[str, ...], ...]] = field(init=False, repr=False)
    """The phrases that are like a pronoun, likewise, but under their last word."""
    long_names: Mapping[tuple[str, ...], tuple[tuple[str, ...], ...]] = field(
        init=False, repr=False
    )
    """The names of several words of bodies, media and places, likewise, but under their first two,
    and without their article those that go on without a capital: « Force ouvrière », « France
    insoumise », « France 2 »."""

    long_roles: Mapping[str, tuple[tuple[str, ...], ...]] = field(init=False, repr=False)
    """The nouns of persons of several words that are no noun of a person by their first word,
    likewise: « mis en cause », « tête de liste »."""

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "sources", _by_key(self.source_prepositions, itemgetter(0)))
        object.__setattr__(self, "long_pronouns", _by_key(self.pronoun_phrases, itemgetter(-1)))
        several = [name for name in (*self.organisations, *self.media, *self.places) if " " in name]
        elided = {name.removeprefix("L'") for name in several}
        bare = (_ARTICLE.sub("", name) for name in several)
        goes_on = {name for name in bare if not all(map(_is_capital, name.split()[1:]))}
        object.__setattr__(self, "long_names", _by_key(elided | goes_on, itemgetter(slice(2))))
        known = self.role_nouns.keys() | self.prenominals.keys()
        long = (noun for noun in self.role_nouns if " " in noun and noun.split()[0] not in known)
        object.__setattr__(self, "long_roles", _by_key(long, itemgetter(0)))

    def __reduce__(self) -> tuple[Callable[..., Vocabulary], tuple[dict[str, dict[str, str]]]]:
        """Pickle the word lists as plain dictionaries."""
        lists = {one.name: dict(getattr(self, one.name)) for one in fields(Vocabulary) if one.init}
        return _restored, (lists,)

    def determiner(self, form: str) -> Determiner | None:
        """What a determiner marks, None for any other word; ``form`` is folded."""
        entry = self.determiners.get(form)
        return None if entry is None else _determiner(entry)

    def first_name_gender(self, name: str) -> Gender | None:
        """The gender that a first name suggests, None for one of both."""
        return GENDERS.get(self.first_names.get(name, ""))

    def gender(self, noun: str, determiner: Determiner | None) -> Gender | None:
        """The gender of a phrase with a noun of a person or body: what its determiner marks, be it
        « cette professeur », else that of the noun, None where it has none of its own."""
        lists = (self.role_nouns, self.collective_nouns, self.demonyms)
        entry = next((found for one in lists if (found := one.get(noun))), "")
        return phrase_gender(entry, determiner)


def _restored(lists: Mapping[str, Mapping[str, str]]) -> Vocabulary:
    return Vocabulary(**lists)


def _is_capital(word: str) -> bool:
    return word[0].isupper()


_ARTICLE: Final = re.compile(r"(?:L[ae]s? |L')(?=\S+ )")


THAT: Final = ("que", "qu'")
"""What opens a clause that is said: « dit que… », « dit qu'il… »."""


def words_of(phrase: str) -> list[str]:
    """The words of a phrase, an elided one with its apostrophe: « l' », « intéressé »."""
    return phrase.replace("’", "'").replace("'", "' ").split()


def spelled(words: Iterable[str]) -> str:
    """A phrase that was cut into words, as the lexicons have it: « l'intéressé »."""
    return " ".join(words).replace("' ", "'")


def _by_key(
    phrases: Iterable[str], key: Callable[[tuple[str, ...]], _Key]
) -> Mapping[_Key, tuple[tuple[str, ...], ...]]:
    """Phrases cut into words, longest first, under what ``key`` takes of these."""
    by_key: dict[_Key, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        words = tuple(words_of(phrase))
        by_key.setdefault(key(words), []).append(words)
    return {one: tuple(sorted(found, key=len, reverse=True)) for one, found in by_key.items()}


@frozen
class Determiner:
    """The kind of a determiner, and gender and number as far as its form marks them."""

    kind: str
    gender: Gender | None
    number: Number | None


GENDERS: Final[Mapping[str, Gender]] = {"m": "masculine", "f": "feminine"}
"""What the classes of nouns and titles mark; « mf » marks nothing."""
_EPICENE: Final = "fe"
"""Nouns that are feminine whoever they are said of: « la victime » may be a man."""
_NUMBERS: Final[Mapping[str, Number]] = {"s": "singular", "p": "plural"}


def phrase_gender(entry: str, determiner: Determiner | None) -> Gender | None:
    """What a noun phrase tells of the gender of whoever it describes; ``entry`` is the class of its
    noun."""
    if entry == _EPICENE:
        return None
    marked = None if determiner is None else determiner.gender
    return marked or GENDERS.get(entry)


@cache
def _determiner(entry: str) -> Determiner:
    kind, _, marks = entry.partition("-")
    gender = next((GENDERS[mark] for mark in marks if mark in GENDERS), None)
    number = next((_NUMBERS[mark] for mark in marks if mark in _NUMBERS), None)
    return Determiner(kind, gender, number)


@cache
def default() -> Vocabulary:
    """The lexicons that the package ships."""
    return Vocabulary()
