"""Names in a text, found by their characters alone, so that every parser gives the same ones.

A name is a run of words with a capital, particles between them included: « Édouard Philippe »,
« Charles de Gaulle ». What only opens a sentence, a title or a role is no part of it. What the text
says of the bearer of a name, ``roles`` reads from the words around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from typing import Final

from attrs import define, frozen

from quoteattr import sentences
from quoteattr.attribution.tokens import Tokens
from quoteattr.attribution.vocabulary import GENDERS, Vocabulary, fold, plain
from quoteattr.model import Gender, Number


@define(eq=False)
class NameMention:
    """A name where it stands, with what the words around it say."""

    start: int
    end: int
    first: int
    """Its first token, a title included, and its last one."""
    last: int
    words: tuple[str, ...]
    """The words of the name, titles apart, folded and without accents."""
    title: str = ""
    gender: Gender | None = None
    number: Number | None = None
    role: str | None = None
    """The role that the text gives the bearer here: « maire de Paris »."""
    role_start: int = -1
    """Where the role stands, and where it ends."""
    role_end: int = -1
    described_start: int = -1
    """Where a second description before it stands: « son rival, le sénateur Luc Roy, »."""
    role_heads: tuple[str, ...] = ()
    """Its nouns: « journaliste et député de la Somme » has two."""
    preposition: str = ""
    """The preposition right before, as in « de Macron »."""
    role_preposition: str = ""
    """The preposition before the role that stands before it: « avec le ministre Luc Roy »."""
    leads: bool = False
    """Whether its phrase may open a clause, as subjects mostly do."""
    topic: bool = False
    """Whether « quant à » stands before it: « Quant à Luc Roy, il refuse »."""
    of_thing: bool = False
    """Whether a noun right before it says that it is the name of a thing: « la rue Jean Roy »."""
    label: str = ""
    """The noun of the body that it names: « le groupe Lem », « l'Association des maires »."""
    kind: str = "name"
    """person, place, body, medium or name, as far as lexicons and context tell."""
    quote: int = -1
    """The innermost quote that it stands in, -1 for none."""

    @property
    def first_described(self) -> int:
        """Where the first description of its bearer stands, -1 where it has none."""
        return self.role_start if self.described_start < 0 else self.described_start


def find(tokens: Tokens, vocabulary: Vocabulary) -> list[NameMention]:
    """All names of a text, in text order, with what their own titles say. Nothing is read yet of
    the words around them."""
    forms = set(tokens.texts)
    upper_words = {form for form in forms if form[0].isupper()}
    capitals = [
        at
        for at, form in enumerate(tokens.texts)
        if form in upper_words and tokens.kinds[at] == "word" and not _is_unit(tokens, at)
    ]
    capitals_told = [at for at in capitals if not tokens.opens(at)]
    runs = []
    last = -1
    for first in capitals:
        if first > last:
            last = _run(tokens, first, vocabulary)
            runs.append((first, last))
    runs = _without_labels(tokens, runs, vocabulary)
    case = _Case(
        {form for form in forms if form[0].islower()},
        {tokens.texts[at] for at in capitals_told},
        {tokens.texts[at + 1] for at in capitals_told if _is_article(tokens, at, vocabulary)},
        {
            tokens.texts[first + 1]
            for first, last in runs
            if last == first + 1 and is_first_name(tokens.texts[first], vocabulary)
        },
        {
            tuple(tokens.texts[first + 1 : last + 1])
            for first, last in runs
            if last > first + 1 and _opens_surname(tokens, first, vocabulary)
        },
    )
    found = []
    for first, last in runs:
        if _is_heading(tokens, first, last, vocabulary):
            continue
        start = _with_particles(tokens, first, last, case, vocabulary)
        found.extend(_mentions(tokens, start, last, case, vocabulary))
    return found


@frozen
class _Case:
    """What a text says by its capitals."""

    lower: Set[str]
    """The words that it has in lower case."""
    capital: Set[str]
    """Those with a capital where it says something."""
    articled: Set[str]
    """Those with an article before them that has such a capital: « Pen » of « Marine Le Pen »."""
    surnames: Set[str]
    """Those right behind a first name: « Berger » of « Laurent Berger »."""
    tails: Set[tuple[str, ...]]
    """Names without their first word that begin with a particle or article: « von der Leyen »."""


