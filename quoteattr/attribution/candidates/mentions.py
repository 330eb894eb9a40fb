"""Candidates for the speaker's mention at a cue, and their features.

The mention is most often the subject of the cue, before or behind it; else the subject of the
clause that governs a participle or infinitive, the noun phrase of « selon », the agent of a
passive, the noun that a relative clause modifies, or what stands before a colon or behind a dash.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice
from operator import attrgetter
from typing import Final

from attrs import define, field

from quoteattr.attribution.candidates import cues
from quoteattr.attribution.passages.layout import Cue, Layout, Tally, speech_noun
from quoteattr.attribution.passages.nominals import Nominal, noun_kind
from quoteattr.attribution.passages.passage import Passage
from quoteattr.attribution.passages.phrases import is_determined, is_of
from quoteattr.attribution.passages.view import QuoteView
from quoteattr.attribution.ranking import Feature, remembered
from quoteattr.attribution.vocabulary import THAT, Vocabulary, fold
from quoteattr.marks import CLOSERS
from quoteattr.syntax.tree import ROOT

MAX_MENTIONS: Final = 8
"""Mentions looked at for one cue: those the tree ties to it, then the nearest."""


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


def candidates(
    view: QuoteView, cue: Cue, layout: Layout, found: list[Nominal], vocabulary: Vocabulary
) -> list[Candidate]:
    """The mentions that could name the speaker at one cue, each with its features."""
    passage = cue.passage
    assert passage is not None
    inside = passage.inside
    unspoken = cue.kind == "punctuation"
    incise = not unspoken and cues.place_of(view, cue) == "inside"
    anchor = cue.anchor
    if cues.caption_of(view, cue) is not None:
        anchor = 0
    elif unspoken:
        anchor = (
            view.first_outside
            if view.left not in ("start", ".") and view.first_outside >= 0
            else view.next_outside
        )
        if anchor < 0:
            return []
    words = passage.tree.words
    expletive = _expletive(layout, cue, found, vocabulary)
    aside = _aside(view, layout, cue, found)
    governors = set() if unspoken else {anchor, *islice(passage.tree.ancestors(anchor), _HIGH)}
    # First those that the tree ties to the cue or to a clause above it, however far they stand.
    allowed = [
        (
            nominal.index not in governors and words[nominal.index].head not in governors,
            abs(nominal.index - anchor),
            nominal.index,
            nominal,
        )
        for nominal in _around(found, anchor, governors, passage)
        if (incise if inside[nominal.index] == view.number else nominal.host == view.host)
        and (unspoken or nominal.index != anchor)
        and nominal.index != expletive
        and nominal.index not in aside
        and not (nominal.kind in _COMMON and _is_bare(passage, nominal.index))
    ]
    allowed.sort()
    result = []
    facts = None if unspoken else _facts(view, cue, layout, found)
    for *_, nominal in allowed[:MAX_MENTIONS]:
        index = nominal.index if nominal.antecedent < 0 else nominal.antecedent
        candidate = Candidate(passage, index, nominal.index, nominal.kind)
        if nominal.antecedent >= 0:
            kind = "qui " + noun_kind(passage, nominal.antecedent, layout.forms, vocabulary)
        else:
            kind = nominal.kind
        case = _case(passage, nominal.index)
        if facts is None:
            _describe_at_punctuation(view, cue, candidate, kind, case, found)
        else:
            _describe(facts, candidate, kind, case, vocabulary)
            if _never_speaks(facts, candidate, vocabulary):
                continue
        result.append(candidate)
    return result


def _never_speaks(facts: _Facts, candidate: Candidate, vocabulary: Vocabulary) -> bool:
    """Whether the sentence says that somebody else than a nominal utters the words of its cue."""
    return (
        _is_reported(facts, candidate)
        or _is_behind_infinitive(facts, candidate, vocabulary)
        or _hears(facts, candidate, vocabulary)
    )


def _hears(facts: _Facts, candidate: Candidate, vocabulary: Vocabulary) -> bool:
    """Whether a nominal is told the words or called so: « Le maire est traité d'« absent » »,
    « s'est vu répondre « non » »."""
    reported = vocabulary.speech_verbs.get(facts.cue.lemma) in _REPORTED_TO
    return reported and facts.form == "passive" and candidate.path in _UNDERGOES


