"""Names in a text, found by their characters alone, so that every parser gives the same ones.

A name is a run of words with a capital, particles between them included: « Édouard Philippe »,
« Charles de Gaulle ». What only opens a sentence, a title or a role is no part of it. What the text
says of the bearer of a name, ``roles`` reads from the words around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from attrs import define

from quoteattr.attribution.naming import capitals, gazetteer, runs
from quoteattr.attribution.naming.capitals import Capitals
from quoteattr.attribution.naming.tokens import Tokens
from quoteattr.attribution.vocabulary import GENDERS, Vocabulary, plain
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
    starts = runs.capitals(tokens)
    spans = runs.find(tokens, starts, vocabulary)
    case = capitals.read(tokens, starts, spans, vocabulary)
    found = []
    for first, last in spans:
        if not runs.is_heading(tokens, first, last, vocabulary):
            start = case.with_particles(tokens, first, last, vocabulary)
            found.extend(_mentions(tokens, start, last, case, vocabulary))
    return found


def _mentions(
    tokens: Tokens,
    first: int,
    last: int,
    case: Capitals,
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
    ends = ((at, gazetteer.known_end(tokens, at, vocabulary)) for at in starts)
    return next(
        (
            (at, end)
            for at, end in ends
            if at < end and (end == last or _ends_name(tokens, at, end, vocabulary))
        ),
        None,
    )


def _unknown(
    tokens: Tokens, first: int, last: int, case: Capitals, vocabulary: Vocabulary
) -> list[NameMention]:
    """The names in what is left of a run behind its openers."""
    if first == last and case.only_opens(tokens, first, vocabulary):
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
        and not case.is_surname(tokens, first, vocabulary)
        and gazetteer.is_description(tokens, first, vocabulary)
    ):
        # « la Cour des comptes », « le Premier ministre », « le Nantais »: descriptions, whatever
        # their capital.
        return []
    labelled = _is_party(tokens, first, last, vocabulary)
    pieces = [(first, first)] if labelled else []
    pieces += runs.split(tokens, first + labelled, last, vocabulary)
    if len(pieces) > 1:
        pieces = [
            (begin, end)
            for begin, end in pieces
            if begin < end or not gazetteer.is_member(tokens, begin, vocabulary)
        ]
    found = [
        _mention(tokens, begin, end, vocabulary)
        for begin, end in pieces
        if not all(
            tokens.texts[i] == "." or gazetteer.is_title(tokens.texts[i], vocabulary)
            for i in range(begin, end + 1)
        )
        or (begin == end and not gazetteer.is_title(tokens.texts[begin], vocabulary))
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
    return tokens.capital(last + 1) and (medium or gazetteer.is_first_name(following, vocabulary))


def _is_known_elided(tokens: Tokens, at: int, vocabulary: Vocabulary) -> bool:
    """« L'Équipe »: a word that is a known name with the article before it."""
    article = tokens.texts[at - 1] if at else ""
    return article == "L'" and gazetteer.known_kind(f"L'{tokens.texts[at]}", vocabulary) != ""


def _name_start(
    tokens: Tokens, first: int, last: int, case: Capitals, vocabulary: Vocabulary
) -> int:
    """The first word of a run that belongs to a name, behind the last one where none does.

    « Interrogé par… », « Ministre »: a capital that only opens the sentence; « le Sénégalais Sadio
    Mané »: a demonym before a name.
    """
    while first <= last and not _begins_name(tokens, first, last, case, vocabulary):
        first += 1
    return first