def _without_labels(
    tokens: Tokens, runs: list[tuple[int, int]], vocabulary: Vocabulary
) -> list[tuple[int, int]]:
    """« Anne Roux Oui, nous avons gagné »: a name at the beginning of a line that the text has
    elsewhere without what follows labels an answer, which begins behind it."""
    full = {_folded_run(tokens, first, last) for first, last in runs}
    parted = []
    for first, last in runs:
        if tokens.fresh[first] and is_first_name(tokens.texts[first].title(), vocabulary):
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


def _is_foreign(tokens: Tokens, at: int, vocabulary: Vocabulary) -> bool:
    """Whether a word is a particle that is no French preposition: « ben », « von »."""
    form = tokens.texts[at]
    return form in vocabulary.name_particles and form not in vocabulary.prepositions


def _opens_surname(tokens: Tokens, first: int, vocabulary: Vocabulary) -> bool:
    """Whether the second word of a name opens a surname of several words: « Bruno Le Maire »."""
    if _is_foreign(tokens, first + 1, vocabulary):
        return True
    article = tokens.texts[first + 1] in _ARTICLES and tokens.capital(first + 2)
    return article and is_first_name(tokens.texts[first], vocabulary)


def _with_particles(
    tokens: Tokens, first: int, last: int, case: _Case, vocabulary: Vocabulary
) -> int:
    """Where a name begins with the particles before it, if a longer name of the text has both."""
    start = first
    while start and tokens.texts[start - 1] in vocabulary.name_particles:
        start -= 1
    return start if tuple(tokens.texts[start : last + 1]) in case.tails else first


def _is_surname(tokens: Tokens, at: int, case: _Case, vocabulary: Vocabulary) -> bool:
    """Whether a word that may be a noun is a surname: « dit Berger », « Berger dénonce » where the
    text has a Laurent Berger, but « le Berger », « Berger à Nay, il… »."""
    if tokens.texts[at] not in case.surnames or _is_determined(tokens, at, vocabulary):
        return False
    if not tokens.opens(at):
        return True
    behind = tokens.folded_behind(at)
    finite = vocabulary.clause_words.get(behind) == "finite" or behind in vocabulary.verb_forms
    return finite or f"{behind}r" in vocabulary.speech_verbs  # « dénonce »


def _is_article(tokens: Tokens, at: int, vocabulary: Vocabulary) -> bool:
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
        and _adjacent(tokens, at + 1)
        and not _is_common(tokens, at + 1, vocabulary)
        and tokens.folded[at + 1] not in vocabulary.prenominals
    )


def _is_heading(tokens: Tokens, first: int, last: int, vocabulary: Vocabulary) -> bool:
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


def _is_unit(tokens: Tokens, at: int) -> bool:
    """« 20H20 »: letters that go on with a number."""
    return at > 0 and tokens.kinds[at - 1] == "number" and tokens.ends[at - 1] == tokens.starts[at]


