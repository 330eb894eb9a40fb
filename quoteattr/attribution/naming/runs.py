"""Runs of words with a capital, particles between them included, and where the names in one part.

« Édouard Philippe », « Charles de Gaulle » and « Force ouvrière » are runs, and so is « Tribune
Mme Roy », of two names.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from quoteattr.attribution.naming import gazetteer
from quoteattr.attribution.naming.tokens import Tokens
from quoteattr.attribution.vocabulary import Vocabulary


def capitals(tokens: Tokens) -> list[int]:
    """The words with a capital."""
    upper_words = {form for form in set(tokens.texts) if form[0].isupper()}
    return [
        at
        for at, form in enumerate(tokens.texts)
        if form in upper_words and tokens.kinds[at] == "word" and not _is_unit(tokens, at)
    ]


def find(tokens: Tokens, starts: Sequence[int], vocabulary: Vocabulary) -> list[tuple[int, int]]:
    """The first and last token of each run of a text, in text order; ``starts`` are its words with
    a capital."""
    runs = []
    last = -1
    for first in starts:
        if first > last:
            last = _run(tokens, first, vocabulary)
            runs.append((first, last))
    return _without_labels(tokens, runs, vocabulary)


def _is_unit(tokens: Tokens, at: int) -> bool:
    """« 20H20 »: letters that go on with a number."""
    return at > 0 and tokens.kinds[at - 1] == "number" and tokens.ends[at - 1] == tokens.starts[at]


def _without_labels(
    tokens: Tokens, runs: list[tuple[int, int]], vocabulary: Vocabulary
) -> list[tuple[int, int]]:
    """« Anne Roux Oui, nous avons gagné »: a name at the beginning of a line that the text has
    elsewhere without what follows labels an answer, which begins behind it."""
    full = {_folded_run(tokens, first, last) for first, last in runs}
    parted = []
    for first, last in runs:
        if tokens.fresh[first] and gazetteer.is_first_name(tokens.texts[first].title(), vocabulary):
            shorter = range(min(last - 1, first + _LONGEST_LABEL), first, -1)
            ends = (at for at in shorter if _folded_run(tokens, first, at) in full)
            end = next(ends, last)
            if end < last:
                parted.append((first, end))
                first = end + 1
                tokens.fresh[first] = True
        parted.append((first, last))
    return parted


_LONGEST_LABEL: Final = 5
"""Words behind the first one of a name that labels an answer."""


def _folded_run(tokens: Tokens, first: int, last: int) -> tuple[str, ...]:
    return tuple(tokens.folded[first : last + 1])


def is_heading(tokens: Tokens, first: int, last: int, vocabulary: Vocabulary) -> bool:
    """« VOIR AUSSI », « LE MAIRE SE DIT SEREIN »: whether a run is in capitals and has a small word
    that is no part of a name, as articles and particles are."""
    while first < last and len(tokens.texts[first]) == 1:  # « À LIRE AUSSI »
        first += 1
    return tokens.texts[first].isupper() and any(
        len(tokens.texts[at]) > 1
        and tokens.texts[at].isupper()
        and tokens.folded[at] in vocabulary.function_words
        and tokens.folded[at] not in vocabulary.determiners
        and tokens.folded[at] not in vocabulary.name_particles
        for at in range(first + 1, last + 1)
    )


def _run(tokens: Tokens, first: int, vocabulary: Vocabulary) -> int:
    """The last token of a run of capitalised words, particles between them included, and of a name
    that goes on in lower case, where the lexicons know it: « Force ouvrière »."""
    particles = vocabulary.name_particles
    last = gazetteer.known_end(tokens, first, vocabulary)
    at = last + 1
    while at < len(tokens):
        form = tokens.texts[at]
        named = tokens.capital(at) or gazetteer.without_article(form, vocabulary)[0].isupper()
        if named and tokens.adjacent(at) and not tokens.opens(at):
            last = gazetteer.known_end(tokens, at, vocabulary)
            at = last + 1
        elif (
            form in particles
            and tokens.adjacent(at)
            and at + 1 < len(tokens)
            and (
                tokens.capital(at + 1)
                or (
                    tokens.texts[at + 1] in particles
                    and at + 2 < len(tokens)
                    and tokens.capital(at + 2)
                )
            )
            and (particles[form] != "inner" or tokens.texts[at - 1] in particles)
            and not _is_said_of(tokens, first, last, at, vocabulary)
            and not tokens.opens(at + 1)
        ):
            at += 1
        elif (
            form == "."
            and at == last + 1
            and len(tokens.texts[last]) == 1
            and tokens.texts[last] != "M"
            and tokens.kinds[last] == "word"
            and not _opens_anew(tokens, at + 1, vocabulary)
        ):
            # an initial: « George W. Bush », but not « la ligne B. Selon elle », « Europe 1. Luc »
            at += 1
        elif form == "." and f"{tokens.texts[last]}." in vocabulary.titles:
            at += 1
        else:
            break
    return last


def _is_said_of(tokens: Tokens, first: int, last: int, at: int, vocabulary: Vocabulary) -> bool:
    """Whether a particle behind a whole name leads to somebody or something else: « disait Jacques
    Chirac d'Alain Juppé », « dit Anne Roux de Nantes », « Traduction de Luc Roy », « les élus La
    France insoumise de Nay », « l'ADN de la CGT », but « Charles de Gaulle », « la Cour d'appel de
    Pau »."""
    name = " ".join(tokens.texts[first : last + 1])
    particle = tokens.texts[at]
    while tokens.texts[at] in vocabulary.name_particles:
        at += 1
    behind = tokens.texts[at + 1 : at + 2]
    goes_on = bool(behind) and (behind[0][:1].isupper() or behind[0] in vocabulary.name_particles)
    named = gazetteer.opens_person(tokens, at, vocabulary)
    single = first == last and gazetteer.is_first_name(name, vocabulary)
    if goes_on and named and not single:
        return True
    if first < last and name in vocabulary.organisations:
        return tokens.folded[first] not in vocabulary.collective_nouns
    kind = gazetteer.known_kind(tokens.texts[at], vocabulary)
    if particle == "des":  # « Anne Roux des Échos »
        kind = kind or gazetteer.known_kind(f"Les {tokens.texts[at]}", vocabulary)
    if not kind and gazetteer.known_end(tokens, at, vocabulary) > at:
        kind = "body"
    before = tokens.texts[max(first, last - _LONGEST_SURNAME) : last]
    if any(gazetteer.is_first_name(form, vocabulary) for form in before):
        return bool(kind) or tokens.folded[at] in vocabulary.collective_nouns
    acronym = first == last and len(name) > 1 and name.isupper()
    # « la présidente LR d'Île-de-France »
    held = tokens.folded_before(first) in vocabulary.role_nouns
    return acronym and (held or kind in ("body", "medium"))


_LONGEST_SURNAME: Final = 5
"""Words looked back over from the end of a name for the first name of whoever bears it."""


def _opens_anew(tokens: Tokens, at: int, vocabulary: Vocabulary) -> bool:
    """Whether a sentence seems to begin behind an initial: with a small word that is no part of a
    surname (« T. Le Roux »), or with a first name and another name (« a dit Luc R. Anne Petit
    rit »)."""
    if at >= len(tokens):
        return False
    named = tokens.capital(at + 1)
    if tokens.folded[at] not in vocabulary.function_words:
        return named and gazetteer.is_first_name(tokens.texts[at], vocabulary)
    return not (named and tokens.folded[at] in vocabulary.name_particles)


def split(tokens: Tokens, first: int, last: int, vocabulary: Vocabulary) -> list[tuple[int, int]]:
    """« Auvergne Laurent Wauquiez », « à l'AFP Mme Roy »: a first name or a title behind a place or
    body begins anew."""
    pieces: list[tuple[int, int]] = []
    while True:
        behind = _known_prefix(tokens, first, last, vocabulary)
        if behind is None:
            starts = range(first + 1, last)
            behind = next((at for at in starts if _begins_anew(tokens, at, vocabulary)), None)
            if behind is not None and not _stands_apart(tokens, first, behind, vocabulary):
                behind = None
        if behind is None:
            return [*pieces, (first, last)]
        pieces.append((first, behind - 1))
        first = behind


def _stands_apart(tokens: Tokens, first: int, behind: int, vocabulary: Vocabulary) -> bool:
    """Whether the words before a first name or title are a name of their own: they are known, or
    stand behind a preposition that leads to a place, or it is a title that begins behind them;
    « dit Karamoko Jean-Marie Traoré » is one person, and « La Roche Bernard » one place."""
    if gazetteer.is_short_title(tokens, behind, vocabulary):
        return True
    if gazetteer.is_article(tokens, first, vocabulary):
        return False
    words, folded = tokens.texts[first:behind], tokens.folded[first:behind]
    known = any(
        gazetteer.known_kind(" ".join(words[at:]), vocabulary)
        or any(gazetteer.known_kind(part, vocabulary) for part in (word, *word.split("-")))
        for at, word in enumerate(words)
    )
    before = tokens.folded_before(first)
    if before in _OF and _leads_body(tokens, first - 2, behind, vocabulary):
        return True
    placed = vocabulary.prepositions.get(before, "of") != "of" or before in vocabulary.determiners
    small = folded[0] in vocabulary.function_words and not gazetteer.is_title(words[0], vocabulary)
    common = folded[-1] in vocabulary.role_nouns or small  # « Me Karamoko Paul Roy » is one
    return known or placed or common or words[-1].isupper()


def _leads_body(tokens: Tokens, noun: int, behind: int, vocabulary: Vocabulary) -> bool:
    """« la maire de Guiclou Anne Roux »: whether what a noun of a person governs is rather a place
    or body than part of the full name behind it; « l'avocat de Karim Anne Roux » has nobody else.
    """
    fields = set(vocabulary.role_fields.get(tokens.folded[max(noun, 0)], "").split("+"))
    return (
        noun >= 0
        and not fields <= {""}
        and fields.isdisjoint(_OF_PEOPLE)
        and not gazetteer.known_kind(" ".join(tokens.texts[behind - 1 : behind + 1]), vocabulary)
        and tokens.capital(behind + 1)
    )


_OF: Final = ("de", "d'")
_OF_PEOPLE: Final = frozenset({"accused", "art", "kin", "lawyer", "person", "victim"})
"""Fields of life whose nouns people or works complete: « le fils de », « l'auteur de »."""


