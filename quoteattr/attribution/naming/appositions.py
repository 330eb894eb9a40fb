"""Appositions behind a name: « Anne Hidalgo, maire de Paris, », told by characters alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from quoteattr import sentences
from quoteattr.attribution.naming import clauses, descriptions, gazetteer
from quoteattr.attribution.naming.tokens import Tokens
from quoteattr.attribution.vocabulary import Determiner, Vocabulary
from quoteattr.marks import CLOSERS, OPENERS


class Apposition(NamedTuple):
    """The tokens of its noun and of its last word, and its determiner."""

    noun: int
    end: int
    determiner: Determiner | None


def find(
    tokens: Tokens, last: int, nouns: Mapping[str, str], vocabulary: Vocabulary
) -> Apposition | None:
    """The apposition with one of these nouns behind a name that ends at a token, None for none."""
    at = past_age_and_party(tokens, last + 1)
    if at + 1 >= len(tokens) or tokens.texts[at] not in _OPENING:
        return None
    determiner = vocabulary.determiner(tokens.folded[at + 1])
    determined = determiner is not None
    noun = _noun(tokens, at + 1 + determined, nouns, vocabulary)
    end = -1 if noun < 0 else _end(tokens, noun, determined, vocabulary)
    if end < 0:
        return None
    if determined and _names_another(tokens, noun, end, vocabulary):
        return None  # « Paris, la maire Anne Hidalgo »: the role is another's
    if determined and tokens.folded_behind(end) not in CLOSED:
        return None  # « Avant sa rencontre avec Anne Roux, la maire a dit »
    return Apposition(noun, end, determiner)


def _noun(tokens: Tokens, first: int, nouns: Mapping[str, str], vocabulary: Vocabulary) -> int:
    """The first of these nouns among the next three words, -1 where a sign or small word comes
    before it."""
    for at in range(first, min(first + 3, len(tokens))):
        word = tokens.folded[at]
        if tokens.kinds[at] == "other":
            break
        person = nouns is vocabulary.role_nouns
        if word in nouns or (person and descriptions.long_role(tokens, at, vocabulary)):
            return at
        if word in vocabulary.function_words and word not in vocabulary.prenominals:
            break
    return -1


def _end(tokens: Tokens, noun: int, determined: bool, vocabulary: Vocabulary) -> int:
    """The last word of an apposition, -1 where it goes on as a clause does; that may follow what
    has a determiner: « Dans les colonnes d'Ici Nay, une lectrice propose un compromis : »."""
    end = noun
    while end + 1 < len(tokens) and end - noun < _LONGEST:
        if tokens.texts[end + 1] in OPENERS and _needs_noun(tokens, end, vocabulary):
            closed = descriptions.closing(tokens, end + 1)
            if closed > 0:  # « porte-parole des « bonnets bleus » »
                end = closed
                continue
        if _is_closed(tokens, end + 1, vocabulary) or tokens.texts[end + 1] in _CLAUSE:
            break  # but « maire du Grand Est »
        if determined and (
            _begins_object(tokens, end + 1, noun, vocabulary)
            or clauses.is_verb(tokens, end + 1, vocabulary)
        ):
            return -1
        end += 1
    while end > noun and _needs_noun(tokens, end, vocabulary):
        end -= 1
    return end


def _is_closed(tokens: Tokens, at: int, vocabulary: Vocabulary) -> bool:
    """Whether a sign or a new line ends the phrase before it, as the full stop of « avocat de M.
    Petit » does not."""
    if tokens.fresh[at]:
        return True
    shortened = tokens.texts[at] == "." and _is_shortened(tokens.texts[at - 1], vocabulary)
    return tokens.texts[at] in _CLOSING and not shortened


_OPENING: Final = (",", "(", "–", "—")
_CLOSING: Final = frozenset(",.;:!?()—–") | OPENERS | CLOSERS
CLOSED: Final = frozenset({",", ".", ";", ":", ")", "—", "–", "qui", "que", "dont", "et"})
"""What may follow an apposition with an article; before a verb, the article opens the subject."""
_CLAUSE: Final = ("qui", "que", "dont", "et", "a", "est")
"""Words that go on with a clause behind an apposition."""
_LONGEST: Final = 10
"""Words and signs of an apposition behind its noun."""


