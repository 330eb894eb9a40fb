"""What a text says of those whom it names: role, gender, number and kind.

« le secrétaire d'État américain Mike Pompeo », « Anne Hidalgo, maire de Paris, » and « Mme Buzyn »
are names with what the text says of their bearers: gender and number by title or article, role by
the noun phrase before or the apposition behind, all of it read from the characters alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

from quoteattr.attribution.naming import appositions, clauses, descriptions, gazetteer, names
from quoteattr.attribution.naming.descriptions import Description
from quoteattr.attribution.naming.names import NameMention
from quoteattr.attribution.naming.tokens import Tokens, tokenize
from quoteattr.attribution.vocabulary import Determiner, Vocabulary, words_of
from quoteattr.marks import CLOSERS, OPENERS, MarkedSpan
from quoteattr.model import Gender


def find(
    text: str, spans: Sequence[MarkedSpan], vocabulary: Vocabulary
) -> tuple[list[NameMention], list[Description]]:
    """All names of the text with what it says of their bearers, and all descriptions of persons and
    bodies, in text order."""
    tokens = tokenize(text)
    named = names.find(tokens, vocabulary)
    for mention in named:
        _read_before(tokens, mention, vocabulary)
        _read_behind(tokens, mention, vocabulary)
        _read_predicate(tokens, mention, vocabulary)
        mention.kind = _kind(tokens, mention, vocabulary)
        if mention.kind == "body" and tokens.folded[mention.first] in vocabulary.collective_nouns:
            mention.label = tokens.folded[mention.first]
    _leave_parts(tokens, named, vocabulary)
    described = descriptions.find(tokens, {mention.start for mention in named}, vocabulary)
    _place_in_quotes(named, spans)
    _place_in_quotes(described, spans)
    return named, described


def _leave_parts(tokens: Tokens, named: Sequence[NameMention], vocabulary: Vocabulary) -> None:
    """« la députée FI Clémentine Lem »: what stands within the role of another name has none of its
    own; it is the party, the body or the place of that role. A person there has the role alone, as
    Anne has in « la veuve Anne au journal Nay Matin »."""
    holder: NameMention | None = None
    for mention in reversed(named):
        within = holder is not None and holder.role_start <= mention.start < holder.role_end
        if holder is not None and within and mention.role is not None:
            first = tokens.texts[mention.first]
            person = mention.title or gazetteer.is_first_name(first, vocabulary)
            _take_role(holder if person else mention)
            if not person:
                mention.kind = "body"
        if 0 <= mention.role_start < mention.start:
            holder = mention


def _take_role(mention: NameMention) -> None:
    """Leave a name without its role and what that told."""
    mention.role, mention.role_heads = None, ()
    mention.role_start = mention.role_end = mention.described_start = -1
    if not mention.title:
        mention.gender = mention.number = None


def _read_before(tokens: Tokens, mention: NameMention, vocabulary: Vocabulary) -> None:
    """Determiner, role or preposition right before a name."""
    first, last = mention.first, mention.last
    mention.leads = _leads(tokens, first, vocabulary)
    if not first:
        return
    before = tokens.folded_before(first)
    if before == "," and first > 2:
        # « Le ministre des Affaires étrangères, Carlos Trujillo, »: the role comes first.
        behind = tokens.folded_behind(last)
        closed = behind in appositions.CLOSED or behind in _ENDING
        _read_role(tokens, first - 2, mention, vocabulary, closed)
        return
    if before in vocabulary.prepositions:
        mention.topic = descriptions.is_topic(tokens, first - 1)
        mention.preposition = "" if mention.topic else before
    if before in OPENERS and first > 1:  # « le réalisateur de « Barry Lyndon » »
        outside = tokens.folded_before(first - 1)
        mention.preposition = outside if outside in vocabulary.prepositions else ""
    if _is_of_thing(tokens, first - 1, mention, vocabulary):
        # « la gérante d'un café rue Jean Roy », « l'auteur du roman Le Coup »: no role of theirs
        mention.of_thing = True
        preposition, _ = descriptions.governing(tokens, max(first - 2, 0), vocabulary)
        if vocabulary.prepositions.get(preposition) == "of":
            mention.preposition = preposition  # but « dit dans un communiqué Anne Roux »
        return
    determiner = vocabulary.determiner(before)
    if determiner is not None:
        if determiner.gender == "feminine" or not _is_woman(tokens, mention, vocabulary):
            mention.gender = mention.gender or determiner.gender  # but « le Dr Anne Roux »
        mention.number = mention.number or determiner.number
        mention.leads = _leads(tokens, first - 1, vocabulary)
        _read_described(tokens, first - 1, mention, vocabulary)
        if mention.role is None:  # « la directrice de la Maison Verte »
            governing = descriptions.governing(tokens, first - 1, vocabulary)
            mention.preposition, mention.topic = governing
        return
    _read_role(tokens, first - 1, mention, vocabulary)


def _is_of_thing(tokens: Tokens, noun: int, mention: NameMention, vocabulary: Vocabulary) -> bool:
    """Whether a noun right before a name says that it is that of a thing: of a work, a street, an
    affair, or of what a role is in: « le directeur du cinéma Mac Mahon »; but « note Anne Roux »,
    « la directrice de campagne Anne Roux »."""
    person = mention.title or gazetteer.is_first_name(tokens.texts[mention.first], vocabulary)
    if not person and _is_complement(tokens, noun, vocabulary):
        return True
    word, before = tokens.folded[noun], tokens.folded_before(noun)
    named = word in vocabulary.document_nouns or vocabulary.naming_words.get(word) == "noun"
    complement = before in vocabulary.prepositions and before not in vocabulary.determiners
    return (
        named
        and word not in vocabulary.collective_nouns
        and not complement
        and not clauses.is_verb(tokens, noun, vocabulary)
    )


def _is_complement(tokens: Tokens, noun: int, vocabulary: Vocabulary) -> bool:
    """Whether a common noun that is none of a person or body has an article behind « de »: « du
    cinéma », « de la boutique »."""
    if not noun:
        return False
    word, article = tokens.folded[noun], tokens.folded_before(noun)
    preposition, _ = descriptions.governing(tokens, noun - 1, vocabulary)
    return (
        tokens.texts[noun].islower()
        and tokens.kinds[noun] == "word"
        and article in vocabulary.determiners
        and vocabulary.prepositions.get(preposition) == "of"
        and word not in vocabulary.prenominals
        and word not in vocabulary.collective_nouns
        and descriptions.role_noun(tokens, noun, vocabulary) not in vocabulary.role_nouns
    )


def _leads(tokens: Tokens, at: int, vocabulary: Vocabulary) -> bool:
    """Whether a phrase may open its clause: a sign or a conjunction stands before it."""
    return (
        at == 0
        or tokens.fresh[at]
        or tokens.kinds[at - 1] == "other"
        or tokens.folded[at - 1] in vocabulary.conjunctions
    )


def _read_role(
    tokens: Tokens,
    last: int,
    mention: NameMention,
    vocabulary: Vocabulary,
    closed: bool = True,
) -> None:
    """« le secrétaire d'État américain Mike Pompeo »: back to the determiner of the phrase.

    ``last`` is the word before the name or before the comma there; ``closed`` says whether what
    follows the name closes an apposition.
    """
    head = -1
    apposed = tokens.texts[last + 1] == ","
    if not apposed and _read_label(tokens, last, mention, vocabulary):
        return
    for at in _back(tokens, last, apposed, vocabulary):
        if descriptions.heads_role(tokens, at, vocabulary):
            head = at
        determines = tokens.kinds[at] == "elided" or tokens.folded[at] in vocabulary.determiners
        if determines and head > at:
            preposition, topic = descriptions.governing(tokens, at, vocabulary)
            belongs = vocabulary.prepositions.get(preposition) == "of"
            if belongs and not _follows(tokens, at, head, vocabulary):
                continue  # « du Parti communiste » is no communist
            marked = vocabulary.determiner(tokens.folded[at])
            if belongs and marked is not None and marked.number == "plural":
                head = -1  # « le patron des Républicains Luc Roy »: he is not all of them
                continue
            if "et" in tokens.folded[at:head]:
                continue  # « le juge à la Cour et maître de conférences »
            if (apposed or _is_beside(tokens, at)) and _is_of_somebody(
                tokens, at, preposition, vocabulary
            ):
                head = -1  # « l'avocat du prévenu, Me Roux »: the name is that of the noun outside
                continue
            another = (preposition or topic) and not closed
            if another or not _determines(tokens, at, head, vocabulary):
                return  # « Pour la chercheuse, Luc Roy ment »: two people
            if apposed and preposition and _opens_clause(tokens, at, head, mention, vocabulary):
                return  # « Interrogé par le juge, Luc Roy, 34 ans, a nié »: two people
            _give_role(tokens, at, head, last, mention, vocabulary)
            # « avec le ministre Luc Roy », « du ministre Luc Roy »
            mention.leads = _leads(tokens, at, vocabulary)
            mention.role_preposition, mention.topic = preposition, topic
            if not apposed:
                _read_described(tokens, at, mention, vocabulary)
            return
    if head >= 0 and not apposed and not clauses.is_bare_verb(tokens, head, vocabulary):
        _give_role(tokens, head, head, last, mention, vocabulary)


def _read_label(tokens: Tokens, last: int, mention: NameMention, vocabulary: Vocabulary) -> bool:
    """« la déléguée du syndicat Alternative »: whether the noun of a body names it, and which."""
    if mention.preposition or not _is_label(tokens, mention, vocabulary):
        return False
    for at in _back(tokens, last, False, vocabulary):
        if last - at >= _LABELLED or descriptions.heads_role(tokens, at, vocabulary):
            break
        if tokens.folded[at] in vocabulary.collective_nouns:
            mention.kind, mention.label = "body", tokens.folded[at]
            governing = descriptions.governing(tokens, at - 1, vocabulary)
            mention.preposition, mention.topic = governing
            return True
    return False


def _back(tokens: Tokens, last: int, apposed: bool, vocabulary: Vocabulary) -> Iterator[int]:
    """The words up to ``last`` that may belong to a role, nearest first: back to a verb, a sign or
    the beginning of a line, over what stands between marks or brackets; ``apposed`` says whether a
    comma follows."""
    at = last
    longest = _LONGEST_BEFORE_COMMA if apposed else _LONGEST_ROLE
    while at >= 0 and last - at <= longest and not tokens.fresh[at + 1]:
        word = tokens.folded[at]
        if word in vocabulary.conjunctions and (word != "et" or at == last):
            return  # « les élus Luc Roy et Anne Petit »: the role ends before the first of them
        if clauses.is_verb(tokens, at, vocabulary):
            return
        several = descriptions.long_role(tokens, at, vocabulary)  # « milieu de terrain »
        if not (apposed or several) and clauses.begins_adverbial(tokens, at, vocabulary):
            return
        opening = descriptions.opened(tokens, at) if word in CLOSERS else _bracket(tokens, at)
        if opening > 0:  # « le député « marcheur » Luc Roy », « le maire (LR), Luc Roy »
            at = opening - 1
            continue
        abbreviated = word == "." and at and tokens.texts[at - 1] + "." in vocabulary.titles
        if tokens.kinds[at] == "other" and not abbreviated:
            return
        yield at
        at -= 1


def _bracket(tokens: Tokens, closed: int) -> int:
    """The bracket that a closing one closes, -1 where it is none or stands too far away."""
    if tokens.texts[closed] != ")":
        return -1
    before = range(closed - 1, max(closed - 2 - _LONGEST_BRACKETS, -1), -1)
    return next((at for at in before if tokens.texts[at] == "("), -1)


_LONGEST_BRACKETS: Final = 4
"""Words of the longest party between brackets: « le maire (sans étiquette) Luc Roy » has two."""
_LABELLED: Final = 2
"""Words of « syndicat policier » before the name of a body."""
_LONGEST_ROLE: Final = 14
"""Words from the determiner of a role to the name right behind it."""
_LONGEST_BEFORE_COMMA: Final = 16
"""Words from the determiner of a role to the comma before the name."""


def _determines(tokens: Tokens, determiner: int, head: int, vocabulary: Vocabulary) -> bool:
    """Whether a determiner may be that of a noun: not in « Ces chiffres laissent sceptique Luc
    Roy »."""
    marked = vocabulary.determiner(tokens.folded[determiner])
    plural = marked is not None and marked.number == "plural"
    return not plural or tokens.folded[head][-1] in descriptions.PLURAL


def _opens_clause(
    tokens: Tokens, determiner: int, head: int, mention: NameMention, vocabulary: Vocabulary
) -> bool:
    """Whether a name behind « Reçu par le maire, » is the subject of the clause that follows, and
    so somebody else: its verb follows, or the first name is a man's and the noun a woman's."""
    marked = vocabulary.determiner(tokens.folded[determiner])
    gender = vocabulary.gender(descriptions.role_noun(tokens, head, vocabulary), marked)
    if gender == "feminine" and _first_name_gender(tokens, mention, vocabulary) == "masculine":
        return True
    if not clauses.is_behind_adverbial(tokens, determiner, vocabulary):
        return False
    behind = appositions.past_age_and_party(tokens, mention.last + 1)
    return appositions.is_before_predicate(tokens, behind, vocabulary)


def _is_of_somebody(
    tokens: Tokens, determiner: int, preposition: str, vocabulary: Vocabulary
) -> bool:
    """Whether « du maire », « de la maire » belongs to a person: « l'avocat du maire », « la
    directrice de cabinet du maire », « l'adjoint au maire », but « en présence du maire »."""
    at = determiner - (tokens.folded[determiner] not in vocabulary.prepositions)
    kind = vocabulary.prepositions.get(preposition)
    if kind == "to":
        return tokens.folded_before(at) in vocabulary.attached_nouns
    if kind != "of" and preposition != _BESIDE:
        return False
    for before in range(at - 1, max(at - 5, -1), -1):
        word = tokens.folded[before]
        if descriptions.role_noun(tokens, before, vocabulary) in vocabulary.role_nouns:
            return True
        of = word == _BESIDE or vocabulary.prepositions.get(word) == "of"
        if tokens.kinds[before] == "other" or (word in vocabulary.function_words and not of):
            break
    return False


