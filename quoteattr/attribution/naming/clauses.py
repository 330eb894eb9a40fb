"""What tells clauses and adverbials by characters alone: « La voisine a dénoncé Luc Roy »."""

from __future__ import annotations

from typing import Final

from quoteattr.attribution import conjugation
from quoteattr.attribution.naming.tokens import Tokens
from quoteattr.attribution.vocabulary import Vocabulary
from quoteattr.marks import CLOSERS


def is_verb(tokens: Tokens, at: int, vocabulary: Vocabulary) -> bool:
    """Whether a word tells a clause between a noun of a person and a name: « La voisine a dénoncé
    Luc Roy », « le procureur accuse Luc Roy », « le ministre en citant Luc Roy »."""
    written = tokens.texts[at]  # « la présidente du Grand Est » has no verb
    if vocabulary.clause_words.get(written) == "finite" or written == "qui":
        return True
    if tokens.kinds[at] != "word":
        return False
    word, before = tokens.folded[at], tokens.folded_before(at)
    if before == "en" and word.endswith("ant"):
        return True
    nominal = (vocabulary.prepositions, vocabulary.determiners, vocabulary.prenominals)
    if word in vocabulary.prepositions or any(before in words for words in nominal):
        return False  # « lanceur d'alerte », « l'ancien juge »
    if word in vocabulary.role_nouns and (before == "et" or not tokens.capital(at + 1)):
        return False  # « l'écrivain et philosophe », « la journaliste critique italienne »
    if before == "non":
        return False  # « député non inscrit »
    regular = conjugation.is_present(word, vocabulary) and not word.endswith(_PARTICIPLE)
    return regular or (word in vocabulary.verb_forms and not word.endswith(_PARTICIPLES))


_PARTICIPLE: Final = ("i", "is", "u", "us")
_PARTICIPLES: Final = (*_PARTICIPLE, "ie", "ies", "ise", "ises", "ite", "ites", "ue", "ues")
"""How participles end of verbs other than those in -er: « un candidat pressenti », « une militante
poursuivie »."""


def is_bare_verb(tokens: Tokens, head: int, vocabulary: Vocabulary) -> bool:
    """« a prévenu Anne Roux », « a hier accusé Luc Roy », « « … », juge Anne Roux »: behind an
    auxiliary, behind any small word but a preposition or conjunction, and behind what is quoted, a
    role noun without a determiner is a verb."""
    before = tokens.folded_before(head)
    if before in CLOSERS or (before == "," and head > 1 and tokens.texts[head - 2] in CLOSERS):
        return conjugation.is_present(tokens.folded[head], vocabulary)
    small = before in vocabulary.function_words and before not in vocabulary.prepositions
    return small and before not in vocabulary.conjunctions


def begins_predicate(tokens: Tokens, at: int, vocabulary: Vocabulary) -> bool:
    """Whether a verb stands at a word, or what only a verb follows: « n'a », « se dit »."""
    word = tokens.folded[at]
    if word in _BEFORE_VERB:
        return True
    return word not in vocabulary.pronouns and is_verb(tokens, at, vocabulary)


_BEFORE_VERB: Final = frozenset({"n'", "ne", "s'", "se"})
"""Small words that a verb follows, unlike « l' » and « le »."""


def is_behind_adverbial(tokens: Tokens, at: int, vocabulary: Vocabulary) -> bool:
    """Whether all that stands before a phrase in its sentence leads to the subject: « Jeudi, reçu
    par le maire », but not « Le projet, porté par le maire »."""
    first = at
    while not tokens.opens(first):
        if tokens.texts[first - 1] == "," and not _opens_adverbial(tokens, first, vocabulary):
            return False
        first -= 1
        if at - first > _LONGEST_ADVERBIAL:
            return False
    return _opens_adverbial(tokens, first, vocabulary)


def _opens_adverbial(tokens: Tokens, at: int, vocabulary: Vocabulary) -> bool:
    """Whether an adverbial may begin with a word: a preposition, a participle, « hier »."""
    word = tokens.folded[at]
    if word in vocabulary.determiners and word not in vocabulary.prepositions:
        return False  # but « Au maire »
    known = (vocabulary.prepositions, vocabulary.temporal_nouns, vocabulary.function_words)
    return word not in vocabulary.pronouns and (
        any(word in words for words in known) or word.endswith(_ANY_PARTICIPLE)
    )


_LONGEST_ADVERBIAL: Final = 24
"""Words and signs of an adverbial before the subject."""
_ANY_PARTICIPLE: Final = ("é", "ée", "és", "ées", "i", "ie", "is", "ies", "u", "ue", "us", "ues")


def begins_adverbial(tokens: Tokens, at: int, vocabulary: Vocabulary) -> bool:
    """Whether a word parts a description from the name that follows.

    It does in « le maire lundi à Nay Plage » and « le maire sur France Info », but not in « la
    rédactrice en chef Anne Roux ».
    """
    word = tokens.folded[at]
    if vocabulary.prepositions.get(word) in ("name", "other") and at + 1 < len(tokens):
        return tokens.capital(at + 1) or tokens.folded[at + 1] in vocabulary.determiners
    return word in vocabulary.temporal_nouns
