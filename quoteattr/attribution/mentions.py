"""Candidates for the speaker's mention at a cue, their features, and the extent of a mention.

The mention is most often the subject of the cue, before or behind it; else the subject of the
clause that governs a participle or infinitive, the noun phrase of « selon », the agent of a
passive, the noun that a relative clause modifies, or what stands before a colon or behind a dash.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator, Sequence, Set
from itertools import accumulate, islice, takewhile
from typing import Final

from attrs import define, field

from quoteattr.attribution import cues
from quoteattr.attribution.layout import Cue, Layout
from quoteattr.attribution.passage import OUTSIDE, Passage
from quoteattr.attribution.ranking import Feature, remembered
from quoteattr.attribution.view import QuoteView
from quoteattr.attribution.vocabulary import Vocabulary, fold
from quoteattr.model import Span
from quoteattr.syntax.tree import ROOT, Tree, Word

MAX_MENTIONS: Final = 8
"""Mentions looked at for one cue: those the tree ties to it, then the nearest."""

_WITHIN_NAME: Final = frozenset({"flat", "fixed", "compound", "goeswith"})
_LATTER: Final = {
    "dernier": "celui",
    "dernière": "celle",
    "derniers": "ceux",
    "dernières": "celles",
}


PRONOUN_KINDS: Final = frozenset(
    {"il", "elle", "ils", "elles", "lui", "eux", "celui", "celle", "ceux", "celles"}
    | {"je", "tu", "nous", "vous", "on", "ce", "qui", "relative", "object", "pronoun", "possessive"}
)
"""Kinds of mention that name nobody by themselves, as the lexicon of pronouns has them."""

STANDING_KINDS: Final = frozenset({"one", "some"})
"""Pronouns that stand for themselves, as a description does: « l'un des militaires »."""

UNRESOLVED_KINDS: Final = frozenset(
    {"je", "tu", "nous", "vous", "ce", "qui", "object", "nobody", "pronoun"}
)
"""Pronouns that no referent is looked for: the speaker is shown by the mention alone."""


@define(eq=False)
class Nominal:
    """A noun, name or pronoun that could be a mention; ``antecedent`` is that of « qui »."""

    index: int
    kind: str
    host: int
    """Whose words it is among: the journalist's, ``OUTSIDE``, or those of a quote."""
    antecedent: int = -1


@define(eq=False)
class Candidate:
    """A nominal as the speaker's mention at one cue."""

    passage: Passage
    index: int
    """The word that heads the mention: for « qui » its antecedent."""
    place: int
    """The word that stands in the clause of the cue."""
    kind: str
    path: str = ""
    features: list[Feature] = field(factory=list)


def nominals(own: Layout, names: Container[int], vocabulary: Vocabulary) -> list[Nominal]:
    """All words of a passage that could head a mention; ``names`` are where names begin in the
    text."""
    passage, forms = own.passage, own.forms
    words = passage.tree.words
    pronouns = vocabulary.pronouns
    found = []
    for index, word in enumerate(words):
        if word.upos not in ("NOUN", "PROPN", "PRON", "DET", "ADJ", "NUM", "X", "ADV"):
            continue
        relation = word.relation
        host = passage.inside[index]
        if _is_possessive(forms[index], vocabulary):
            # « à ses yeux », « Son verdict : »: the possessor speaks.
            if word.head != ROOT and words[word.head].upos == "NOUN":
                found.append(Nominal(index, "possessive", host))
            continue
        if _is_latter(passage, index, forms):
            found.append(Nominal(index, _LATTER[forms[index]], host))
            continue
        form = forms[index].lstrip("-").removeprefix("t-")
        clitic = word.form.startswith("-") and form in pronouns
        if relation in _WITHIN_NAME and not clitic and not _is_no_part(own, index, names):
            continue
        # « conclut un autre »: a determiner makes a noun of an adjective.
        noun = word.upos == "ADJ" and _is_determined(passage.tree, index)
        if word.upos in ("DET", "ADJ", "NUM", "X", "ADV") and relation not in _NOMINAL and not noun:
            continue
        if word.upos in ("ADV", "X") and relation != "nsubj":
            continue
        if word.upos == "PRON" or form in ("il", "elle", "ils", "elles", "on"):
            if pronouns.get(form) in ("clitic", "empty") or (
                word.relation in ("expl", "iobj")
                and word.deprel != "expl:subj"
                and form not in ("il", "elle", "ils", "elles")
            ):
                continue
            kind = pronouns.get(form, "pronoun")
            antecedent = -1
            if kind == "qui":
                antecedent = _antecedent(passage, index)
                if antecedent < 0 and _opens(passage, index):
                    kind = "relative"
            found.append(Nominal(index, kind, host, antecedent))
        else:
            if host != OUTSIDE:
                host = _host_of_name(passage, index)
            found.append(Nominal(index, _noun_kind(passage, index, forms, vocabulary), host))
    return found