def _is_beside(tokens: Tokens, determiner: int) -> bool:
    """« la secrétaire d'État auprès du ministre », « auprès de la ministre »."""
    before = tokens.folded_before(determiner)
    return _BESIDE in (before, tokens.folded_before(determiner - 1) if before == "de" else "")


_BESIDE: Final = "auprès"


def _read_described(tokens: Tokens, at: int, mention: NameMention, vocabulary: Vocabulary) -> None:
    """« Son rival, le sénateur Luc Roy, part », « dit le directeur, le Dr Paul Lem. »: what stands
    before the comma before the determiner of a name describes its bearer as well."""
    last = bisect_left(tokens.starts, mention.end) - 1
    behind = tokens.texts[last + 1 : last + 3] or ["."]
    listed = tokens.folded_behind(last + 1) in vocabulary.determiners
    if at < 2 or tokens.texts[at - 1] != "," or behind[0] not in _DESCRIBED or listed:
        return
    if mention.preposition:
        return  # « le maire Luc Roy, un proche d'Anne Petit »
    other = NameMention(
        mention.start, mention.end, mention.first, mention.last, mention.words, mention.title
    )
    _read_role(tokens, at - 2, other, vocabulary)
    if other.role is None or other.role_preposition:
        return  # « Pour le professeur, le ministre Luc Roy, hier, … »: two people
    mention.described_start = other.role_start
    mention.role_heads += other.role_heads
    if mention.role is None:
        mention.role, mention.role_end = other.role, other.role_end
        mention.role_start = other.role_start