_UNDERGOES: Final = (">nsubj", "<xcomp>nsubj")
"""The ways from a passive to its subject."""
_REPORTED_TO: Final = frozenset({"announce", "answer", "ask", "judge", "order", "say", "write"})
"""Classes of verbs whose passive is of whoever hears or is spoken of, unlike « est persuadé »."""


def _is_reported(facts: _Facts, candidate: Candidate) -> bool:
    """Whether a nominal is the subject of what somebody says by the cue: « ajoutant que les élus
    sont « las » » is not said by the élus."""
    if _opens_main_clause(facts, candidate):
        return False
    behind = facts.cue.last + 1
    forms = facts.layout.forms
    return (
        facts.kind == "verb"
        and candidate.path.startswith(">ccomp")
        and behind < len(forms)
        and forms[behind] in THAT
        and candidate.place > behind
    )


def _opens_main_clause(facts: _Facts, candidate: Candidate) -> bool:
    """« Estimant que « c'est fini », les élus partent »: whether a nominal stands behind a comma
    that ends quoted words and closes a participle clause which opens the sentence."""
    if facts.form != "present participle" or facts.start > _LONGEST_OPENING:
        return False
    forms, inside = facts.layout.forms, candidate.passage.inside
    host = inside[facts.cue.anchor]
    return any(
        forms[at] == "," and (forms[at - 1] in CLOSERS or inside[at - 1] != host)
        for at in range(facts.cue.last + 1, candidate.place)
    )


_LONGEST_OPENING: Final = 2
"""Words before a participle that opens its sentence: « Tout en jugeant »."""


def _is_behind_infinitive(facts: _Facts, candidate: Candidate, vocabulary: Vocabulary) -> bool:
    """Whether a nominal stands behind an infinitive that no verb governs, but for the quoted ones:
    « Et d'accuser le maire de « mentir » », « Avant d'ajouter « non » et de saluer le maire » are
    the words of whoever spoke before."""
    tree, inside = candidate.passage.tree, candidate.passage.inside
    anchor = facts.cue.anchor
    if facts.form != "infinitive" or candidate.place < anchor:
        return False
    if not facts.start or not is_of(facts.layout.forms[facts.start - 1], vocabulary):
        return False
    return all(
        inside[one] != inside[anchor] or tree.words[one].feat("VerbForm") == "Inf"
        for one in tree.ancestors(anchor)
    )


def _aside(view: QuoteView, layout: Layout, cue: Cue, found: Sequence[Nominal]) -> range:
    """The words between two commas behind a cue and before a subject: « commente, beau joueur, un
    élu », « promet, le sourire aux lèvres, Anne Roux ». No subject stands behind a comma."""
    if cue.kind != "verb" or cues.place_of(view, cue) == "before":
        return _NO_WORDS
    forms, words = layout.forms, layout.passage.tree.words
    first = cue.last + 2
    if forms[first - 1 : first] != [","]:
        return _NO_WORDS
    last = min(first + _LONGEST_ASIDE, len(forms))
    second = next((at for at in range(first, last) if forms[at] == ","), -1)
    if second < 0 or any(mark in forms[first:second] for mark in _NO_ASIDE):
        return _NO_WORDS
    at = bisect_left(found, first, key=_index)
    while at < len(found) and found[at].index < second:
        if found[at].kind in _NAMES:
            return _NO_WORDS  # « explique, Anne Roux, une élue »
        at += 1
    if at == len(found) or found[at].kind not in _PEOPLE:
        return _NO_WORDS
    between = words[second + 1 : found[at].index]
    near = all(word.upos in ("DET", "ADJ", "NUM") for word in between)
    return range(first, second) if near else _NO_WORDS


_NO_WORDS: Final = range(0)
_LONGEST_ASIDE: Final = 8
"""Words between the two commas."""
_NO_ASIDE: Final = frozenset('«»“”"()')
_NAMES: Final = frozenset({"name", "long name", "short name", "body name", "medium", "place"})
_PEOPLE: Final = _NAMES | {"role", "body"}
"""Kinds of nominal that an aside stands before, unlike « la larme à l'œil »."""


_COMMON: Final = frozenset({"adj", "noun"})
"""Kinds of nominal that need a determiner."""


