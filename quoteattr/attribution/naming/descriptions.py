"""Noun phrases that describe somebody by themselves: « le ministre », « la mairie ».

They are read from the characters alone, as names are.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from attrs import define

from quoteattr.attribution.naming import gazetteer
from quoteattr.attribution.naming.tokens import Tokens
from quoteattr.attribution.vocabulary import (
    Determiner,
    Vocabulary,
    phrase_gender,
    spelled,
    words_of,
)
from quoteattr.marks import CLOSERS, OPENERS
from quoteattr.model import Gender, Number


@define(eq=False)
class Description:
    """A noun phrase that describes somebody, where it stands: « le ministre de l'Intérieur »."""

    start: int
    """Where its determiner begins."""
    head_start: int
    end: int
    head: str
    determiner: str
    kind: str
    """role, body, document, or noun for a plural of anything else: « les « gilets jaunes » »."""
    gender: Gender | None
    number: Number | None
    subject: bool
    """Whether it opens its sentence, as a subject does."""
    preposition: str
    topic: bool
    """Whether « quant à » stands before it."""
    quote: int = -1
    noun_end: int = -1
    """Where its noun ends: that of « le mis en cause » has three words."""

    @property
    def is_long(self) -> bool:
        """Whether its noun has several words."""
        return " " in self.head


def find(tokens: Tokens, starts: set[int], vocabulary: Vocabulary) -> list[Description]:
    """All descriptions of a text in its order; ``starts`` are where its names begin."""
    marked = ((at, vocabulary.determiner(form)) for at, form in enumerate(tokens.folded))
    read = (_read(tokens, at, one, starts, vocabulary) for at, one in marked if one is not None)
    return [description for description in read if description is not None]


def _read(
    tokens: Tokens, at: int, marked: Determiner, starts: set[int], vocabulary: Vocabulary
) -> Description | None:
    """A determiner, at most two words, and a noun of a person or body, its complements behind it;
    None where a name stands there or anything else."""
    quoted = marked.number == "plural" and at + 1 < len(tokens) and tokens.texts[at + 1] in OPENERS
    for head in range(at + 1 + quoted, min(at + 4, len(tokens))):
        noun = _noun(tokens, head, marked.number, vocabulary)
        if noun is None:
            return None
        if not _is_adjective(tokens, head, noun, vocabulary):
            break
    else:
        return None
    if noun.kind == "noun" and not (marked.number == "plural" and _is_plural(tokens.texts[head])):
        return None  # « le mouvement étudiant »: what stands behind a noun is an adjective
    end = closing(tokens, at + 1) if quoted else complements(tokens, noun.last, vocabulary)
    if end < 0:
        return None
    if end + 1 < len(tokens) and tokens.starts[end + 1] in starts:
        return None  # « le ministre Laurent Fabius »: the name stands for both
    before = vocabulary.determiner(tokens.folded_before(at)) if marked.number == "plural" else None
    if before is not None and (before.kind, before.number) == ("indefinite", "singular"):
        at, marked = at - 1, before  # « une des victimes » is one of them
    preposition, topic = governing(tokens, at, vocabulary)
    return Description(
        tokens.starts[at],
        tokens.starts[head],
        tokens.ends[end],
        noun.lemma,
        tokens.folded[at],
        noun.kind,
        phrase_gender(noun.gender, marked),
        marked.number,
        topic or tokens.opens(at),
        preposition,
        topic,
        noun_end=tokens.ends[noun.last],
    )


class _Noun(NamedTuple):
    """What the lexicons say of a noun, and its last word: « mis en cause » has three."""

    kind: str
    lemma: str
    gender: str
    last: int


def _noun(tokens: Tokens, at: int, number: Number | None, vocabulary: Vocabulary) -> _Noun | None:
    """What may be a noun, or an adjective before it; None for a sign or small word."""
    word = tokens.folded[at]
    several = long_role(tokens, at, vocabulary)
    kind, lemma, gender = _described(word, number, vocabulary)
    # « les deux avocats », but « le mis en cause », « l'accusé »
    small = word in vocabulary.function_words and word not in vocabulary.prenominals
    if tokens.kinds[at] != "word" or (small and kind == "noun" and not several):
        return None
    last = at
    if several:
        kind, lemma, gender = "role", several, vocabulary.role_nouns[several]
        last = at + len(words_of(several)) - 1
    if gazetteer.is_demonym(tokens, at, vocabulary):
        kind, lemma = "role", gazetteer.demonym(word, vocabulary)
        gender = vocabulary.demonyms[lemma]
    return _Noun(kind, lemma, gender, last)