_DESCRIBED: Final = frozenset({",", ".", ";", ")", "»", "qui"})
"""What may follow a name that a description before a comma belongs to; « et » would go on with a
list."""


def _is_label(tokens: Tokens, mention: NameMention, vocabulary: Vocabulary) -> bool:
    """Whether a name may be that of a body: a single word that is no first name, with what belongs
    to it (« la commission Justice de la Chambre »), one that begins with a place (« l'université
    Paris Sud »), or an acronym."""
    words = tokens.written(mention.start, mention.end).split()
    if mention.title or gazetteer.is_first_name(words[0], vocabulary):
        return False
    if len(words) == 1 or words[1] in vocabulary.name_particles or words[0] in vocabulary.places:
        return True
    return any(len(word) > 1 and word.isupper() for word in words)


def _follows(tokens: Tokens, determiner: int, head: int, vocabulary: Vocabulary) -> bool:
    """Whether a noun follows a determiner, with nothing but adjectives between them."""
    between = tokens.folded[determiner + 1 : head]
    return all(word in vocabulary.prenominals for word in between)


def _give_role(
    tokens: Tokens,
    determiner: int,
    head: int,
    last: int,
    mention: NameMention,
    vocabulary: Vocabulary,
) -> None:
    known = _is_known(tokens, mention, vocabulary)
    if mention.preposition or known or mention.kind == "body":
        return  # « la ministre de Macron », « la députée LR Anne Roux »: the role is another's
    _set_role(tokens, head, last, mention, vocabulary)
    marked: Determiner | None = None
    if determiner < head:
        marked = vocabulary.determiner(tokens.folded[determiner])
    _give_gender(tokens, head, marked, mention, vocabulary)
    if marked is not None:
        mention.number = mention.number or marked.number