def _names_another(tokens: Tokens, noun: int, end: int, vocabulary: Vocabulary) -> bool:
    """Whether a name follows a noun or its adjectives: « la maire Anne Hidalgo », « la députée
    européenne Anne Roux », but « la députée de la Somme »."""
    return tokens.capital(noun + 1) or any(
        gazetteer.is_first_name(tokens.texts[at], vocabulary)
        and tokens.texts[at - 1].islower()
        and not _needs_noun(tokens, at - 1, vocabulary)
        for at in range(noun + 2, end + 1)
    )


def _needs_noun(tokens: Tokens, at: int, vocabulary: Vocabulary) -> bool:
    """Whether a word is a preposition or determiner, so that no phrase ends with it."""
    word = tokens.folded[at]
    elided = tokens.kinds[at] == "elided"
    return elided or word in vocabulary.prepositions or word in vocabulary.determiners


def _is_shortened(word: str, vocabulary: Vocabulary) -> bool:
    """Whether the full stop behind a word ends nothing: « M. », « J. », « St. »."""
    initial = len(word) == 1 and word.isalpha()
    return initial or f"{word}." in vocabulary.titles or sentences.is_abbreviation(word)


def _begins_object(tokens: Tokens, at: int, head: int, vocabulary: Vocabulary) -> bool:
    """Whether a determiner stands behind a word that ties it to no noun, as one does behind a
    verb."""
    before = tokens.folded_before(at)
    return (
        at - 1 > head
        and tokens.kinds[at - 1] == "word"
        and tokens.folded[at] in vocabulary.determiners
        and tokens.folded[at] not in vocabulary.prepositions
        and before not in vocabulary.function_words
    )


def past_age_and_party(tokens: Tokens, at: int) -> int:
    """« Paul Roux (LR), maire de Nay », « Anne Roux, 45 ans, bouchère »: where the comma before the
    role stands, the place itself where there is nothing to step over."""
    texts = tokens.texts
    if texts[at : at + 1] == ["("]:
        closed = next((end for end in range(at + 2, at + 6) if texts[end : end + 1] == [")"]), at)
        at = closed + 1 if texts[closed + 1 : closed + 2] == [","] else at
    if texts[at : at + 1] == [","] and texts[at + 2 : at + 4] == ["ans", ","]:
        at += 3 if texts[at + 1].isdigit() else 0
    return at


def is_before_predicate(tokens: Tokens, comma: int, vocabulary: Vocabulary) -> bool:
    """Whether a verb follows the comma behind a name, or the one behind « boulanger à Nay »."""
    at = comma + 1
    if tokens.texts[comma:at] != [","] or at >= len(tokens):
        return False
    if clauses.begins_predicate(tokens, at, vocabulary):
        return True
    if not _may_begin(tokens, at, vocabulary):
        return False  # « Selon le maire, Luc Roy, le projet, très attendu, a pris du retard »
    ends = range(at + 1, min(at + _LONGEST, len(tokens) - 1))
    end = next((end for end in ends if _is_closed(tokens, end, vocabulary)), -1)
    closed = end > 0 and tokens.texts[end] == "," and not tokens.fresh[end]
    return closed and clauses.begins_predicate(tokens, end + 1, vocabulary)


def _may_begin(tokens: Tokens, at: int, vocabulary: Vocabulary) -> bool:
    """Whether an apposition may begin with a word: « boulanger », « du collectif », « la
    bouchère », but not « le projet »."""
    word = tokens.folded[at]
    if word in vocabulary.prepositions and tokens.kinds[at] == "word":
        return True
    if (tokens.kinds[at] == "elided" or word in vocabulary.determiners) and at + 1 < len(tokens):
        return descriptions.heads_role(tokens, at + 1, vocabulary)
    return tokens.kinds[at] == "word" and word not in vocabulary.function_words