def _is_bare(passage: Passage, index: int) -> bool:
    """Whether a common noun in the singular, or an adjective, has no word that determines it:
    « lâche, poing levé, Anne Roux », « confie, sourire en coin, le maire », « il se dit positif :
    « … » ». A role or body may, as headlines have it."""
    word = passage.tree.words[index]
    return (
        (word.upos == "ADJ" or (word.upos == "NOUN" and word.feat("Number") == "Sing"))
        and word.form.islower()
        and not any(
            passage.tree.words[child].relation in ("det", "nummod")
            for child in passage.tree.children[index]
        )
    )


def _expletive(layout: Layout, cue: Cue, found: Sequence[Nominal], vocabulary: Vocabulary) -> int:
    """The « il » of an impersonal passive, which is nobody: « « … », est-il écrit sur le site ».

    -1 where there is none: « s'est-il réjoui », « est-il persuadé ».
    """
    words = layout.passage.tree.words
    if cue.kind != "verb" or vocabulary.speech_verbs.get(cue.lemma) not in _REPORTING:
        return -1
    first = layout.group_starts.get(cue.anchor, cue.anchor)
    at, end = (bisect_left(found, index, key=_index) for index in (first + 1, cue.anchor))
    for nominal in found[at:end]:
        if nominal.kind == "il":
            auxiliary, before = nominal.index - 1, nominal.index - 2
            reflexive = before >= 0 and words[before].feat("Reflex") == "Yes"
            passive = words[auxiliary].lemma == "être" and not reflexive
            return nominal.index if passive else -1
    return -1


_REPORTING: Final = frozenset({"announce", "say", "write"})
"""Classes of verbs whose passive may be impersonal, as « est-il persuadé » is not."""


_index: Final = attrgetter("index")


def _around(
    found: list[Nominal], anchor: int, governors: set[int], passage: Passage
) -> list[Nominal]:
    """The nominals near a cue, and those that hang on it or on a clause above it."""
    if len(found) <= 2 * _REACH:
        return found
    middle = bisect_left(found, anchor, key=_index)
    near = found[max(0, middle - _REACH) : middle + _REACH]
    known = {nominal.index for nominal in near}
    tied = set(governors)
    for one in governors:
        children = passage.tree.children[one]
        at = bisect_left(children, anchor)
        tied.update(children[max(0, at - _NEAREST) : at + _NEAREST])
    for index in sorted(tied - known):
        at = bisect_left(found, index, key=_index)
        if at < len(found) and found[at].index == index:
            near.append(found[at])
    return near


_REACH: Final = 20
"""Nominals looked at on either side of a cue before the nearest are chosen."""


_NEAREST: Final = 60
"""Words that hang on one clause looked at on either side of a cue; no real clause has more."""


_HIGH: Final = 12
"""Clauses looked at above a cue."""


def _describe_at_punctuation(
    view: QuoteView, cue: Cue, candidate: Candidate, kind: str, case: str, found: list[Nominal]
) -> None:
    """A mention without a cue word: before a colon, behind a dash, in the line above or below."""
    index = candidate.place
    word = candidate.passage.tree.words[index]
    caption = cues.caption_of(view, cue)
    if caption is not None:
        candidate.features += [
            f"caption,{kind}",
            f"caption,{word.relation}",
            f"caption,first={index == found[0].index:d}",
            f"caption,named={caption.named:d},first={index == found[0].index:d}",
        ]
        candidate.path = f"the line {caption.side}"
        return
    side = "before" if word.end <= view.span.outer.start else "after"
    anchor = view.first_outside if side == "before" else view.next_outside
    first, last = sorted((index, anchor))
    between = bisect_left(found, last, key=_index) - bisect_right(found, first, key=_index)
    candidate.features += [
        f"punctuation,{side},{kind}",
        f"punctuation,{side},nominals between={min(max(between, 0), 3)}",
        f"punctuation,{side},case={case}",
        f"punctuation,{side},relation={word.relation}",
        f"punctuation,{side},left={view.left}",
    ]
    candidate.path = f"{side} the mark"


@define(eq=False)
class _Facts:
    """What the mentions at one cue are all measured against."""

    view: QuoteView
    cue: Cue
    layout: Layout
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
    number: str
    person: str
    tally: Tally