def _is_no_part(own: Layout, index: int, names: Container[int]) -> bool:
    """Whether a name that the tree has within another stands by itself.

    « a déclaré à l'AFP Marcel » holds two; « tranche Anne » one, behind a cue tagged for a name.
    """
    words = own.passage.tree.words
    head = words[index].head
    if words[index].start not in names or head == ROOT:
        return False
    return words[head].start in names or head in own.inverted


_NOMINAL: Final = frozenset({"nsubj", "root", "obl"})
"""Relations by which a word of any class but a noun or pronoun may be one."""

_SHORT_NAME: Final = 6
"""Words of the longest quote that may be a name for somebody: « les « gilets jaunes » disent »."""


def _host_of_name(passage: Passage, index: int) -> int:
    """Whose words a few quoted words are among that go on with a phrase begun before the marks."""
    words, inside = passage.tree.words, passage.inside
    head = words[index].head
    first, last = _stretch(passage, index)
    if head == ROOT or inside[head] == inside[index] or first < 2:
        return inside[index]
    if not _may_name(words[first : last + 1]):
        return inside[index]
    before = words[first - 2].upos
    title = before == "ADP" and words[index].form[:1].isupper()  # « selon « Le Courrier du Lot » »
    begun = title or before in _BEFORE_NAME or words[index].upos == "PROPN"
    return inside[first - 2] if begun else inside[index]


def _may_name(words: Sequence[Word]) -> bool:
    """Whether quoted words could be a name: few and without a verb, unlike « Je suis Charlie »."""
    verb = any(word.upos in ("VERB", "AUX") for word in words)
    return len(words) <= _SHORT_NAME and not verb


_BEFORE_NAME: Final = frozenset({"DET", "ADJ", "NUM"})


def _stretch(passage: Passage, index: int) -> tuple[int, int]:
    """The first and the last of the words around a quoted one that stand between the same marks; of
    a long quote no more than it takes to see that it is long."""
    inside = passage.inside
    first = last = index
    while first and inside[first - 1] == inside[index] and index - first < _SHORT_NAME:
        first -= 1
    while (
        last + 1 < len(inside) and inside[last + 1] == inside[index] and last - index < _SHORT_NAME
    ):
        last += 1
    return first, last


def _is_possessive(form: str, vocabulary: Vocabulary) -> bool:
    determiner = vocabulary.determiner(form)
    return determiner is not None and determiner.kind == "possessive"


def _is_latter(passage: Passage, index: int, forms: list[str]) -> bool:
    """« ce dernier », « cette dernière »: a pronoun in all but its tag."""
    return forms[index] in _LATTER and index > 0 and forms[index - 1] in ("ce", "cette", "ces")


def kind_of(passage: Passage, index: int, vocabulary: Vocabulary) -> str:
    """The kind of a noun or pronoun, as ``nominals`` gives it."""
    forms = [fold(word.form) for word in passage.tree.words]
    word = passage.tree.words[index]
    if word.upos == "PRON":
        return vocabulary.pronouns.get(forms[index], "pronoun")
    return _noun_kind(passage, index, forms, vocabulary)


def _opens(passage: Passage, index: int) -> bool:
    """Whether a sentence begins with a word: « … », dit le maire. Qui ajoute : « … »"""
    return all(word.upos in ("PUNCT", "CCONJ") for word in passage.tree.words[:index])


def _antecedent(passage: Passage, index: int) -> int:
    """The noun that a relative clause modifies: the head of the nearest acl above its pronoun.

    Where the tree has none, the noun phrase before it: « Luc Roy, maire de Nay, selon qui… ».
    """
    words = passage.tree.words
    if words[index].relation == "acl":
        return words[index].head
    for ancestor in passage.tree.ancestors(index):
        if words[ancestor].relation == "acl" and words[ancestor].head != ROOT:
            head = words[ancestor].head
            return head if head < index else -1
    at = index - 1
    while at >= 0 and words[at].upos in ("PUNCT", "ADP", "CCONJ"):
        at -= 1
    if at < 0 or words[at].upos not in _NOUNS or passage.inside[at] != passage.inside[index]:
        return -1
    while words[at].relation in _WITHIN_PHRASE:
        head = words[at].head
        if head > at or words[head].upos not in _NOUNS:
            break
        at = head
    return at