def _begins_name(
    tokens: Tokens, first: int, last: int, case: Capitals, vocabulary: Vocabulary
) -> bool:
    form, word = tokens.texts[first], tokens.folded[first]
    behind = tokens.texts[first + 1] if first < last else ""
    if gazetteer.is_title(form, vocabulary):
        return True
    if behind and gazetteer.known_kind(f"{form} {behind}", vocabulary):
        return True  # « Le Monde », « Le Havre »
    if behind and gazetteer.is_demonym(tokens, first, vocabulary):
        return False
    if not behind and case.is_surname(tokens, first, vocabulary):
        return True
    if tuple(tokens.texts[first : last + 1]) in case.tails:
        return True  # « von der Leyen »
    if _is_numeral(tokens, first, vocabulary):
        return False
    small = word in vocabulary.function_words
    initial = len(form) == 1 and tokens.texts[first + 1 : first + 2] == ["."]
    acronym = len(form) > 1 and form.isupper()
    role = word in vocabulary.role_nouns
    if acronym and role and gazetteer.is_determined(tokens, first, vocabulary):
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
        return behind != "" and told and gazetteer.is_article(tokens, first, vocabulary)
    if not tokens.opens(first):
        return True
    if small:
        return False
    if gazetteer.is_proper(form, vocabulary):
        return True
    if role:
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
    return noun and gazetteer.is_determined(tokens, at, vocabulary)


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
        and not gazetteer.is_determined(tokens, at, vocabulary)
        and _NUMERAL.fullmatch(tokens.texts[at]) is not None
    )


_NUMERAL: Final = re.compile("(?=..)X{0,3}(?:IX|IV|V?I{0,3})")


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
            or (len(acronym) > _LONGEST_INITIALS and gazetteer.is_first_name(others[0], vocabulary))
        )
    )


_LONGEST_INITIALS: Final = 2
"""Letters of the initials that may stand for first names, without points."""


def _mention(tokens: Tokens, first: int, last: int, vocabulary: Vocabulary) -> NameMention:
    title = ""
    start = first
    while start < last:
        word = tokens.texts[start]
        if gazetteer.is_title(word, vocabulary):
            title = title or word
            start += 1
            if tokens.texts[start] == ".":
                start += 1
        else:
            break
    begin, end = tokens.starts[start], tokens.ends[last]
    if start == first and start and tokens.texts[start - 1] == "L'":
        article = tokens.source[tokens.starts[start - 1] : begin]
        if gazetteer.known_kind(f"L'{tokens.source[begin:end]}", vocabulary):
            begin -= len(article)  # « L'Express »
    initial = len(tokens.texts[last]) == 1 and tokens.capital(last)
    if start < last and initial and tokens.source[end : end + 1] == ".":
        end += 1  # « Ahmed B. »
    words = tuple(
        plain(gazetteer.without_article(form, vocabulary))
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


def lexical_kind(tokens: Tokens, mention: NameMention, vocabulary: Vocabulary) -> str:
    """What the lexicons say that a name names where it stands, empty where they do not know it.

    « au Figaro », « LR de Nice » and, without its article, « France insoumise » are known as well.
    """
    name = tokens.written(mention.start, mention.end).replace("’", "'")
    known = gazetteer.known_kind(name, vocabulary)
    if not known and len(mention.words) > 1:
        *words, last = name.split()
        lower = " ".join((*words, last.lower()))  # « France Insoumise »
        named = (f"{article} {lower}" for article in gazetteer.ARTICLES)
        kinds = (gazetteer.known_kind(one, vocabulary) for one in named)
        known = next(filter(None, kinds), "")
    article = tokens.source[mention.start - 2 : mention.start].replace("’", "'")
    if not known and article in ("l'", "L'"):
        known = gazetteer.known_kind(f"L'{name}", vocabulary)
    contracted = vocabulary.contractions.get(mention.preposition)
    if not known and contracted:
        known = gazetteer.known_kind(f"{contracted.title()} {name}", vocabulary)
    if not known and "-" in name:
        known = _compound_kind(name.split("-"), vocabulary)
    words = name.split(" ")
    particles = (at for at, word in enumerate(words) if at and word in vocabulary.name_particles)
    if not known and (particle := next(particles, 0)):
        known = gazetteer.known_kind(" ".join(words[:particle]), vocabulary)
    return known


def _compound_kind(parts: Sequence[str], vocabulary: Vocabulary) -> str:
    """« RTL-Le Figaro-LCI » is of the kind that all of its parts are, « Agir-UDI » a body as its
    acronym is."""
    kinds = {part: gazetteer.known_kind(part, vocabulary) for part in parts}
    if any(part.isupper() and kind == "body" for part, kind in kinds.items()):
        return "body"
    found = set(kinds.values())
    return found.pop() if len(found) == 1 else ""
