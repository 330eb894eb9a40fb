"""What the lexicons say of the words of a name: first names, titles, places, bodies and media, and
the nouns that are no name whatever their capital."""

from __future__ import annotations

from typing import Final

from quoteattr import sentences
from quoteattr.attribution.naming.tokens import Tokens
from quoteattr.attribution.vocabulary import Vocabulary, fold

ARTICLES: Final = ("La", "Le", "Les")
"""Those that a name may begin with: « Le Monde », « La France insoumise »."""


def is_first_name(word: str, vocabulary: Vocabulary) -> bool:
    """« Anne », « Jean-Luc »: whether a word is a first name, or two joined by a hyphen."""
    return word in vocabulary.first_names or (
        "-" in word
        and word.split("-")[0] in vocabulary.first_names
        and word.split("-")[-1] in vocabulary.first_names
    )


def opens_person(tokens: Tokens, at: int, vocabulary: Vocabulary) -> bool:
    """Whether a word is a first name or a title that begins somebody's name."""
    named = is_first_name(tokens.texts[at], vocabulary)
    return named or is_short_title(tokens, at, vocabulary)


def is_title(word: str, vocabulary: Vocabulary) -> bool:
    """Whether a word is a title, with its full stop or without."""
    return word in vocabulary.titles or f"{word}." in vocabulary.titles


def is_short_title(tokens: Tokens, at: int, vocabulary: Vocabulary) -> bool:
    """« Mme », « M. »: titles that are part of no name, unlike « Dame » and « Père »."""
    word = tokens.texts[at]
    if tokens.texts[at + 1 : at + 2] == ["."]:
        return f"{word}." in vocabulary.titles
    return word in vocabulary.titles and sentences.is_abbreviation(word)


def is_proper(form: str, vocabulary: Vocabulary) -> bool:
    lists = (vocabulary.first_names, vocabulary.places, vocabulary.organisations)
    return any(form in names for names in lists)


def known_kind(name: str, vocabulary: Vocabulary) -> str:
    """What the lexicons say that these very words name: body, medium, place, empty for none."""
    if name in vocabulary.organisations:
        return "body"
    if name in vocabulary.media:
        return "medium"
    return "place" if name in vocabulary.places else ""


def known_end(tokens: Tokens, first: int, vocabulary: Vocabulary) -> int:
    """The last token of a known name that goes on in lower case, the first one where it is none."""
    opening = tuple(tokens.texts[first : first + 2])
    for words in vocabulary.long_names.get(opening, ()):
        there = tokens.texts[first : first + len(words)]
        if there == list(words):
            return first + len(words) - 1
    return first


def is_within_known(tokens: Tokens, at: int, vocabulary: Vocabulary) -> bool:
    """Whether a word is a later one of a known name: « insoumise » of « La France insoumise »."""
    return any(
        known_end(tokens, first, vocabulary) >= at
        for first in range(max(at - LONGEST_KNOWN, 0), at)
        if tokens.capital(first)
    )


LONGEST_KNOWN: Final = 8
"""Words of the longest medium or body looked up before a name."""


def is_article(tokens: Tokens, at: int, vocabulary: Vocabulary) -> bool:
    """Whether a word may be an article that belongs to a name: « Le Pen », but « Le Premier
    ministre »."""
    form = tokens.texts[at]
    determiner = vocabulary.determiner(tokens.folded[at])
    return (
        determiner is not None
        and determiner.kind == "definite"
        and not form.isupper()
        and at + 1 < len(tokens)
        and tokens.capital(at + 1)
        and tokens.adjacent(at + 1)
        and not is_common(tokens, at + 1, vocabulary)
        and tokens.folded[at + 1] not in vocabulary.prenominals
    )


def is_common(tokens: Tokens, at: int, vocabulary: Vocabulary) -> bool:
    """Whether a word is a noun of a person or body whatever its capital; one in capitals is such a
    noun behind a determiner: « la DRH », but « a dit BERGER »."""
    word, folded = tokens.texts[at], tokens.folded[at]
    role = folded in vocabulary.role_nouns
    return (
        (role or folded in vocabulary.collective_nouns)
        and (not word.isupper() or (role and is_determined(tokens, at, vocabulary)))
        and word not in vocabulary.organisations
        and word not in vocabulary.media
        and word not in vocabulary.places
        and word not in vocabulary.first_names
    )


def is_description(tokens: Tokens, at: int, vocabulary: Vocabulary) -> bool:
    """« la Cour », « le Nantais »: whether a word describes whom it means, whatever its capital."""
    return is_common(tokens, at, vocabulary) or is_demonym(tokens, at, vocabulary)


def is_member(tokens: Tokens, at: int, vocabulary: Vocabulary) -> bool:
    """« le député Insoumis Luc Roy »: whether a word says of whom a name names what he is."""
    return tokens.folded[at] in vocabulary.role_nouns and is_common(tokens, at, vocabulary)


def demonym(word: str, vocabulary: Vocabulary) -> str:
    """The entry of a demonym in the singular or plural, empty for any other word."""
    forms = (word, word.removesuffix("s"))
    return next((form for form in forms if form in vocabulary.demonyms), "")


def is_demonym(tokens: Tokens, at: int, vocabulary: Vocabulary) -> bool:
    """« le Sénégalais », « une Lilloise »; « Le Parisien » is a paper, « Germain » a first name."""
    word = tokens.texts[at]
    return (
        tokens.capital(at)
        and demonym(tokens.folded[at], vocabulary) != ""
        and is_determined(tokens, at, vocabulary)
        and word not in vocabulary.first_names
        and not any(known_kind(name, vocabulary) for name in (word, f"Le {word}", f"La {word}"))
    )


def is_determined(tokens: Tokens, at: int, vocabulary: Vocabulary) -> bool:
    """Whether a determiner stands before a word, or before an adjective there: « une jeune
    Lilloise »."""
    if tokens.folded_before(at) in vocabulary.prenominals:
        at -= 1
    return tokens.folded_before(at) in vocabulary.determiners


def without_article(form: str, vocabulary: Vocabulary) -> str:
    """« al-Kadhimi » and « Kadhimi » are one name."""
    article, _, name = form.partition("-")
    return name if name and vocabulary.name_particles.get(fold(article)) == "particle" else form