def _run(tokens: Tokens, first: int, vocabulary: Vocabulary) -> int:
    """The last token of a run of capitalised words, particles between them included, and of a name
    that goes on in lower case, where the lexicons know it: « Force ouvrière »."""
    particles = vocabulary.name_particles
    last = _known_end(tokens, first, vocabulary)
    at = last + 1
    while at < len(tokens):
        form = tokens.texts[at]
        named = tokens.capital(at) or _without_article(form, vocabulary)[0].isupper()
        if named and _adjacent(tokens, at) and not tokens.opens(at):
            last = _known_end(tokens, at, vocabulary)
            at = last + 1
        elif (
            form in particles
            and _adjacent(tokens, at)
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
    named = is_first_name(tokens.texts[at], vocabulary) or is_short_title(tokens, at, vocabulary)
    single = first == last and is_first_name(name, vocabulary)
    if goes_on and named and not single:
        return True
    if first < last and name in vocabulary.organisations:
        return tokens.folded[first] not in vocabulary.collective_nouns
    kind = _known_kind(tokens.texts[at], vocabulary)
    if particle == "des":  # « Anne Roux des Échos »
        kind = kind or _known_kind(f"Les {tokens.texts[at]}", vocabulary)
    if not kind and _known_end(tokens, at, vocabulary) > at:
        kind = "body"
    before = tokens.texts[max(first, last - _LONGEST_SURNAME) : last]
    if any(is_first_name(form, vocabulary) for form in before):
        return bool(kind) or tokens.folded[at] in vocabulary.collective_nouns
    acronym = first == last and len(name) > 1 and name.isupper()
    return acronym and kind in ("body", "medium")


_LONGEST_SURNAME: Final = 5
"""Words looked back over from the end of a name for the first name of whoever bears it."""


def _known_end(tokens: Tokens, first: int, vocabulary: Vocabulary) -> int:
    """The last token of a known name that goes on in lower case, the first one where it is none."""
    opening = tuple(form.replace("’", "'") for form in tokens.texts[first : first + 2])
    for words in vocabulary.long_names.get(opening, ()):
        there = tokens.texts[first : first + len(words)]
        if [form.replace("’", "'") for form in there] == list(words):
            return first + len(words) - 1
    return first


def is_within_known(tokens: Tokens, at: int, vocabulary: Vocabulary) -> bool:
    """Whether a word is a later one of a known name: « insoumise » of « La France insoumise »."""
    return any(
        _known_end(tokens, first, vocabulary) >= at
        for first in range(max(at - _LONGEST_KNOWN, 0), at)
        if tokens.capital(first)
    )


def _opens_anew(tokens: Tokens, at: int, vocabulary: Vocabulary) -> bool:
    """Whether a sentence seems to begin behind an initial: with a small word that is no part of a
    surname (« T. Le Roux »), or with a first name and another name (« a dit Luc R. Anne Petit
    rit »)."""
    if at >= len(tokens):
        return False
    named = at + 1 < len(tokens) and tokens.capital(at + 1)
    if tokens.folded[at] not in vocabulary.function_words:
        return named and is_first_name(tokens.texts[at], vocabulary)
    return not (named and tokens.folded[at] in vocabulary.name_particles)


def _adjacent(tokens: Tokens, at: int) -> bool:
    """Whether at most two characters of white space stand before a word."""
    return tokens.starts[at] - tokens.ends[at - 1] <= 2


def _mentions(
    tokens: Tokens,
    first: int,
    last: int,
    case: _Case,
    vocabulary: Vocabulary,
) -> list[NameMention]:
    """The names in one run: known ones, then what is left without sentence openers and roles, cut
    before a first name."""
    leading = []
    start = _name_start(tokens, first, last, case, vocabulary)
    while known := _known_name(tokens, range(first, min(start, last) + 1), last, vocabulary):
        leading.append(_mention(tokens, *known, vocabulary))
        first = known[1] + 1
        start = _name_start(tokens, first, last, case, vocabulary)
    return leading + _unknown(tokens, start, last, case, vocabulary)


def _known_name(
    tokens: Tokens, starts: Iterable[int], last: int, vocabulary: Vocabulary
) -> tuple[int, int] | None:
    """The first of the known names of several words that begins at one of these tokens of a run and
    ends with it, or before somebody: « BBC News Rana Zaman »."""
    ends = ((at, _known_end(tokens, at, vocabulary)) for at in starts)
    return next(
        (
            (at, end)
            for at, end in ends
            if at < end and (end == last or _ends_name(tokens, at, end, vocabulary))
        ),
        None,
    )


def _unknown(
    tokens: Tokens, first: int, last: int, case: _Case, vocabulary: Vocabulary
) -> list[NameMention]:
    """The names in what is left of a run behind its openers."""
    if first == last and _only_opens(tokens, first, case, vocabulary):
        return []
    whole = tuple(tokens.texts[first : last + 1]) in case.tails
    while (
        not whole
        and first <= last
        and (tokens.texts[first] in vocabulary.name_particles or tokens.texts[first] == ".")
    ):
        first += 1
    while last >= first and (
        tokens.texts[last] in vocabulary.name_particles
        or tokens.kinds[last] != "word"
        or (last > first and _begins_clause(tokens, last, vocabulary))
    ):
        last -= 1
    if first > last:
        return []
    if (
        first == last
        and not _is_known_elided(tokens, first, vocabulary)
        and not _is_surname(tokens, first, case, vocabulary)
        and (_is_common(tokens, first, vocabulary) or is_demonym(tokens, first, vocabulary))
    ):
        # « la Cour des comptes », « le Premier ministre », « le Nantais »: descriptions, whatever
        # their capital.
        return []
    labelled = _is_party(tokens, first, last, vocabulary)
    pieces = [(first, first)] if labelled else []
    pieces += _split(tokens, first + labelled, last, vocabulary)
    if len(pieces) > 1:
        pieces = [
            (begin, end)
            for begin, end in pieces
            if begin < end or not _is_member(tokens, begin, vocabulary)
        ]
    found = [
        _mention(tokens, begin, end, vocabulary)
        for begin, end in pieces
        if not all(
            tokens.texts[i] == "." or _is_title(tokens.texts[i], vocabulary)
            for i in range(begin, end + 1)
        )
        or (begin == end and not _is_title(tokens.texts[begin], vocabulary))
    ]
    if labelled:
        found[0].kind = "body"
    return found


def _begins_clause(tokens: Tokens, at: int, vocabulary: Vocabulary) -> bool:
    """Whether a word with a capital behind a name rather opens what follows: a determiner, a
    pronoun or a preposition where a full stop is missing, as behind a headline: « Anne Roux Nous
    avons gagné ». « Côté » may be a surname."""
    form, word = tokens.texts[at], tokens.folded[at]
    if form == "A" and at + 1 < len(tokens) and tokens.texts[at + 1] != ".":
        return True  # « À »
    small = (vocabulary.determiners, vocabulary.pronouns, vocabulary.prepositions)
    return (
        not (form.isupper() and len(form) > 1)
        and any(word in words for words in small)
        and vocabulary.prepositions.get(word) != "at"
        and not (len(form) == 1 and tokens.texts[at + 1 : at + 2] == ["."])
    )


def _ends_name(tokens: Tokens, first: int, last: int, vocabulary: Vocabulary) -> bool:
    """Whether a known name ends there though a capital follows: « BBC News Rana Zaman »."""
    following = tokens.texts[last + 1]
    medium = " ".join(tokens.texts[first : last + 1]) in vocabulary.media
    return tokens.capital(last + 1) and (medium or is_first_name(following, vocabulary))


def _is_known_elided(tokens: Tokens, at: int, vocabulary: Vocabulary) -> bool:
    """« L'Équipe »: a word that is a known name with the article before it."""
    article = tokens.texts[at - 1].replace("’", "'") if at else ""
    return article == "L'" and _known_kind(f"L'{tokens.texts[at]}", vocabulary) != ""


def _name_start(tokens: Tokens, first: int, last: int, case: _Case, vocabulary: Vocabulary) -> int:
    """The first word of a run that belongs to a name, behind the last one where none does.

    « Interrogé par… », « Ministre »: a capital that only opens the sentence; « le Sénégalais Sadio
    Mané »: a demonym before a name.
    """
    while first <= last and not _begins_name(tokens, first, last, case, vocabulary):
        first += 1
    return first


def _begins_name(
    tokens: Tokens, first: int, last: int, case: _Case, vocabulary: Vocabulary
) -> bool:
    form, word = tokens.texts[first], tokens.folded[first]
    behind = tokens.texts[first + 1] if first < last else ""
    if _is_title(form, vocabulary):
        return True
    if behind and _known_kind(f"{form} {behind}", vocabulary):
        return True  # « Le Monde », « Le Havre »
    if behind and is_demonym(tokens, first, vocabulary):
        return False
    if not behind and _is_surname(tokens, first, case, vocabulary):
        return True
    if tuple(tokens.texts[first : last + 1]) in case.tails:
        return True  # « von der Leyen »
    if _is_numeral(tokens, first, vocabulary):
        return False
    small = word in vocabulary.function_words
    initial = len(form) == 1 and tokens.texts[first + 1 : first + 2] == ["."]
    acronym = len(form) > 1 and form.isupper()
    if acronym and word in vocabulary.role_nouns and _is_determined(tokens, first, vocabulary):
        return False  # « le PDG de Renault »
    if _is_capital_role(tokens, first, behind, vocabulary):
        return False
    if small and _is_capital_adjective(tokens, first, last, vocabulary):
        return True
    if small and not initial and not acronym:
        # « À » opens a sentence, « A. Martin » is a name, and so is « Le Pen »
        told = not tokens.opens(first) or (
            behind in case.articled and behind not in vocabulary.places
        )
        return behind != "" and told and _is_article(tokens, first, vocabulary)
    if not tokens.opens(first):
        return True
    if small:
        return False
    if _is_proper(form, vocabulary):
        return True
    if word in vocabulary.role_nouns:
        return False
    if behind:
        return word not in case.lower or not behind[:1].isupper()
    return word not in case.lower and word not in vocabulary.collective_nouns


def _is_capital_role(tokens: Tokens, at: int, behind: str, vocabulary: Vocabulary) -> bool:
    """« le Procureur de Nay », « ce Gilet jaune »: whether a noun of a person has a capital as
    titles have, and no surname does."""
    two = " ".join(word.removesuffix("s") for word in tokens.folded[at : at + 2])
    if two in vocabulary.role_nouns:
        return True  # « les Gilets jaunes »
    noun = tokens.folded[at] in vocabulary.role_nouns and behind in vocabulary.name_particles
    return noun and _is_determined(tokens, at, vocabulary)


def _is_capital_adjective(tokens: Tokens, at: int, last: int, vocabulary: Vocabulary) -> bool:
    """« le maire de Grand Nay »: whether an adjective before a noun is part of a name, as it is not
    in « le Premier Ministre »."""
    if at == last or tokens.opens(at) or not tokens.capital(at + 1):
        return False
    nouns = (vocabulary.role_nouns, vocabulary.collective_nouns, vocabulary.function_words)
    adjective = vocabulary.prenominals.get(tokens.folded[at]) != "numeral"
    known = tokens.folded[at] in vocabulary.prenominals and adjective
    return known and not any(tokens.folded[at + 1] in words for words in nouns)


def _is_numeral(tokens: Tokens, at: int, vocabulary: Vocabulary) -> bool:
    """Whether a word is the numeral of the noun before it: « l'acte VI des Gilets jaunes », but
    « le XV de France »."""
    return (
        not tokens.opens(at)
        and tokens.kinds[at - 1] == "word"
        and not _is_determined(tokens, at, vocabulary)
        and _NUMERAL.fullmatch(tokens.texts[at]) is not None
    )


_NUMERAL: Final = re.compile("(?=..)X{0,3}(?:IX|IV|V?I{0,3})")


def _is_proper(form: str, vocabulary: Vocabulary) -> bool:
    lists = (vocabulary.first_names, vocabulary.places, vocabulary.organisations)
    return any(form in names for names in lists)


def _only_opens(tokens: Tokens, at: int, case: _Case, vocabulary: Vocabulary) -> bool:
    """Whether a word that would be a name by itself has its capital only because it opens a
    sentence: « Résultat », where the text has no capital for it anywhere else."""
    form = tokens.texts[at]
    known = _is_title(form, vocabulary) or _is_proper(form, vocabulary)
    return tokens.opens(at) and not known and form not in case.capital and not form.isupper()


def is_demonym(tokens: Tokens, at: int, vocabulary: Vocabulary) -> bool:
    """« le Sénégalais », « une Lilloise »; « Le Parisien » is a paper, « Germain » a first name."""
    word = tokens.texts[at]
    return (
        tokens.capital(at)
        and demonym(tokens.folded[at], vocabulary) != ""
        and _is_determined(tokens, at, vocabulary)
        and word not in vocabulary.first_names
        and not any(_known_kind(name, vocabulary) for name in (word, f"Le {word}", f"La {word}"))
    )


def _is_determined(tokens: Tokens, at: int, vocabulary: Vocabulary) -> bool:
    """Whether a determiner stands before a word, or before an adjective there: « une jeune
    Lilloise »."""
    if tokens.folded_before(at) in vocabulary.prenominals:
        at -= 1
    return tokens.folded_before(at) in vocabulary.determiners


def demonym(word: str, vocabulary: Vocabulary) -> str:
    """The entry of a demonym in the singular or plural, empty for any other word."""
    forms = (word, word.removesuffix("s"))
    return next((form for form in forms if form in vocabulary.demonyms), "")


def _is_member(tokens: Tokens, at: int, vocabulary: Vocabulary) -> bool:
    """« le député Insoumis Luc Roy »: whether a word says of whom a name names what he is."""
    return tokens.folded[at] in vocabulary.role_nouns and _is_common(tokens, at, vocabulary)


def _is_common(tokens: Tokens, at: int, vocabulary: Vocabulary) -> bool:
    """Whether a word is a noun of a person or body whatever its capital; one in capitals is such a
    noun behind a determiner: « la DRH », but « a dit BERGER »."""
    word, folded = tokens.texts[at], tokens.folded[at]
    role = folded in vocabulary.role_nouns
    return (
        (role or folded in vocabulary.collective_nouns)
        and (not word.isupper() or (role and _is_determined(tokens, at, vocabulary)))
        and word not in vocabulary.organisations
        and word not in vocabulary.media
        and word not in vocabulary.places
        and word not in vocabulary.first_names
    )


def _split(tokens: Tokens, first: int, last: int, vocabulary: Vocabulary) -> list[tuple[int, int]]:
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
    if is_short_title(tokens, behind, vocabulary):
        return True
    if _is_article(tokens, first, vocabulary):
        return False
    words, folded = tokens.texts[first:behind], tokens.folded[first:behind]
    known = any(
        _known_kind(" ".join(words[at:]), vocabulary)
        or any(_known_kind(part, vocabulary) for part in (word, *word.split("-")))
        for at, word in enumerate(words)
    )
    before = tokens.folded_before(first)
    if before in _OF and _leads_body(tokens, first - 2, behind, vocabulary):
        return True
    placed = vocabulary.prepositions.get(before, "of") != "of" or before in vocabulary.determiners
    common = folded[-1] in vocabulary.role_nouns or folded[0] in vocabulary.function_words
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
        and not _known_kind(" ".join(tokens.texts[behind - 1 : behind + 1]), vocabulary)
        and tokens.capital(behind + 1)
    )