def _is_adjective(tokens: Tokens, at: int, noun: _Noun, vocabulary: Vocabulary) -> bool:
    """Whether a word stands before the noun that it belongs to: « la jeune femme », « le jeune
    Belge », « le vieux projet »."""
    if is_before_noun(tokens, at, vocabulary):
        return True
    if tokens.folded[at] not in vocabulary.prenominals:
        return False
    if at + 1 < len(tokens) and gazetteer.is_demonym(tokens, at + 1, vocabulary):
        return True
    following = tokens.texts[at + 1] if at + 1 < len(tokens) else "."
    alone = _is_plural(tokens.texts[at]) and not _is_plural(following)  # « les anciens rient »
    return noun.kind == "noun" and not alone


def is_before_noun(tokens: Tokens, at: int, vocabulary: Vocabulary) -> bool:
    """Whether a word that may be a noun of a person is an adjective before one: « la jeune femme »,
    « la jeune tête de liste », but « le jeune »."""
    if tokens.folded[at] not in vocabulary.prenominals or at + 1 >= len(tokens):
        return False
    following = tokens.folded[at + 1]
    return tokens.texts[at + 1].islower() and (
        following in vocabulary.role_nouns
        or following in vocabulary.collective_nouns
        or long_role(tokens, at + 1, vocabulary) != ""
    )


def long_role(tokens: Tokens, at: int, vocabulary: Vocabulary) -> str:
    """The noun of a person of several words that begins at a token, empty where none does."""
    first = tokens.folded[at]
    for form in (first, first.removesuffix("s")):  # « les têtes de liste »
        for words in vocabulary.long_roles.get(form, ()):
            if tokens.folded[at + 1 : at + len(words)] == list(words[1:]):
                return spelled(words)
    return ""


def heads_role(tokens: Tokens, at: int, vocabulary: Vocabulary) -> bool:
    """Whether a word is a noun of a person, and no adjective as « policier » in « le syndicat
    policier » and « jeune » in « la jeune maire » are, nor part of the name of a party: « la
    députée La France insoumise »."""
    noun = role_noun(tokens, at, vocabulary) in vocabulary.role_nouns
    if not noun and not gazetteer.is_demonym(tokens, at, vocabulary):
        return False
    if gazetteer.is_within_known(tokens, at, vocabulary):
        return False
    labels = at > 0 and tokens.folded[at - 1] in vocabulary.collective_nouns
    return not labels and not is_before_noun(tokens, at, vocabulary)


def role_noun(tokens: Tokens, head: int, vocabulary: Vocabulary) -> str:
    """The noun of a role: « metteur en scène » has three words."""
    return long_role(tokens, head, vocabulary) or tokens.folded[head]


def governing(tokens: Tokens, at: int, vocabulary: Vocabulary) -> tuple[str, bool]:
    """The preposition before a determiner or within it (« au »), empty for none, and whether it is
    that of « quant à », which makes a topic of what follows and no adverbial; nothing where the
    text begins behind ``at``."""
    if at < 0:
        return "", False
    for form, place in (
        (tokens.folded_before(at), at - 1),
        (tokens.folded[at], at),
    ):
        if form in vocabulary.prepositions:
            topic = is_topic(tokens, place)
            return "" if topic else form, topic
    return "", False


def is_topic(tokens: Tokens, preposition: int) -> bool:
    return preposition > 0 and tokens.folded[preposition - 1] == "quant"