_NOUNS: Final = ("NOUN", "PROPN")
_WITHIN_PHRASE: Final = frozenset({"nmod", "appos", *_WITHIN_NAME})


def _noun_kind(passage: Passage, index: int, forms: list[str], vocabulary: Vocabulary) -> str:
    """What a noun phrase seems to name, by lexicons: role, body, name, time, place, medium."""
    word = passage.tree.words[index]
    form = forms[index]
    lemma = fold(word.lemma)
    if word.form in vocabulary.titles:
        return "name"
    if form in vocabulary.role_nouns or lemma in vocabulary.role_nouns:
        return "role"
    if form in vocabulary.collective_nouns or lemma in vocabulary.collective_nouns:
        return "body"
    if form in vocabulary.demonyms or lemma in vocabulary.demonyms:
        return "role"
    if form in vocabulary.document_nouns or lemma in vocabulary.document_nouns:
        return "document"
    if form in vocabulary.temporal_nouns or lemma in vocabulary.temporal_nouns:
        return "time"
    if word.form[:1].isupper():
        if word.form in vocabulary.media:
            return "medium"
        if word.form in vocabulary.organisations:
            return "body name"
        if word.form in vocabulary.places:
            return "place"
        if word.form in vocabulary.first_names:
            return "name"
        if word.upos == "PROPN" or index:
            flat = any(
                passage.tree.words[child].relation == "flat"
                for child in passage.tree.children[index]
            )
            return "long name" if flat else "short name"
    return "noun" if word.upos == "NOUN" else word.upos.lower()


def candidates(
    seen: QuoteView, cue: Cue, own: Layout, found: list[Nominal], vocabulary: Vocabulary
) -> list[Candidate]:
    """The mentions that could name the speaker at one cue, each with its features."""
    passage = cue.passage
    assert passage is not None
    inside = passage.inside
    bare = cue.kind == "bare"
    incise = not bare and cues.place_of(seen, cue) == "inside"
    anchor = cue.anchor
    if bare and _is_caption(seen, cue):
        anchor = 0
    elif bare:
        anchor = (
            seen.first_outside
            if seen.left not in ("start", ".") and seen.first_outside >= 0
            else seen.next_outside
        )
        if anchor < 0:
            return []
    words = passage.tree.words
    governors = set() if bare else {anchor, *islice(passage.tree.ancestors(anchor), _HIGH)}
    # First those that the tree ties to the cue or to a clause above it, however far they stand.
    allowed = [
        (
            nominal.index not in governors and words[nominal.index].head not in governors,
            abs(nominal.index - anchor),
            nominal.index,
            nominal,
        )
        for nominal in _around(found, anchor, governors, passage)
        if (incise if inside[nominal.index] == seen.number else nominal.host == seen.host)
        and (bare or nominal.index != anchor)
    ]
    allowed.sort()
    result = []
    facts = None if bare else _facts(seen, cue, own, found)
    for *_, nominal in allowed[:MAX_MENTIONS]:
        index = nominal.index if nominal.antecedent < 0 else nominal.antecedent
        candidate = Candidate(passage, index, nominal.index, nominal.kind)
        if nominal.antecedent >= 0:
            kind = "qui " + _noun_kind(passage, nominal.antecedent, own.forms, vocabulary)
        else:
            kind = nominal.kind
        case = _case(passage, nominal.index)
        if facts is None:
            _describe_bare(seen, cue, candidate, kind, case, found)
        else:
            _describe(facts, candidate, kind, case, vocabulary)
        result.append(candidate)
    return result


def _around(
    found: list[Nominal], anchor: int, governors: set[int], passage: Passage
) -> list[Nominal]:
    """The nominals near a cue, and those that hang on it or on a clause above it."""
    if len(found) <= 2 * _REACH:
        return found
    middle = bisect_left(found, anchor, key=lambda nominal: nominal.index)
    near = found[max(0, middle - _REACH) : middle + _REACH]
    known = {nominal.index for nominal in near}
    tied = set(governors)
    for one in governors:
        children = passage.tree.children[one]
        at = bisect_left(children, anchor)
        tied.update(children[max(0, at - _NEAREST) : at + _NEAREST])
    for index in sorted(tied - known):
        at = bisect_left(found, index, key=lambda nominal: nominal.index)
        if at < len(found) and found[at].index == index:
            near.append(found[at])
    return near