_OF: Final = ("de", "d'")
_OF_PEOPLE: Final = frozenset({"accused", "art", "kin", "lawyer", "person", "victim"})
"""Fields of life whose nouns people or works complete: « le fils de », « l'auteur de »."""


def _is_party(tokens: Tokens, first: int, last: int, vocabulary: Vocabulary) -> bool:
    """« la députée LFI Anne Roux »: whether a name begins with the acronym of a party, behind a
    noun of a person, and not with initials (« le vice-président JD Vance »)."""
    acronym, *others = tokens.texts[first : last + 1]
    return (
        bool(others)
        and len(acronym) > 1
        and acronym.isupper()
        and tokens.kinds[first] == "word"
        and tokens.capital(first + 1)
        and not others[0].isupper()
        and tokens.folded_before(first) in vocabulary.role_nouns
        and (
            acronym in vocabulary.organisations
            or (len(acronym) > _LONGEST_INITIALS and is_first_name(others[0], vocabulary))
        )
    )


_LONGEST_INITIALS: Final = 2
"""Letters of the initials that may stand for first names, without points."""


def _begins_anew(tokens: Tokens, at: int, vocabulary: Vocabulary) -> bool:
    """Whether another name begins at a word within a run of capitals."""
    before = tokens.texts[at - 1]
    return (
        (is_first_name(tokens.texts[at], vocabulary) or is_short_title(tokens, at, vocabulary))
        and not is_first_name(before, vocabulary)
        and before not in vocabulary.name_particles
        and before != "."
        and len(before.rstrip(".")) > 1
        and not _is_title(before, vocabulary)
    )