def _facts(view: QuoteView, cue: Cue, layout: Layout, found: list[Nominal]) -> _Facts:
    passage = layout.passage
    anchor = cue.anchor
    group = layout.group(anchor)
    return _Facts(
        view,
        cue,
        layout,
        cue.kind,
        group.form if cue.kind == "verb" else cue.kind,
        cues.place_of(view, cue),
        str(layout.inverted.get(anchor)),
        layout.group_starts.get(anchor, cue.first),
        _ways_up(passage, anchor),
        group.number,
        group.person,
        layout.tally(passage.inside[anchor], (one.index for one in found)),
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
    low, high = tally.place(low), tally.place(high)
    if high > low:
        distance = tally.words[high] - tally.words[low]
        nominals_between = tally.nominals[high] - tally.nominals[low]
        verbs_between = tally.verbs[high] - tally.verbs[low]
        commas = tally.commas[high] > tally.commas[low]
    left, right = (index, anchor) if index < anchor else (anchor, index)
    between = tally.words[tally.place(right)] - tally.words[tally.place(left + 1)]
    quote_between = between < right - left - 1
    near = _NEAR[distance] if distance < len(_NEAR) else "6+"
    path = candidate.path = _path(candidate.passage, facts.above, index)
    agreement = _agreement(facts, candidate.passage, index) if tag == "verb" else "?"
    features = candidate.features
    if candidate.passage.inside[index] not in (facts.view.host, facts.view.number):
        determined = is_determined(candidate.passage.tree, index)
        features += (f"{tag},quoted,{side},determined={determined:d}", f"{tag},quoted,path={path}")
    nominals, verbs = min(nominals_between, 3), min(verbs_between, 2)
    features += (
        _on_path(tag, form, side, path, kind),
        _on_agreement(agreement, path),
        _on_distance(tag, form, side, near, commas, nominals, verbs),
        _on_case(tag, form, side, case, where, near),
        _on_order(tag, where, side, facts.order, quote_between, relation),
    )
    if relation == "nmod":
        features.append(f"{tag},within a noun phrase")
        features.append(f"{tag},within a noun phrase,{kind}")
    own = facts.view.layout
    if own is None or candidate.passage is not own.passage:
        features.append(f"previous sentence,relation={relation}")
    if tag == "verb":
        if where in ("after", "inside") and side == "after" and nominals_between == 0:
            features.append(f"first nominal behind an incise,case={case or '-'},{kind}")
        if side == "before" and verbs_between == 0:
            features.append(f"nominal before verb,relation={relation},case={case or '-'}")
        features.extend(_at_verb(facts, index, kind, side, path, vocabulary))
    if word.upos == "NOUN":
        features.append(f"speaker={fold(word.lemma)}")
    if tag == "preposition":
        features.append(f"{facts.layout.forms[cue.first]},path={path}")
        features.append(f"{tag},{side},{near}")


def _at_verb(
    facts: _Facts, index: int, kind: str, side: str, path: str, vocabulary: Vocabulary
) -> Iterator[Feature]:
    """What the tree says of a nominal and a verb that is the cue."""
    words = facts.layout.passage.tree.words
    word, anchor, lemma = words[index], facts.cue.anchor, facts.cue.lemma
    yield f"lemma={lemma},path={path}"
    yield f"{vocabulary.speech_verbs.get(lemma, 'other')},{kind}"
    if word.relation == "nmod" and word.head != ROOT:
        noun = words[word.head]
        if noun.head == anchor and speech_noun(noun, facts.layout.forms[word.head], vocabulary):
            # « Le procureur a repris les propos du suspect : « … » »
            yield f"whose words,{noun.relation}"
            yield f"whose words,{noun.relation},{lemma}"
    if word.relation == "nsubj" and word.head not in (anchor, ROOT):
        governor = fold(words[word.head].lemma)
        speaks = "speech" if governor in vocabulary.speech_verbs else "other"
        yield f"{facts.form},subject of another {speaks} verb"
        yield f"{facts.form},{side},subject of another {speaks} verb,path={path}"
    if words[anchor].head == index:
        thing = "document" if fold(word.lemma) in vocabulary.document_nouns else "other"
        yield f"{facts.form},modifies a {thing} noun,{word.relation}"
        yield f"{facts.form},modifies a {thing} noun"


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