def _begins_anew(tokens: Tokens, at: int, vocabulary: Vocabulary) -> bool:
    """Whether another name begins at a word within a run of capitals."""
    before = tokens.texts[at - 1]
    return (
        gazetteer.opens_person(tokens, at, vocabulary)
        and not gazetteer.is_first_name(before, vocabulary)
        and before not in vocabulary.name_particles
        and before != "."
        and len(before.rstrip(".")) > 1
        and not gazetteer.is_title(before, vocabulary)
    )


def _known_prefix(tokens: Tokens, first: int, last: int, vocabulary: Vocabulary) -> int | None:
    """« Global News Rana Zaman », « AFP Marcel », « à Nantes Anne », « le secrétaire d'État Ylan
    Roy »: where somebody's name begins behind a known medium, body or place, None where none
    does."""
    for end in range(min(last, first + gazetteer.LONGEST_KNOWN) - 1, first - 1, -1):
        if tokens.texts[end + 1] in vocabulary.name_particles or tokens.kinds[end + 1] != "word":
            continue
        name = " ".join(tokens.texts[first : end + 1])
        if gazetteer.is_first_name(name, vocabulary):
            continue  # « Marianne » is a paper, « Marianne Roux » is not of it
        named = gazetteer.is_first_name(tokens.texts[end + 1], vocabulary)
        located = name in vocabulary.places and tokens.folded_before(first) in _LOCATING
        if name in vocabulary.media or (named and (located or name in vocabulary.organisations)):
            return end + 1
    governed = (
        tokens.folded_before(first) == "d'"
        and tokens.folded_before(first - 1) in vocabulary.role_nouns
        and tokens.folded[first] in vocabulary.collective_nouns
    )
    return first + 1 if governed and first < last else None


_LOCATING: Final = ("à", "en")