def _is_title(word: str, vocabulary: Vocabulary) -> bool:
    """Whether a word is a title, with its full stop or without."""
    return word in vocabulary.titles or f"{word}." in vocabulary.titles


def is_short_title(tokens: Tokens, at: int, vocabulary: Vocabulary) -> bool:
    """« Mme », « M. »: titles that are part of no name, unlike « Dame » and « Père »."""
    word = tokens.texts[at]
    if tokens.texts[at + 1 : at + 2] == ["."]:
        return f"{word}." in vocabulary.titles
    return word in vocabulary.titles and sentences.is_abbreviation(word)


def _known_prefix(tokens: Tokens, first: int, last: int, vocabulary: Vocabulary) -> int | None:
    """« Global News Rana Zaman », « AFP Marcel », « à Nantes Anne », « le secrétaire d'État Ylan
    Roy »: where somebody's name begins behind a known medium, body or place, None where none
    does."""
    for end in range(min(last, first + _LONGEST_KNOWN) - 1, first - 1, -1):
        if tokens.texts[end + 1] in vocabulary.name_particles or tokens.kinds[end + 1] != "word":
            continue
        name = " ".join(tokens.texts[first : end + 1])
        if is_first_name(name, vocabulary):
            continue  # « Marianne » is a paper, « Marianne Roux » is not of it
        named = is_first_name(tokens.texts[end + 1], vocabulary)
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
_LONGEST_KNOWN: Final = 8
"""Words of the longest medium or body looked up before a name."""