def _described(word: str, number: Number | None, vocabulary: Vocabulary) -> tuple[str, str, str]:
    """What a noun describes, its lemma and its gender: role, body, document, else noun."""
    singular = word if number == "singular" else word.removesuffix("s")
    general = word.removesuffix("aux") + "al" if word.endswith("aux") else word  # « généraux »
    for kind, nouns in (
        ("role", vocabulary.role_nouns),
        ("body", vocabulary.collective_nouns),
        ("document", vocabulary.document_nouns),
    ):
        for lemma in (word, singular, general):
            if lemma in nouns:
                return kind, lemma, nouns[lemma]
    return "noun", singular, ""


def _is_plural(form: str) -> bool:
    """Whether a word may be a common noun in the plural: « ignorer » of « les ignorer » is none."""
    return form.islower() and form[-1] in PLURAL


PLURAL: Final = "sxz"
"""The last letters of plural nouns."""
_LONGEST_QUOTED: Final = 3
"""Words of the longest name between marks: « les « sans-papiers » »."""


def opened(tokens: Tokens, closed: int) -> int:
    """The mark that opens the few words before a closing one, -1 where there is none."""
    before = range(closed - 2, max(closed - 2 - _LONGEST_QUOTED, -1), -1)
    return next((at for at in before if tokens.texts[at] in OPENERS), -1)


def closing(tokens: Tokens, opening: int) -> int:
    """The mark that closes the few words behind an opening one, -1 where there is none."""
    behind = range(opening + 2, min(opening + 2 + _LONGEST_QUOTED, len(tokens)))
    return next((at for at in behind if tokens.texts[at] in CLOSERS), -1)


def complements(tokens: Tokens, head: int, vocabulary: Vocabulary) -> int:
    """The last word of the adjectives and complements behind a noun: « directeur général »,
    « ministre de l'Intérieur », « rédacteur en chef »."""
    end = _past_adjectives(tokens, head, vocabulary)
    limit = min(head + _LONGEST_COMPLEMENTS, len(tokens))
    while end + 2 < limit and tokens.folded[end + 1] in vocabulary.prepositions:
        if vocabulary.prepositions[tokens.folded[end + 1]] != "of":
            break
        at = end + 2
        if tokens.texts[at] in _CONTRACTED and tokens.folded[at - 1] == "de":
            break  # « accuse le maire de les ignorer »: with an article it would be « des »
        while at + 1 < limit and _may_precede(tokens, at, vocabulary):
            at += 1  # « la mère de l'un des élus », « ce père de trois enfants »
        word = tokens.folded[at]
        infinitive = vocabulary.clause_words.get(word) == "infinitive"
        if tokens.kinds[at] != "word" or infinitive or word in vocabulary.speech_verbs:
            break  # « Et la procureure de préciser », « accuse la préfète d'avoir menti »
        if gazetteer.is_short_title(tokens, at, vocabulary):  # « directeur de cabinet de M. Roux »
            at += 1 + (tokens.texts[at + 1 : at + 2] == ["."])
        while at + 1 < limit and tokens.capital(at) and tokens.capital(at + 1):
            at += 1
        end = _past_adjectives(tokens, min(at, len(tokens) - 1), vocabulary)
    return end


def _may_precede(tokens: Tokens, at: int, vocabulary: Vocabulary) -> bool:
    """Whether a word is a determiner, or an adjective or numeral before a noun."""
    if tokens.folded[at] in vocabulary.determiners:
        return True
    following = tokens.folded[at + 1]
    noun = tokens.kinds[at + 1] == "word" and following not in vocabulary.function_words
    return tokens.folded[at] in vocabulary.prenominals and noun


def _past_adjectives(tokens: Tokens, noun: int, vocabulary: Vocabulary) -> int:
    """The last of the adjectives behind a noun: « président russe », « procureur général »."""
    end, adjectives = noun, vocabulary.relational_adjectives
    while end + 1 < len(tokens):
        words = tokens.folded[end + 1 : end + 3]
        if len(words) > 1 and " ".join(words) in adjectives:
            end += 2
        elif words[0] in adjectives or gazetteer.demonym(words[0], vocabulary):
            end += 1
        else:
            break
    return end


_CONTRACTED: Final = ("le", "les")
"""Articles that « de » is never parted from, clitics behind it."""
_LONGEST_COMPLEMENTS: Final = 24
"""Words and signs looked at behind a noun for what belongs to it."""
