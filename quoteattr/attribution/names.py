"""Names in a text, found by their characters alone, so that every parser gives the same ones.

« le secrétaire d'État américain Mike Pompeo », « Anne Hidalgo, maire de Paris, » and « Mme Buzyn »
are name mentions with what the text says of their bearers: gender and number by title or article,
role by the noun phrase before or the apposition behind.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from operator import add
from typing import Final

from attrs import define

from quoteattr import sentences
from quoteattr.attribution.vocabulary import GENDERS, Vocabulary, fold, plain
from quoteattr.marks import MarkedSpan
from quoteattr.model import Gender, Number

# An elided word, initials (« J.-P. »), a word, a number, or a sign. The standard library's
# expressions take half the time here; accents may stand by themselves.
_TOKEN = re.compile(
    r"\b(?:[LlDdJjNnSsCcMmTt]|[Qq]u|[Ll]orsqu|[Pp]uisqu)['’]"
    r"|\b[A-ZÉ]\.-[A-ZÉ]\."
    r"|[^\W\d_][^\W_]*(?:(?:[\u0300-\u036f\u00ad]|[-‑&'’](?=[^\W_]))[^\W_]*)*\+?"
    r"|\d+|\S"
)
_NEW_LINE = re.compile(r"[\r\n\u2028\u2029]\s*")


@define(eq=False)
class Tokens:
    """The words and signs of a text in order, white space apart, a list for each thing known."""

    texts: list[str]
    starts: list[int]
    ends: list[int]
    kinds: list[str]
    """elided, word, number or other."""
    fresh: list[bool]
    """Whether the text or a new line begins right before."""

    def __len__(self) -> int:
        return len(self.texts)

    def opens(self, at: int) -> bool:
        """Whether a token begins a sentence, where a capital says nothing."""
        while not self.fresh[at]:
            before = self.texts[at - 1]
            if self.kinds[at - 1] != "other":
                return False
            if before == "." and at > 1:
                short = self.texts[at - 2]
                return len(short) > 1 and not sentences.is_abbreviation(short)
            if before in _OPENING:
                return True
            if before not in _CLOSING:
                return False
            at -= 1
        return True

    def folded_before(self, at: int) -> str:
        """The token before one, folded; « A », as papers print it before a name, is « à »."""
        before = self.texts[at - 1] if at else ""
        return "à" if before == "A" else fold(before)

    def capital(self, at: int) -> bool:
        """Whether a token is a word with a capital."""
        return self.texts[at][0].isupper() and self.kinds[at] == "word"


@define(eq=False)
class NameMention:
    """A name where it stands, with what the words around it say."""

    start: int
    end: int
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
    kind: str = "name"
    """person, place, body, medium or name, as far as lexicons and context tell."""
    quote: int = -1
    """The innermost quote that it stands in, -1 for none."""


@define(eq=False)
class RoleMention:
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


def tokenize(text: str) -> Tokens:
    """Words and signs with offsets; glued sentences (« …l'aide.Elle ») come apart."""
    texts = _TOKEN.findall(text)
    starts = []
    at = 0
    for token in texts:
        at = text.index(token, at)
        starts.append(at)
        at += len(token)
    ends = list(map(add, starts, map(len, texts)))
    fresh = [False] * len(texts)
    for start in (0, *(line.end() for line in _NEW_LINE.finditer(text))):
        place = bisect_left(starts, start)
        if place < len(fresh):
            fresh[place] = True
    return Tokens(texts, starts, ends, list(map(_token_kind, texts)), fresh)


@lru_cache(maxsize=1 << 15)
def _token_kind(token: str) -> str:
    first = token[0]
    if first.isalpha():
        return "elided" if token[-1] in "'’" else "word"
    return "number" if first.isnumeric() else "other"


_OPENING: Final = frozenset('.!?…:•*-–—«"“')
"""Signs behind which a capital says nothing."""
_CLOSING: Final = frozenset("»”([")
"""Signs behind which a capital says as much as it would before them."""


def find(
    text: str, spans: Sequence[MarkedSpan], vocabulary: Vocabulary
) -> tuple[list[NameMention], list[RoleMention]]:
    """All name mentions of the text, and all descriptions of persons and bodies, in text order."""
    tokens = tokenize(text)
    forms = set(tokens.texts)
    lower_words = {form for form in forms if form[0].islower()}
    upper_words = {form for form in forms if form[0].isupper()}
    capitals = [
        at
        for at, form in enumerate(tokens.texts)
        if form in upper_words and tokens.kinds[at] == "word"
    ]
    anywhere = {tokens.texts[at] for at in capitals if not tokens.opens(at)}
    found = []
    last = -1
    for first in capitals:
        if first > last:
            last = _run(tokens, first, vocabulary)
            found.extend(_mentions(text, tokens, first, last, lower_words, anywhere, vocabulary))
    roles = _roles(text, tokens, {mention.start for mention in found}, vocabulary)
    _place_in_quotes(found, spans)
    _place_in_quotes(roles, spans)
    return found, roles


def _roles(text: str, tokens: Tokens, names: set[int], vocabulary: Vocabulary) -> list[RoleMention]:
    """Determiner, at most two words, and a noun of a person or body, its complements behind it."""
    found = []
    marks = {
        form: marked
        for form in set(tokens.texts)
        if (marked := vocabulary.determiner(fold(form))) is not None
    }
    determiners = [at for at, form in enumerate(tokens.texts) if form in marks]
    for at in determiners:
        marked = marks[tokens.texts[at]]
        determiner = fold(tokens.texts[at])
        quoted = marked.number == "plural" and tokens.texts[at + 1 : at + 2] in _QUOTED
        for head in range(at + 1 + quoted, min(at + 4, len(tokens))):
            word = fold(tokens.texts[head])
            long_role = _long_role(tokens, head, vocabulary)
            # « les deux avocats », « le mis en cause »
            small = word in vocabulary.function_words and word not in vocabulary.prenominals
            if tokens.kinds[head] != "word" or (small and not long_role):
                break
            kind, lemma, gender = _described(word, marked.number, vocabulary)
            noun = head
            if long_role:
                kind, lemma, gender = "role", long_role, vocabulary.role_nouns[long_role]
                noun = head + len(long_role.replace("'", "' ").split()) - 1
            if head == at + 1 and _is_demonym(tokens, head, vocabulary):
                kind, lemma = "role", _demonym(word, vocabulary)
                gender = vocabulary.demonyms[lemma]
            if kind == "noun":
                if word in vocabulary.prenominals:
                    continue
                if marked.number != "plural" or not tokens.texts[head].islower():
                    break  # « le mouvement étudiant »: what stands behind a noun is an adjective
            end = _closed(tokens, head) if quoted else _complements(tokens, noun, vocabulary)
            if end + 1 < len(tokens) and tokens.starts[end + 1] in names:
                break  # « le ministre Laurent Fabius »: the name stands for both
            preposition, topic = _governing(tokens, at, vocabulary)
            found.append(
                RoleMention(
                    tokens.starts[at],
                    tokens.starts[head],
                    tokens.ends[end],
                    lemma,
                    determiner,
                    kind,
                    GENDERS.get(gender, marked.gender),
                    marked.number,
                    topic or tokens.opens(at),
                    preposition,
                    topic,
                    noun_end=tokens.ends[noun],
                )
            )
            break
    return found


def _long_role(tokens: Tokens, at: int, vocabulary: Vocabulary) -> str:
    """The noun of a person of several words that begins at a token, empty where none does."""
    first = fold(tokens.texts[at])
    for form in (first, first.removesuffix("s")):  # « les têtes de liste »
        for words in vocabulary.long_roles.get(form, ()):
            there = map(fold, tokens.texts[at + 1 : at + len(words)])
            if list(there) == list(words[1:]):
                return " ".join(words).replace("' ", "'")
    return ""


def _governing(tokens: Tokens, at: int, vocabulary: Vocabulary) -> tuple[str, bool]:
    """The preposition before a determiner or within it (« au »), empty for none, and whether it is
    that of « quant à », which makes a topic of what follows and no adverbial."""
    for form, place in (
        (tokens.folded_before(at), at - 1),
        (fold(tokens.texts[at]), at),
    ):
        if form in vocabulary.prepositions:
            topic = _is_topic(tokens, place)
            return "" if topic else form, topic
    return "", False


def _is_topic(tokens: Tokens, preposition: int) -> bool:
    return preposition > 0 and fold(tokens.texts[preposition - 1]) == "quant"


def _described(word: str, number: Number | None, vocabulary: Vocabulary) -> tuple[str, str, str]:
    """What a noun describes, its lemma and its gender: role, body, document, else noun."""
    singular = word if number == "singular" else word.removesuffix("s")
    for kind, nouns in (
        ("role", vocabulary.role_nouns),
        ("body", vocabulary.collective_nouns),
        ("document", vocabulary.document_nouns),
    ):
        for lemma in (word, singular):
            if lemma in nouns:
                return kind, lemma, nouns[lemma]
    return "noun", singular, ""


_QUOTED: Final = (["«"], ["“"], ['"'])
_CLOSED: Final = frozenset('»”"')
_LONGEST_QUOTED: Final = 3
"""Words of the longest name between marks: « les « sans-papiers » »."""


def _closed(tokens: Tokens, head: int) -> int:
    """The mark that closes the few words from a noun on, the noun where there is none."""
    behind = range(head + 1, min(head + 1 + _LONGEST_QUOTED, len(tokens)))
    return next((at for at in behind if tokens.texts[at] in _CLOSED), head)


def _opened(tokens: Tokens, closed: int) -> int:
    """The mark that opens the few words before a closing one, -1 where there is none."""
    before = range(closed - 2, max(closed - 2 - _LONGEST_QUOTED, -1), -1)
    return next((at for at in before if tokens.texts[at : at + 1] in _QUOTED), -1)


def _bracket(tokens: Tokens, closed: int) -> int:
    """The bracket that a closing one closes, -1 where it is none or stands too far away."""
    if tokens.texts[closed] != ")":
        return -1
    before = range(closed - 1, max(closed - 2 - _LONGEST_BRACKETS, -1), -1)
    return next((at for at in before if tokens.texts[at] == "("), -1)


_LONGEST_BRACKETS: Final = 4
"""Words of the longest party between brackets: « le maire (sans étiquette) Luc Roy » has two."""


def _complements(tokens: Tokens, head: int, vocabulary: Vocabulary) -> int:
    """The last word of the complements behind a noun: « ministre de l'Intérieur »."""
    end = head
    limit = min(head + _LONGEST_COMPLEMENTS, len(tokens))
    while end + 2 < limit and fold(tokens.texts[end + 1]) in vocabulary.prepositions:
        if vocabulary.prepositions[fold(tokens.texts[end + 1])] != "of":
            break
        at = end + 2
        if fold(tokens.texts[at]) in vocabulary.determiners and at + 1 < limit:
            at += 1
        if tokens.kinds[at] != "word":
            break
        if _is_short_title(tokens, at, vocabulary):  # « directeur de cabinet de M. Roux »
            at += 1 + (tokens.texts[at + 1 : at + 2] == ["."])
        while at + 1 < limit and tokens.capital(at) and tokens.capital(at + 1):
            at += 1
        end = min(at, len(tokens) - 1)
    return end


_LONGEST_COMPLEMENTS: Final = 24
"""Words and signs looked at behind a noun for what belongs to it."""


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
            and not tokens.opens(at + 1)
        ):
            at += 1
        elif (
            form == "."
            and at == last + 1
            and len(tokens.texts[last]) == 1
            and tokens.texts[last] not in ("M",)
            and not _opens_anew(tokens, at + 1, vocabulary)
        ):
            at += 1  # an initial: « George W. Bush », but not « la ligne B. Selon elle »
        elif form == "." and f"{tokens.texts[last]}." in vocabulary.titles:
            at += 1
        else:
            break
    return last