def is_first_name(word: str, vocabulary: Vocabulary) -> bool:
    """« Anne », « Jean-Luc »: whether a word is a first name, or two joined by a hyphen."""
    return word in vocabulary.first_names or (
        "-" in word
        and word.split("-")[0] in vocabulary.first_names
        and word.split("-")[-1] in vocabulary.first_names
    )


def _mention(tokens: Tokens, first: int, last: int, vocabulary: Vocabulary) -> NameMention:
    title = ""
    start = first
    while start < last:
        word = tokens.texts[start]
        if _is_title(word, vocabulary):
            title = title or word
            start += 1
            if tokens.texts[start] == ".":
                start += 1
        else:
            break
    begin, end = tokens.starts[start], tokens.ends[last]
    if start == first and start and tokens.texts[start - 1] in ("L'", "L’"):
        article = tokens.source[tokens.starts[start - 1] : begin]
        if _known_kind(f"L'{tokens.source[begin:end]}", vocabulary):
            begin -= len(article)  # « L'Express »
    initial = len(tokens.texts[last]) == 1 and tokens.capital(last)
    if start < last and initial and tokens.source[end : end + 1] == ".":
        end += 1  # « Ahmed B. »
    words = tuple(
        plain(_without_article(form, vocabulary))
        for form in tokens.texts[start : last + 1]
        if form != "."
    )
    mention = NameMention(begin, end, first, last, words, title)
    if title:
        code = vocabulary.titles.get(title) or vocabulary.titles.get(title + ".", "")
        several = code.endswith("p")
        mention.gender = GENDERS.get(code.removesuffix("p"))
        mention.number = None if several else "singular"  # « MM. Roux et Petit »: each is one
    return mention