_REACH: Final = 20
"""Nominals looked at on either side of a cue before the nearest are chosen."""

_NEAREST: Final = 60
"""Words that hang on one clause looked at on either side of a cue; no real clause has more."""

_HIGH: Final = 12
"""Clauses looked at above a cue."""


def _is_caption(seen: QuoteView, cue: Cue) -> bool:
    return seen.caption is not None and cue.passage is seen.caption.passage


def _describe_bare(
    seen: QuoteView, cue: Cue, candidate: Candidate, kind: str, case: str, found: list[Nominal]
) -> None:
    """A mention without a cue word: before a colon, behind a dash, in the line below."""
    index = candidate.place
    word = candidate.passage.tree.words[index]
    if _is_caption(seen, cue):
        candidate.features += [
            f"caption,{kind}",
            f"caption,{word.relation}",
            f"caption,first={index == found[0].index:d}",
        ]
        candidate.path = "the line below"
        return
    side = "before" if word.end <= seen.span.outer.start else "after"
    anchor = seen.first_outside if side == "before" else seen.next_outside
    between = sum(1 for other in found if min(index, anchor) < other.index < max(index, anchor))
    candidate.features += [
        f"bare,{side},{kind}",
        f"bare,{side},nominals between={min(between, 3)}",
        f"bare,{side},case={case}",
        f"bare,{side},relation={word.relation}",
        f"bare,{side},left={seen.left}",
    ]
    candidate.path = f"{side} the mark"


@define(eq=False)
class _Facts:
    """What the mentions at one cue are all measured against."""

    seen: QuoteView
    cue: Cue
    own: Layout
    kind: str
    form: str
    """Finite, participle or infinitive; for other cues their kind."""
    where: str
    """Where the cue stands to the quote."""
    order: str
    """Whether the subject seems to follow the verb."""
    start: int
    """The first word of the cue's group."""
    above: dict[int, str]
    """The cue and the words above it, with the way up to each."""
    number: str | None
    person: str | None
    tally: Tally


def _facts(seen: QuoteView, cue: Cue, own: Layout, found: list[Nominal]) -> _Facts:
    passage = own.passage
    anchor = cue.anchor
    verb = passage.tree.words[anchor]
    number, person = verb.feat("Number"), verb.feat("Person")
    for child in passage.tree.children[anchor]:
        word = passage.tree.words[child]
        if word.relation == "aux":
            number = word.feat("Number") or number
            person = word.feat("Person") or person
    return _Facts(
        seen,
        cue,
        own,
        cue.kind,
        _verb_form(verb, passage, anchor) if cue.kind == "verb" else cue.kind,
        cues.place_of(seen, cue),
        str(own.inverted.get(anchor)),
        own.group_starts.get(anchor, cue.first),
        _ways_up(passage, anchor),
        number,
        person,
        _tally(own, passage.inside[anchor], found),
    )