def _known_end(tokens: Tokens, first: int, vocabulary: Vocabulary) -> int:
    """The last token of a known name that goes on in lower case, the first one where it is none."""
    for words in vocabulary.long_names.get(tokens.texts[first], ()):
        there = tokens.texts[first : first + len(words)]
        if [form.replace("’", "'") for form in there] == list(words):
            return first + len(words) - 1
    return first


def _opens_anew(tokens: Tokens, at: int, vocabulary: Vocabulary) -> bool:
    """Whether a sentence seems to begin behind an initial: with a small word that is no part of a
    surname (« T. Le Roux »)."""
    if at >= len(tokens) or fold(tokens.texts[at]) not in vocabulary.function_words:
        return False
    particle = fold(tokens.texts[at]) in vocabulary.name_particles
    return not (particle and at + 1 < len(tokens) and tokens.capital(at + 1))


def _adjacent(tokens: Tokens, at: int) -> bool:
    """Whether at most two characters of white space stand before a word."""
    return tokens.starts[at] - tokens.ends[at - 1] <= 2


def _mentions(
    text: str,
    tokens: Tokens,
    first: int,
    last: int,
    lower_words: set[str],
    anywhere: set[str],
    vocabulary: Vocabulary,
) -> list[NameMention]:
    """The names in one run: without sentence openers and roles, cut before a first name."""
    # « Interrogé par… », « Résultat », « Ministre » : a capital that only opens the sentence.
    while first <= last:
        form = tokens.texts[first]
        word = fold(form)
        if _is_title(form, vocabulary):
            break
        if first < last and _known_kind(f"{form} {tokens.texts[first + 1]}", vocabulary):
            break  # « Le Monde », « Le Havre »
        if first < last and _is_demonym(tokens, first, vocabulary):
            first += 1  # « le Sénégalais Sadio Mané »
            continue
        initial = len(form) == 1 and tokens.texts[first + 1 : first + 2] == ["."]
        acronym = len(form) > 1 and form.isupper()
        if word in vocabulary.function_words and not initial and not acronym:
            first += 1  # « À » opens a sentence, « A. Martin » is a name
            continue
        if not tokens.opens(first):
            break
        known = (
            form in vocabulary.first_names
            or form in vocabulary.places
            or form in vocabulary.organisations
        )
        if known and word not in vocabulary.function_words:
            break
        if (
            word in vocabulary.function_words
            or (
                first == last
                and (
                    word in lower_words
                    or word in vocabulary.role_nouns
                    or word in vocabulary.collective_nouns
                )
            )
            or (
                first < last
                and (
                    (word in lower_words and tokens.texts[first + 1][:1].isupper())
                    or word in vocabulary.role_nouns
                )
            )
        ):
            first += 1
            continue
        if first == last and form not in anywhere and not form.isupper():
            return []
        break
    if first > last:
        return []
    while first <= last and (
        tokens.texts[first] in vocabulary.name_particles or tokens.texts[first] == "."
    ):
        first += 1
    while last >= first and (
        tokens.texts[last] in vocabulary.name_particles
        or tokens.kinds[last] != "word"
        or (last > first and fold(tokens.texts[last]) in vocabulary.determiners)
    ):
        last -= 1
    if first > last:
        return []
    if first == last and (
        _is_common(tokens.texts[first], vocabulary) or _is_demonym(tokens, first, vocabulary)
    ):
        # « la Cour des comptes », « le Premier ministre », « le Nantais »: descriptions, whatever
        # their capital.
        return []
    pieces = _split(tokens, first, last, vocabulary)
    return [
        _mention(text, tokens, begin, end, vocabulary)
        for begin, end in pieces
        if not all(
            tokens.texts[i] == "." or _is_title(tokens.texts[i], vocabulary)
            for i in range(begin, end + 1)
        )
        or (begin == end and not _is_title(tokens.texts[begin], vocabulary))
    ]