def _without_article(form: str, vocabulary: Vocabulary) -> str:
    """« al-Kadhimi » and « Kadhimi » are one name."""
    article, _, name = form.partition("-")
    return name if name and vocabulary.name_particles.get(fold(article)) == "particle" else form


def _known_kind(name: str, vocabulary: Vocabulary) -> str:
    """What the lexicons say that these very words name: body, medium, place, empty for none."""
    if name in vocabulary.organisations:
        return "body"
    if name in vocabulary.media:
        return "medium"
    return "place" if name in vocabulary.places else ""


def lexical_kind(tokens: Tokens, mention: NameMention, vocabulary: Vocabulary) -> str:
    """What the lexicons say that a name names where it stands, empty where they do not know it.

    « au Figaro », « LR de Nice » and, without its article, « France insoumise » are known as well.
    """
    name = tokens.written(mention.start, mention.end).replace("’", "'")
    known = _known_kind(name, vocabulary)
    if not known and len(mention.words) > 1:
        *words, last = name.split()
        lower = " ".join((*words, last.lower()))  # « France Insoumise »
        named = (_known_kind(f"{article} {lower}", vocabulary) for article in _ARTICLES)
        known = next(filter(None, named), "")
    article = tokens.source[mention.start - 2 : mention.start].replace("’", "'")
    if not known and article in ("l'", "L'"):
        known = _known_kind(f"L'{name}", vocabulary)
    contracted = vocabulary.contractions.get(mention.preposition)
    if not known and contracted:
        known = _known_kind(f"{contracted.title()} {name}", vocabulary)
    if not known and "-" in name:
        known = _compound_kind(name.split("-"), vocabulary)
    words = name.split(" ")
    particles = (at for at, word in enumerate(words) if at and word in vocabulary.name_particles)
    if not known and (particle := next(particles, 0)):
        known = _known_kind(" ".join(words[:particle]), vocabulary)
    return known


def _compound_kind(parts: Sequence[str], vocabulary: Vocabulary) -> str:
    """« RTL-Le Figaro-LCI » is of the kind that all of its parts are, « Agir-UDI » a body as its
    acronym is."""
    kinds = {part: _known_kind(part, vocabulary) for part in parts}
    if any(part.isupper() and kind == "body" for part, kind in kinds.items()):
        return "body"
    found = set(kinds.values())
    return found.pop() if len(found) == 1 else ""


_ARTICLES: Final = ("La", "Le", "Les")