def _give_gender(
    tokens: Tokens,
    head: int,
    determiner: Determiner | None,
    mention: NameMention,
    vocabulary: Vocabulary,
) -> None:
    """What a noun with its determiner tells of the bearer of a name: « le maire, Anne Roux » of no
    man."""
    gender = vocabulary.gender(descriptions.role_noun(tokens, head, vocabulary), determiner)
    if gender != "masculine" or not _is_woman(tokens, mention, vocabulary):
        mention.gender = mention.gender or gender


def _is_known(tokens: Tokens, mention: NameMention, vocabulary: Vocabulary) -> bool:
    """Whether a name is that of a body, medium or place by the lexicons: « la députée LR de Nice »
    gives a role to neither."""
    return not mention.title and names.lexical_kind(tokens, mention, vocabulary) != ""


def _read_predicate(tokens: Tokens, mention: NameMention, vocabulary: Vocabulary) -> None:
    """« Luc Roy est le maire de Nay »: what a clause says that its subject is. Without a determiner
    it may say what is done to it: « est accusé »."""
    at = mention.last + 1
    if at + 1 >= len(tokens) or tokens.texts[at] not in _COPULAS or not mention.leads:
        return
    known = _is_known(tokens, mention, vocabulary)
    if mention.role is not None or mention.preposition or known or mention.kind == "body":
        return
    if vocabulary.determiner(tokens.folded[at + 1]) is None:
        return
    at += 2
    while at + 1 < len(tokens) and tokens.folded[at] in vocabulary.prenominals:
        at += 1
    noun = descriptions.role_noun(tokens, at, vocabulary) if at < len(tokens) else ""
    if noun in vocabulary.role_nouns:
        # The gender is that of the noun: « Luc Roy est la victime ».
        last = at + len(words_of(noun)) - 1
        end = descriptions.complements(tokens, last, vocabulary)
        _set_role(tokens, at, end, mention, vocabulary)