def _describe(
    facts: _Facts, candidate: Candidate, kind: str, case: str, vocabulary: Vocabulary
) -> None:
    cue, tally = facts.cue, facts.tally
    words = candidate.passage.tree.words
    index = candidate.place
    word = words[index]
    anchor = cue.anchor
    tag, form, where = facts.kind, facts.form, facts.where
    relation = word.relation
    if index > cue.last:
        side, low, high = "after", cue.last + 1, index
    else:
        side, low, high = "before", index + 1, facts.start
    distance = nominals_between = verbs_between = 0
    commas = False
    if high > low:
        distance = tally.words[high] - tally.words[low]
        nominals_between = tally.nominals[high] - tally.nominals[low]
        verbs_between = tally.verbs[high] - tally.verbs[low]
        commas = tally.commas[high] > tally.commas[low]
    left, right = (index, anchor) if index < anchor else (anchor, index)
    quote_between = tally.words[right] - tally.words[left + 1] < right - left - 1
    near = _NEAR[distance] if distance < len(_NEAR) else "6+"
    path = candidate.path = _path(candidate.passage, facts.above, index)
    agreement = _agreement(facts, candidate.passage, index) if tag == "verb" else "?"
    features = candidate.features
    if candidate.passage.inside[index] not in (facts.seen.host, facts.seen.number):
        determined = _is_determined(candidate.passage.tree, index)
        features += (f"{tag},quoted,{side},determined={determined:d}", f"{tag},quoted,path={path}")
    nominals, verbs = min(nominals_between, 3), min(verbs_between, 2)
    features += (
        _on_path(tag, form, side, path, kind),
        _on_agreement(agreement, path),
        _on_distance(tag, form, side, near, commas, nominals, verbs),
        _on_case(tag, form, side, case, where, near),
        _on_order(tag, where, side, facts.order, quote_between, relation),
    )
    if tag == "verb" and where in ("after", "inside") and side == "after" and nominals_between == 0:
        features.append(f"first nominal behind an incise,case={case or '-'},{kind}")
    if tag == "verb" and side == "before" and verbs_between == 0:
        features.append(f"nominal before verb,relation={relation},case={case or '-'}")
    if relation == "nmod":
        features.append(f"{tag},within a noun phrase")
        features.append(f"{tag},within a noun phrase,{kind}")
    own = facts.seen.layout
    if own is None or candidate.passage is not own.passage:
        features.append(f"previous sentence,relation={relation}")
    if tag == "verb" and relation == "nsubj" and word.head not in (anchor, ROOT):
        governor = fold(words[word.head].lemma)
        speaks = "speech" if governor in vocabulary.speech_verbs else "other"
        features.append(f"{form},subject of another {speaks} verb")
        features.append(f"{form},{side},subject of another {speaks} verb,path={path}")
    if tag == "verb" and words[anchor].head == index:
        thing = "document" if fold(word.lemma) in vocabulary.document_nouns else "other"
        features.append(f"{form},modifies a {thing} noun,{relation}")
        features.append(f"{form},modifies a {thing} noun")
    if tag == "verb":
        lexical = vocabulary.speech_verbs.get(cue.lemma, "other")
        features.append(f"lemma={cue.lemma},path={path}")
        features.append(f"{lexical},{kind}")
    if word.upos == "NOUN":
        features.append(f"speaker={fold(word.lemma)}")
    if tag == "preposition":
        features.append(f"{facts.own.forms[cue.first]},path={path}")
        features.append(f"{tag},{side},{near}")


_NEAR: Final = ("0", "1", "2", "3-5", "3-5", "3-5")


@remembered
def _on_path(tag: str, form: str, side: str, path: str, kind: str) -> tuple[str, ...]:
    return (
        f"{tag},path={path}",
        f"{tag},path={path},{side}",
        f"{form},path={path}",
        f"{tag},{kind}",
        f"{tag},path={path},{kind}",
        f"{tag},{side},{kind}",
    )


@remembered
def _on_agreement(agreement: str, path: str) -> tuple[str, ...]:
    return f"agreement={agreement}", f"agreement={agreement},path={path}"


@remembered
def _on_distance(
    tag: str, form: str, side: str, near: str, commas: bool, nominals: int, verbs: int
) -> tuple[str, ...]:
    return (
        f"{tag},{side},{near},commas={commas:d}",
        f"{tag},{side},nominals between={nominals}",
        f"{form},{side},nominals between={min(nominals, 2)},verbs={verbs}",
    )


@remembered
def _on_case(tag: str, form: str, side: str, case: str, where: str, near: str) -> tuple[str, ...]:
    return (
        f"{tag},{side},case={case}",
        f"{form},{side},case={case or '-'},quote {where}",
        f"{tag},quote {where},{side},{near},case={case or '-'}",
    )


@remembered
def _on_order(
    tag: str, where: str, side: str, order: str, quote_between: bool, relation: str
) -> tuple[str, ...]:
    return (
        f"{tag},quote between={quote_between:d},{side}",
        f"{tag},quote {where},{side},inverted={order}",
        f"{tag},relation={relation},{side}",
    )


@define(eq=False)
class Tally:
    """How many words of one zone (the journalist's, or one quote's) stand before each word."""

    words: list[int]
    nominals: list[int]
    verbs: list[int]
    commas: list[int]