def _is_demonym(tokens: Tokens, at: int, vocabulary: Vocabulary) -> bool:
    """« le Sénégalais », « une Lilloise »; « Le Parisien » is a paper, « Germain » a first name."""
    word = tokens.texts[at]
    return (
        tokens.capital(at)
        and _demonym(fold(word), vocabulary) != ""
        and tokens.folded_before(at) in vocabulary.determiners
        and word not in vocabulary.first_names
        and not any(_known_kind(name, vocabulary) for name in (word, f"Le {word}", f"La {word}"))
    )


def _demonym(word: str, vocabulary: Vocabulary) -> str:
    """The entry of a demonym in the singular or plural, empty for any other word."""
    forms = (word, word.removesuffix("s"))
    return next((form for form in forms if form in vocabulary.demonyms), "")


def _is_common(word: str, vocabulary: Vocabulary) -> bool:
    folded = fold(word)
    return (
        (folded in vocabulary.collective_nouns or folded in vocabulary.role_nouns)
        and not word.isupper()
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
        if behind is None:
            return [*pieces, (first, last)]
        pieces.append((first, behind - 1))
        first = behind


def _begins_anew(tokens: Tokens, at: int, vocabulary: Vocabulary) -> bool:
    """Whether another name begins at a word within a run of capitals."""
    before = tokens.texts[at - 1]
    return (
        (_is_first_name(tokens.texts[at], vocabulary) or _is_short_title(tokens, at, vocabulary))
        and not _is_first_name(before, vocabulary)
        and before not in vocabulary.name_particles
        and before != "."
        and len(before.rstrip(".")) > 1
        and not _is_title(before, vocabulary)
    )


def _is_title(word: str, vocabulary: Vocabulary) -> bool:
    """Whether a word is a title, with its full stop or without."""
    return word in vocabulary.titles or f"{word}." in vocabulary.titles


def _is_short_title(tokens: Tokens, at: int, vocabulary: Vocabulary) -> bool:
    """« Mme », « M. »: titles that are part of no name, unlike « Dame » and « Père »."""
    word = tokens.texts[at]
    if tokens.texts[at + 1 : at + 2] == ["."]:
        return f"{word}." in vocabulary.titles
    return word in vocabulary.titles and sentences.is_abbreviation(word)


def _known_prefix(tokens: Tokens, first: int, last: int, vocabulary: Vocabulary) -> int | None:
    """« Global News Rana Zaman », « AFP Marcel »: where somebody's name begins behind a known
    medium or body, None where none does."""
    for end in range(min(last, first + _LONGEST_KNOWN) - 1, first - 1, -1):
        if tokens.texts[end + 1] in vocabulary.name_particles or tokens.kinds[end + 1] != "word":
            continue
        name = " ".join(tokens.texts[first : end + 1])
        if name in vocabulary.media or (
            name in vocabulary.organisations and _is_first_name(tokens.texts[end + 1], vocabulary)
        ):
            return end + 1
    return None


_LONGEST_KNOWN: Final = 8
"""Words of the longest medium or body looked up before a name."""


def _is_first_name(word: str, vocabulary: Vocabulary) -> bool:
    return word in vocabulary.first_names or (
        "-" in word
        and word.split("-")[0] in vocabulary.first_names
        and word.split("-")[-1] in vocabulary.first_names
    )


def _mention(
    text: str, tokens: Tokens, first: int, last: int, vocabulary: Vocabulary
) -> NameMention:
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
    if start < last and len(tokens.texts[last]) == 1 and text[end : end + 1] == ".":
        end += 1  # « Ahmed B. »
    words = tuple(
        plain(_without_article(form, vocabulary))
        for form in tokens.texts[start : last + 1]
        if form != "."
    )
    mention = NameMention(begin, end, words, title)
    if title:
        code = vocabulary.titles.get(title) or vocabulary.titles.get(title + ".", "")
        several = code.endswith("p")
        mention.gender = GENDERS.get(code.removesuffix("p"))
        mention.number = None if several else "singular"  # « MM. Roux et Petit »: each is one
    _read_before(text, tokens, first, last, mention, vocabulary)
    _read_behind(text, tokens, last, mention, vocabulary)
    mention.kind = _kind(text, tokens, start, last, mention, vocabulary)
    return mention


def _without_article(form: str, vocabulary: Vocabulary) -> str:
    """« al-Kadhimi » and « Kadhimi » are one name."""
    article, _, name = form.partition("-")
    return name if name and vocabulary.name_particles.get(fold(article)) == "particle" else form


def _read_before(
    text: str,
    tokens: Tokens,
    first: int,
    last: int,
    mention: NameMention,
    vocabulary: Vocabulary,
) -> None:
    """Determiner, role or preposition right before a name."""
    mention.leads = _leads(tokens, first, vocabulary)
    if not first:
        return
    before = tokens.folded_before(first)
    if before == "," and first > 2:
        # « Le ministre des Affaires étrangères, Carlos Trujillo, »: the role comes first.
        behind = fold(tokens.texts[last + 1]) if last + 1 < len(tokens) else "."
        closed = behind in _APPOSITION_CLOSED or behind in _ENDING
        _read_role(text, tokens, first - 2, mention, vocabulary, closed)
        return
    if before in vocabulary.prepositions:
        mention.topic = _is_topic(tokens, first - 1)
        mention.preposition = "" if mention.topic else before
    determiner = vocabulary.determiner(before)
    if determiner is not None:
        mention.gender = mention.gender or determiner.gender
        mention.number = mention.number or determiner.number
        mention.leads = _leads(tokens, first - 1, vocabulary)
        _read_described(text, tokens, first - 1, mention, vocabulary)
        return
    _read_role(text, tokens, first - 1, mention, vocabulary)


def _leads(tokens: Tokens, at: int, vocabulary: Vocabulary) -> bool:
    """Whether a phrase may open its clause: a sign or a conjunction stands before it."""
    return (
        at == 0
        or tokens.fresh[at]
        or tokens.kinds[at - 1] == "other"
        or fold(tokens.texts[at - 1]) in vocabulary.conjunctions
    )


def _read_role(
    text: str,
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
    at = last
    head = -1
    apposed = tokens.texts[last + 1] == ","
    longest = _LONGEST_BEFORE_COMMA if apposed else _LONGEST_ROLE
    while at >= 0 and last - at <= longest:
        word = fold(tokens.texts[at])
        kind = tokens.kinds[at]
        if word in vocabulary.conjunctions and (word != "et" or at == last):
            break  # « les élus Luc Roy et Anne Petit »: the role ends before the first of them
        if not apposed and _is_adverbial(tokens, at, word, vocabulary):
            break
        opening = _opened(tokens, at) if word in _CLOSED else _bracket(tokens, at)
        if opening > 0:  # « le député « marcheur » Luc Roy », « le maire (LR), Luc Roy »
            at = opening - 1
            continue
        abbreviated = word == "." and at and tokens.texts[at - 1] + "." in vocabulary.titles
        if (kind == "other" and not abbreviated) or (
            sentences.has_line_end(text, tokens.ends[at], tokens.starts[at + 1])
        ):
            break
        if word in vocabulary.role_nouns or _is_demonym(tokens, at, vocabulary):
            # « policier » is an adjective in « le syndicat policier ».
            if not at or fold(tokens.texts[at - 1]) not in vocabulary.collective_nouns:
                head = at
        elif (
            head < 0
            and last - at < _LABELLED
            and not (apposed or mention.preposition)
            and word in vocabulary.collective_nouns
            and _is_label(text, mention, vocabulary)
        ):
            mention.kind = "body"  # « la déléguée du syndicat Alternative »
            return
        if head > at and (word in vocabulary.determiners or kind == "elided"):
            preposition, topic = _governing(tokens, at, vocabulary)
            belongs = vocabulary.prepositions.get(preposition) == "of"
            if belongs and not _follows(tokens, at, head, vocabulary):
                at -= 1  # « du Parti communiste » is no communist
                continue
            if apposed and belongs and _is_of_somebody(tokens, at, vocabulary):
                # « l'avocat du prévenu, Me Roux »: the name is that of the noun outside
                head = -1
                at -= 1
                continue
            if (preposition or topic) and not closed:
                return  # « Pour la chercheuse, Luc Roy ment »: two people
            marked = vocabulary.determiner(word)
            plural = marked is not None and marked.number == "plural"
            if plural and fold(tokens.texts[head])[-1] not in _PLURAL:
                return  # « Ces chiffres laissent sceptique Luc Roy »: another noun's determiner
            _give_role(text, tokens, at, head, last, mention, vocabulary)
            # « avec le ministre Luc Roy », « du ministre Luc Roy »
            mention.leads = _leads(tokens, at, vocabulary)
            mention.role_preposition = preposition
            mention.topic = topic
            if not apposed:
                _read_described(text, tokens, at, mention, vocabulary)
            return
        at -= 1
    if head >= 0 and not apposed and not _is_participle(tokens, head, vocabulary):
        _give_role(text, tokens, head, head, last, mention, vocabulary)


def _is_of_somebody(tokens: Tokens, determiner: int, vocabulary: Vocabulary) -> bool:
    """Whether « du maire », « de la maire » belongs to a person: « l'avocat du maire », but « en
    présence du maire »."""
    at = determiner - (fold(tokens.texts[determiner]) not in vocabulary.prepositions)
    for before in range(at - 1, max(at - 4, -1), -1):
        word = fold(tokens.texts[before])
        if word in vocabulary.role_nouns:
            return True
        if tokens.kinds[before] != "word" or word in vocabulary.function_words:
            break
    return False


def _read_described(
    text: str, tokens: Tokens, at: int, mention: NameMention, vocabulary: Vocabulary
) -> None:
    """« Son rival, le sénateur Luc Roy, part », « dit le directeur, le Dr Paul Lem. »: what stands
    before the comma before the determiner of a name describes its bearer as well."""
    last = bisect_left(tokens.starts, mention.end) - 1
    behind = tokens.texts[last + 1 : last + 3] or ["."]
    listed = len(behind) > 1 and fold(behind[1]) in vocabulary.determiners
    if at < 2 or tokens.texts[at - 1] != "," or behind[0] not in _DESCRIBED or listed:
        return
    other = NameMention(mention.start, mention.end, mention.words, mention.title)
    _read_role(text, tokens, at - 2, other, vocabulary)
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


def _is_participle(tokens: Tokens, head: int, vocabulary: Vocabulary) -> bool:
    """« a prévenu Anne Roux », « a hier accusé Luc Roy »: behind an auxiliary, and behind any small
    word but a preposition or conjunction, a role noun without a determiner is none."""
    before = tokens.folded_before(head)
    small = before in vocabulary.function_words and before not in vocabulary.prepositions
    return small and before not in vocabulary.conjunctions


def _is_label(text: str, mention: NameMention, vocabulary: Vocabulary) -> bool:
    """Whether a name may be that of a body: a single word that is no first name, or an acronym."""
    words = text[mention.start : mention.end].split()
    if mention.title or _is_first_name(words[0], vocabulary):
        return False
    return len(words) == 1 or any(len(word) > 1 and word.isupper() for word in words)


def _is_adverbial(tokens: Tokens, at: int, word: str, vocabulary: Vocabulary) -> bool:
    """Whether a word parts a description from the name that follows.

    It does in « le maire lundi à Nay Plage » and « le maire sur France Info », but not in « la
    rédactrice en chef Anne Roux ».
    """
    if vocabulary.prepositions.get(word) == "other" and at + 1 < len(tokens):
        following = fold(tokens.texts[at + 1])
        return tokens.capital(at + 1) or following in vocabulary.determiners
    return word in vocabulary.temporal_nouns


def _follows(tokens: Tokens, determiner: int, head: int, vocabulary: Vocabulary) -> bool:
    """Whether a noun follows a determiner, with nothing but adjectives between them."""
    between = tokens.texts[determiner + 1 : head]
    return all(fold(word) in vocabulary.prenominals for word in between)


def _give_role(
    text: str,
    tokens: Tokens,
    determiner: int,
    head: int,
    last: int,
    mention: NameMention,
    vocabulary: Vocabulary,
) -> None:
    known = not mention.title and _lexical_kind(text, mention, vocabulary)
    if mention.preposition or known:
        return  # « la ministre de Macron », « la députée LR Anne Roux »: the role is another's
    word = fold(tokens.texts[head])
    _set_role(text, tokens, head, last, mention, vocabulary)
    gender = vocabulary.gender(word)
    number: Number | None = None
    if determiner < head:
        marked = vocabulary.determiner(fold(tokens.texts[determiner]))
        if marked is not None:
            gender = gender or marked.gender
            number = marked.number
    if gender == "masculine" and _is_woman(text, mention, vocabulary):
        gender = None
    mention.gender = mention.gender or gender
    mention.number = mention.number or number


def _is_woman(text: str, mention: NameMention, vocabulary: Vocabulary) -> bool:
    """Whether a first name is a woman's: « le maire, Anne Roux » is not « il » for that."""
    first = text[mention.start : mention.end].split()[0]
    return vocabulary.first_name_gender(first) == "feminine"


def _set_role(
    text: str, tokens: Tokens, head: int, last: int, mention: NameMention, vocabulary: Vocabulary
) -> None:
    mention.role_start, mention.role_end = tokens.starts[head], tokens.ends[last]
    mention.role = text[mention.role_start : mention.role_end]
    mention.role_heads = _coordinated(tokens, head, last, vocabulary)


def _coordinated(tokens: Tokens, head: int, last: int, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The head of a role and the nouns of persons coordinated with it."""
    heads = [fold(tokens.texts[head])]
    for at in range(head + 1, last + 1):
        word = fold(tokens.texts[at])
        joined = tokens.texts[at - 1] in ("et", ",")
        if joined and word in vocabulary.role_nouns:
            heads.append(word)
    return tuple(heads)


_PLURAL: Final = "sx"
"""The last letters of plural nouns."""
_LABELLED: Final = 2
"""Words of « syndicat policier » before the name of a body."""
_LONGEST_ROLE: Final = 9
"""Words from the determiner of a role to the name right behind it."""
_LONGEST_BEFORE_COMMA: Final = 16
"""Words from the determiner of a role to the comma before the name."""


_LOCATING: Final = frozenset({"à", "en", "dans"})
_APPOSITION_END: Final = frozenset(',.;:!?()«»“”"—–')
_APPOSITION_CLOSED: Final = frozenset(
    {",", ".", ";", ":", ")", "—", "–", "qui", "que", "dont", "et"}
)
"""What may follow an apposition with an article; before a verb, the article opens the subject."""
_ENDING: Final = frozenset("?!(»”")
"""What may follow a name in apposition as well."""


def _read_behind(
    text: str, tokens: Tokens, last: int, mention: NameMention, vocabulary: Vocabulary
) -> None:
    """An apposition behind a name: « Anne Hidalgo, maire de Paris, »."""
    at = _past_age_and_party(tokens, last + 1)
    if at + 1 >= len(tokens) or tokens.texts[at] not in (",", "(", "–", "—"):
        return
    known = not mention.title and _lexical_kind(text, mention, vocabulary)
    if mention.preposition in _LOCATING or known:
        return  # « A Montargis, le maire », « Invité de RTL, le maire »
    at += 1
    determiner = vocabulary.determiner(fold(tokens.texts[at]))
    if determiner is not None:
        at += 1
    for _ in range(3):
        if at >= len(tokens) or tokens.kinds[at] == "other":
            return
        word = fold(tokens.texts[at])
        if word in vocabulary.role_nouns:
            break
        if word in vocabulary.function_words:
            return
        at += 1
    else:
        return
    end = at
    while end + 1 < len(tokens) and tokens.texts[end + 1] not in _APPOSITION_END and end - at < 10:
        word_behind = fold(tokens.texts[end + 1])
        if word_behind in ("qui", "que", "dont", "et", "a", "est"):
            break
        if determiner is not None and _begins_object(tokens, end + 1, at, vocabulary):
            return  # « Dans les colonnes d'Ici Nay, une lectrice propose un compromis : »
        end += 1
    if determiner is not None and at < len(tokens) - 1 and tokens.capital(at + 1):
        return  # « Paris, la maire Anne Hidalgo »: the role is another's
    following = fold(tokens.texts[end + 1]) if end + 1 < len(tokens) else "."
    if determiner is not None and following not in _APPOSITION_CLOSED:
        return  # « Avant sa rencontre avec Anne Roux, la maire a dit »
    if mention.role is None:
        _set_role(text, tokens, at, end, mention, vocabulary)
    gender = GENDERS.get(vocabulary.role_nouns.get(word, ""))
    if gender is None and determiner is not None:
        gender = determiner.gender
    if gender == "masculine" and _is_woman(text, mention, vocabulary):
        gender = None
    mention.gender = mention.gender or gender
    mention.number = mention.number or "singular"


def _begins_object(tokens: Tokens, at: int, head: int, vocabulary: Vocabulary) -> bool:
    """Whether a determiner stands behind a word that ties it to no noun, as one does behind a
    verb."""
    before = tokens.folded_before(at)
    return (
        at - 1 > head
        and tokens.kinds[at - 1] == "word"
        and fold(tokens.texts[at]) in vocabulary.determiners
        and fold(tokens.texts[at]) not in vocabulary.prepositions
        and before not in vocabulary.function_words
    )


def _past_age_and_party(tokens: Tokens, at: int) -> int:
    """« Paul Roux (LR), maire de Nay », « Anne Roux, 45 ans, bouchère »: where the comma before the
    role stands, the place itself where there is nothing to step over."""
    texts = tokens.texts
    if texts[at : at + 1] == ["("]:
        closed = next((end for end in range(at + 2, at + 6) if texts[end : end + 1] == [")"]), at)
        at = closed + 1 if texts[closed + 1 : closed + 2] == [","] else at
    if texts[at : at + 1] == [","] and texts[at + 2 : at + 4] == ["ans", ","]:
        at += 3 if texts[at + 1].isdigit() else 0
    return at


def _known_kind(name: str, vocabulary: Vocabulary) -> str:
    """What the lexicons say that a name names, empty where they do not know it."""
    if name in vocabulary.organisations:
        return "body"
    if name in vocabulary.media:
        return "medium"
    return "place" if name in vocabulary.places else ""


def _lexical_kind(text: str, mention: NameMention, vocabulary: Vocabulary) -> str:
    """The same of a name where it stands: « au Figaro », « LR de Nice » and, without its article,
    « France insoumise » are known as well."""
    name = text[mention.start : mention.end].replace("’", "'")
    known = _known_kind(name, vocabulary)
    if not known and len(mention.words) > 1 and name.split()[-1].islower():
        named = (_known_kind(f"{article} {name}", vocabulary) for article in _ARTICLES)
        known = next(filter(None, named), "")
    article = vocabulary.contractions.get(mention.preposition)
    if not known and article:
        known = _known_kind(f"{article.title()} {name}", vocabulary)
    first, *others = name.split(" ", 2)
    if not known and others and others[0] in vocabulary.name_particles:
        known = _known_kind(first, vocabulary)
    return known


_ARTICLES: Final = ("La", "Le", "Les")


def _kind(
    text: str,
    tokens: Tokens,
    start: int,
    last: int,
    mention: NameMention,
    vocabulary: Vocabulary,
) -> str:
    name = text[mention.start : mention.end]
    if mention.title:
        return "person"
    if mention.kind == "body":
        return "body"
    first = tokens.texts[start]
    known = _lexical_kind(text, mention, vocabulary)
    if known:
        return known
    if start < last and _is_first_name(first, vocabulary):
        return "person"
    if mention.role is not None:
        return "person"
    if fold(first) in vocabulary.collective_nouns:
        return "body"
    if name.isupper() and len(name) > 1 and start == last:
        return "body"
    if any(tokens.texts[at] in vocabulary.places for at in range(start, last + 1)):
        return "place"
    if start == last and _is_first_name(first, vocabulary):
        return "person"
    return "name"


def _place_in_quotes(
    found: Sequence[NameMention | RoleMention], spans: Sequence[MarkedSpan]
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