_COPULAS: Final = frozenset({"est", "était"})


def _is_woman(tokens: Tokens, mention: NameMention, vocabulary: Vocabulary) -> bool:
    """Whether a first name is a woman's: « le maire, Anne Roux » is not « il » for that."""
    return _first_name_gender(tokens, mention, vocabulary) == "feminine"


def _first_name_gender(
    tokens: Tokens, mention: NameMention, vocabulary: Vocabulary
) -> Gender | None:
    first = tokens.written(mention.start, mention.end).split()[0]
    return vocabulary.first_name_gender(first)


def _set_role(
    tokens: Tokens, head: int, last: int, mention: NameMention, vocabulary: Vocabulary
) -> None:
    mention.role_start, mention.role_end = tokens.starts[head], tokens.ends[last]
    first = head
    while first and vocabulary.prenominals.get(tokens.folded[first - 1]) == "rank":
        first -= 1  # « ancien ministre », « premier adjoint »
    mention.role = tokens.source[tokens.starts[first] : mention.role_end]
    mention.role_heads = _coordinated(tokens, head, last, vocabulary)


def _coordinated(tokens: Tokens, head: int, last: int, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The head of a role and the nouns of persons coordinated with it."""
    heads = [descriptions.role_noun(tokens, head, vocabulary)]
    for at in range(head + 1, last + 1):
        word = tokens.folded[at]
        joined = tokens.texts[at - 1] in ("et", ",")
        if joined and word in vocabulary.role_nouns:
            heads.append(word)
    return tuple(heads)


_LOCATING: Final = frozenset({"à", "en", "dans"})
_ENDING: Final = frozenset("?!(»”")
"""What may follow a name in apposition as well."""


def _read_behind(tokens: Tokens, mention: NameMention, vocabulary: Vocabulary) -> None:
    """An apposition behind a name: « Anne Hidalgo, maire de Paris, »."""
    if mention.preposition in _LOCATING:
        return  # « A Montargis, le maire »
    apposed = None
    if not _is_known(tokens, mention, vocabulary):  # « Invité de RTL, le maire »
        apposed = appositions.find(tokens, mention.last, vocabulary.role_nouns, vocabulary)
    if apposed is None:
        _read_label_behind(tokens, mention, vocabulary)
        return
    at, end, determiner = apposed
    if mention.role is None:
        _set_role(tokens, at, end, mention, vocabulary)
    _give_gender(tokens, at, determiner, mention, vocabulary)
    mention.number = mention.number or "singular"


def _read_label_behind(tokens: Tokens, mention: NameMention, vocabulary: Vocabulary) -> None:
    """« Solival, une association de quartier, », « CGT, premier syndicat du pays, »: what sort of
    body a name names. A definite article would rather go on with a list."""
    if mention.label or mention.role is not None:
        return
    known = names.lexical_kind(tokens, mention, vocabulary)
    if known != "body" and (known or not _is_label(tokens, mention, vocabulary)):
        return
    apposed = appositions.find(tokens, mention.last, vocabulary.collective_nouns, vocabulary)
    if apposed is None:
        return
    at, _, determiner = apposed
    if determiner is None or determiner.kind == "indefinite":
        mention.kind, mention.label = "body", tokens.folded[at]


def _kind(tokens: Tokens, mention: NameMention, vocabulary: Vocabulary) -> str:
    """What a name names, by its title, the lexicons and the role that the text gives."""
    start, last = mention.first, mention.last
    name = tokens.source[mention.start : mention.end]
    if mention.title:
        return "person"
    if mention.kind == "body":
        return "body"
    first = tokens.texts[start]
    known = names.lexical_kind(tokens, mention, vocabulary)
    if known:
        return known
    if start < last and gazetteer.is_first_name(first, vocabulary):
        return "person"
    if mention.role is not None:
        return "person"
    if tokens.folded[start] in vocabulary.collective_nouns:
        return "body"
    if name.isupper() and len(name) > 1 and start == last:
        return "body"
    if any(tokens.texts[at] in vocabulary.places for at in range(start, last + 1)):
        return "place"
    if start == last and gazetteer.is_first_name(first, vocabulary):
        return "person"
    return "name"


def _place_in_quotes(
    found: Sequence[NameMention | Description], spans: Sequence[MarkedSpan]
) -> None:
    open_quotes: list[int] = []
    at = 0
    for mention in found:
        while at < len(spans) and spans[at].outer.start <= mention.start:
            open_quotes.append(at)
            at += 1
        while open_quotes and spans[open_quotes[-1]].outer.end <= mention.start:
            open_quotes.pop()
        if open_quotes:
            mention.quote = open_quotes[-1]