def _tally(own: Layout, zone: int, found: list[Nominal]) -> Tally:
    known = own.tallies.get(zone)
    if known is None:
        words = own.passage.tree.words
        inside = own.passage.inside
        nominal = {one.index for one in found if words[one.index].relation != "nmod"}
        here = [word if one == zone else None for word, one in zip(words, inside, strict=True)]
        known = own.tallies[zone] = Tally(
            _counted([word is not None for word in here]),
            _counted([word is not None and index in nominal for index, word in enumerate(here)]),
            _counted([word is not None and word.upos == "VERB" for word in here]),
            _counted([word is not None and word.form in _SEPARATORS for word in here]),
        )
    return known


def _counted(held: Iterable[bool]) -> list[int]:
    """How often something holds before each place."""
    return list(accumulate(held, initial=0))


_SEPARATORS: Final = frozenset({",", ";", ":", "—", "–", "("})


def _case(passage: Passage, index: int) -> str:
    """The preposition of a noun phrase, empty for none."""
    words = passage.tree.words
    for child in passage.tree.children[index]:
        if words[child].relation == "case":
            return fold(words[child].lemma)
    return ""


def _ways_up(passage: Passage, anchor: int) -> dict[int, str]:
    """A word and the four above it, each with the relations (<) that lead there."""
    words = passage.tree.words
    ways = {anchor: ""}
    labels = "<" + words[anchor].relation
    for ancestor in islice(passage.tree.ancestors(anchor), _FARTHEST):
        ways[ancestor] = labels
        labels += "<" + words[ancestor].relation
    return ways


def _path(passage: Passage, above: dict[int, str], index: int) -> str:
    """The way from cue to mention: relations up (<) and then down (>), « far » beyond four."""
    words = passage.tree.words
    down = ""
    for _ in range(_FARTHEST):
        if index in above:
            return (above[index] + down) or "self"
        word = words[index]
        down = ">" + word.relation + down
        index = word.head
        if index == ROOT:
            return "apart"
    return "far"


_FARTHEST: Final = 4
"""Steps of the longest way in the tree, up as well as down."""


def _verb_form(word: Word, passage: Passage, index: int) -> str:
    form = word.feat("VerbForm")
    if form == "Inf":
        return "infinitive"
    if form == "Part":
        relations = {passage.tree.words[child].deprel for child in passage.tree.children[index]}
        if "aux:pass" in relations:
            return "passive"
        if any(relation.startswith("aux") for relation in relations):
            return "finite"
        return "present participle" if "Tense=Pres" in word.feats else "past participle"
    return "finite"


def _agreement(facts: _Facts, passage: Passage, index: int) -> str:
    """Whether verb and noun agree in number and person, as far as both mark them."""
    word = passage.tree.words[index]
    if facts.person in ("1", "2"):
        return "person" if word.feat("Person") == facts.person else "other person"
    number = word.feat("Number")
    if not facts.number or not number:
        return "?"
    if facts.number == number:
        return "yes"
    children = passage.tree.children[index]
    coordinated = any(passage.tree.words[child].relation == "conj" for child in children)
    return "coordinated" if coordinated and facts.number == "Plur" else "no"


def extent(passage: Passage, index: int, host: int = OUTSIDE, behind: int = -1) -> Span:
    """The mention that a word heads: its noun phrase without relative clauses.

    Appositions belong to it (« Anne Roux, maire de Nîmes »), participles and other clauses do not.
    It begins behind the word ``behind``, the last one of a source preposition.
    """
    tree = passage.tree
    words = tree.words
    forms = [fold(word.form) for word in words[max(index - 1, 0) : index + 1]]
    if forms[-1] in _LATTER and forms[0] in ("ce", "cette", "ces"):
        return Span(words[index - 1].start, words[index].end)
    if words[index].upos == "DET" and words[index].relation in ("det", "nmod"):
        # « à ses yeux »: the possessive is the mention.
        return Span(words[index].start, words[index].end)
    if words[index].upos == "PRON" and not any(
        words[child].relation in ("nmod", "amod", "det") for child in tree.children[index]
    ):
        return _bare(words[index])
    if passage.inside[index] not in (host, OUTSIDE):
        if _host_of_name(passage, index) == host:
            return _quoted_phrase(passage, index)
        host = passage.inside[index]
    members = set(tree.subtree(index, without=_OUTSIDE_MENTION))
    members.update(_rest_of_name(tree, index))
    first = index
    while first - 1 > behind and first - 1 in members and _belongs(passage, first - 1, host):
        first -= 1
    last = _last(passage, index, index, members, host)
    while first < index and (
        words[first].upos in ("PUNCT", "CCONJ", "SCONJ")
        or words[first].relation in ("case", "cc", "mark", "advmod")
        or words[first].feat("PronType") == "Rel"  # « dont la maire », « dont l'un »
    ):
        first += 1
    return Span(words[first].start, words[last].end)


def _rest_of_name(tree: Tree, index: int) -> list[int]:
    """What goes on with a name that hangs within another: « à l'AFP Marcel Roux » hangs both words
    on « AFP »."""
    word = tree.words[index]
    if word.relation not in _WITHIN_NAME or word.head == ROOT:
        return []
    siblings = (child for child in tree.children[word.head] if child > index)
    within = takewhile(lambda child: tree.words[child].relation in _WITHIN_NAME, siblings)
    return [one for child in within for one in tree.subtree(child, without=_OUTSIDE_MENTION)]


def _last(passage: Passage, head: int, last: int, members: Set[int], host: int) -> int:
    """The last word of a mention that goes on behind ``last``.

    It ends where the phrase or the journalist's words do, but may hold a name between marks:
    « des dizaines de « gilets jaunes » en colère ».
    """
    words = passage.tree.words
    floor = last
    while last + 1 < len(words):
        closing = _named_behind(passage, last, members, host)
        if closing > 0:
            floor = last = closing
        elif (
            last + 1 in members
            and _belongs(passage, last + 1, host)
            and not _ends_mention(passage, head, last + 1)
        ):
            last += 1
        else:
            break
    while (
        last > floor
        and words[last].upos in _NOT_LAST
        and not (words[last].relation in _WITHIN_NAME and words[last].form[:1].isupper())
    ):
        last -= 1
    return last


_NOT_LAST: Final = frozenset({"PUNCT", "ADP", "CCONJ", "DET", "ADV", "SCONJ"})


def _named_behind(passage: Passage, last: int, members: Set[int], host: int) -> int:
    """The end of a name between marks that goes on with a phrase, -1 where none opens there."""
    words, inside = passage.tree.words, passage.inside
    opening = last + 1
    if opening + 1 >= len(words) or words[opening].upos != "PUNCT":
        return -1
    if inside[opening] != host or inside[opening + 1] in (host, OUTSIDE):
        return -1
    begin, end = _stretch(passage, opening + 1)
    name = words[begin : end + 1]
    tied = any(one in members for one in range(begin, end + 1))
    if begin != opening + 1 or not tied or not _may_name(name):
        return -1
    closing = end + 1 if end + 1 < len(words) and words[end + 1].upos == "PUNCT" else end
    # « l'élu « frondeur » Luc Roy », but not « un ministre « furieux » »
    on = closing + 1 in members and words[closing + 1].upos == "PROPN"
    complement = words[last].upos in _BEFORE_COMPLEMENT or name[0].upos == "PROPN"
    return closing if complement or on else -1


_BEFORE_COMPLEMENT: Final = frozenset({"ADP", "DET", "NUM"})


def _quoted_phrase(passage: Passage, index: int) -> Span:
    """A name between marks with the determiner before them: « un autre « gilet jaune » »."""
    words = passage.tree.words
    first, last = _stretch(passage, index)
    start = first - 1
    while start > 0 and words[start - 1].upos in _BEFORE_NAME:
        start -= 1
    closed = last + 1 < len(words) and words[last + 1].upos == "PUNCT"
    if start == first - 1:
        return Span(words[first].start, words[last].end)  # « selon « Le Monde » »
    members = set(passage.tree.subtree(index, without=_OUTSIDE_MENTION))
    # « un « gilet jaune » du Gard »
    last = _last(passage, index, last + closed, members, passage.inside[start])
    return Span(words[start].start, words[last].end)


def seats(passage: Passage, verb: int, vocabulary: Vocabulary) -> Iterator[int]:
    """The nouns that say where a verb takes place: « reconnaît-on au parquet », « chez Total ».

    « au sein du ministère »: what a locution leads to comes behind its noun. « On dit de la
    mairie » speaks about it: « de » leads to no place.
    """
    words, children = passage.tree.words, passage.tree.children
    for child in children[verb]:
        cases = (fold(words[one].form) for one in children[child] if words[one].relation == "case")
        if any(vocabulary.prepositions.get(form) == "at" for form in cases):
            yield child
            yield from (one for one in children[child] if words[one].relation == "nmod")


def is_group(passage: Passage, index: int, span: Span) -> bool:
    """« Luc Roy et Anne Petit », « Ali Reza et son avocate »: several who speak as one.

    « Anne Petit, historienne et enseignante » is one, wherever the tree hangs her second role, and
    so is « le journaliste et député ».
    """
    words = passage.tree.words
    apposed = False
    for child in passage.tree.children[index]:
        word = words[child]
        apposed = apposed or word.relation == "appos"
        if word.relation == "conj" and word.upos in ("NOUN", "PROPN") and word.end <= span.end:
            # « Luc Roy, boulanger et Bonnet vert » too, but not « Luc Roy, élu, et Anne Petit »
            common = word.upos == "NOUN" or (apposed and not _behind_comma(passage.tree, child))
            bare = common and not _is_determined(passage.tree, child)
            if bare and (apposed or _is_one(passage.tree, index)):
                return False
            return any(
                words[other].relation == "cc" and fold(words[other].form) in ("et", "&")
                for other in passage.tree.children[child]
            )
    return False


def _behind_comma(tree: Tree, index: int) -> bool:
    """Whether a comma stands before a coordinated phrase or its conjunction."""
    first = min(tree.subtree(index))
    return first > 0 and "," in (tree.words[first].form, tree.words[first - 1].form)


def _is_one(tree: Tree, index: int) -> bool:
    """Whether a noun has a determiner and is a singular."""
    word = tree.words[index]
    singular = word.upos == "NOUN" and word.feat("Number") == "Sing"
    return singular and _is_determined(tree, index)


def _is_determined(tree: Tree, index: int) -> bool:
    return any(tree.words[child].relation == "det" for child in tree.children[index])


def _ends_mention(passage: Passage, head: int, index: int) -> bool:
    """Whether a noun phrase ends before a word: at a bracket, at a comma that opens no apposition,
    at a preposition that ties an adverbial and not a complement to the noun."""
    words = passage.tree.words
    word = words[index]
    if word.form in ("(", "["):
        return True
    if word.form == ",":
        following = words[index + 1] if index + 1 < len(words) else None
        if following is None:
            return True
        at = index + 1
        while at < len(words) and words[at].upos in ("DET", "ADJ"):
            at += 1
        nominal = at < len(words) and words[at].upos in ("NOUN", "PROPN")
        return not nominal or words[at].relation not in ("appos", "conj", "flat", "nmod")
    if word.upos == "ADP" and word.relation == "case" and index > head:
        if words[index - 1].upos == "ADP":
            return False  # « l'un d'entre eux »: the first preposition decides
        if words[head].form[:1].isupper():
            return fold(word.lemma) not in _NAME_COMPLEMENT
        # « l'adjoint aux mobilités », where the tree ties it to the noun and not to the verb.
        tied = word.head >= 0 and words[word.head].relation == "nmod"
        return fold(word.lemma) not in (_TIED_COMPLEMENT if tied else _COMPLEMENT)
    return False


_COMPLEMENT: Final = frozenset({"de", "du", "des", "d'"})
_TIED_COMPLEMENT: Final = _COMPLEMENT | {"à", "au", "aux"}
_NAME_COMPLEMENT: Final = _COMPLEMENT | {"contre", "en", "pour", "sans"}


_OUTSIDE_MENTION: Final = frozenset(
    {
        "acl",
        "acl:relcl",
        "advcl",
        "parataxis",
        "ccomp",
        "cop",
        "nsubj",
        "aux",
        "expl",
        "csubj",
        "xcomp",
        "discourse",
        "mark",
        "dislocated",
        "obj",
        "iobj",
        "vocative",
        "orphan",
    }
)


def _belongs(passage: Passage, index: int, host: int) -> bool:
    word = passage.tree.words[index]
    if passage.inside[index] != host or word.form in (
        "«",
        "»",
        "“",
        "”",
        '"',
        ":",
        ";",
        "?",
        "!",
        "…",
        "—",
        "–",
    ):
        return False
    return not (word.upos == "VERB" and "VerbForm=Fin" in word.feats)


def _bare(word: Word) -> Span:
    """A pronoun without the hyphens of « a-t-il »."""
    stripped = word.form.lstrip("-")
    if stripped.lower().startswith("t-"):
        stripped = stripped[2:]
    return (
        Span(word.end - len(stripped), word.end)
        if len(stripped) <= word.end - word.start
        else Span(word.start, word.end)
    )
