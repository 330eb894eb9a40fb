"""The way from a text with trees to who says each quote: candidates, ranking, entities."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from functools import lru_cache
from itertools import chain
from operator import attrgetter, itemgetter
from typing import Final, TypeAlias

import regex
from attrs import define, field

from quoteattr import sentences
from quoteattr.attribution import antecedents, cues, entities, mentions, phrases, roles, speakers
from quoteattr.attribution.antecedents import Neighbours
from quoteattr.attribution.entities import Discourse, Mentioned, Referent
from quoteattr.attribution.kinds import History, State
from quoteattr.attribution.layout import Cue, Layout, lay_out
from quoteattr.attribution.mentions import Candidate
from quoteattr.attribution.names import NameMention
from quoteattr.attribution.passage import Source
from quoteattr.attribution.ranking import Feature, Ranker, Rankers, shares
from quoteattr.attribution.roles import RoleMention
from quoteattr.attribution.view import QuoteView, look_at
from quoteattr.attribution.vocabulary import Vocabulary, fold
from quoteattr.marks import MarkedSpan
from quoteattr.model import Span
from quoteattr.syntax import excerpt

_CONTINUING: Final = frozenset({",", "et", "ou", ", et", ";", "."})
_FAR_BEHIND: Final = 4.0
"""Log-odds that no cue makes up for by its speaker: those features change a score by two or so."""
TERM: Final = 0.5
"""A quote is a term where that is likelier than not."""

_LONGEST_REPEATED: Final = 60
_SURROUNDINGS: Final = 20_000
"""Characters before and behind a quote in which its words are looked for once more, and the end of
its paragraph."""
_MOST_REPEATED: Final = 16
"""How often the words of a quote are looked up in the text around it."""
_FARTHEST_ECHO: Final = 200
"""Quotes looked at for an echo, nearest first."""
_FARTHEST_REPEATED: Final = 40
"""Quotes on either side of one without a cue whose words are compared with its own."""
_CONTENT: Final = 4
"""Letters of the shortest word that is compared."""
_SHORTEST_ECHO: Final = 3
"""Spaces around and between the words of the shortest echo: two words."""
_WORDS = regex.compile(r"\w+")


Choices: TypeAlias = Sequence[tuple[Referent, float]]
"""Referents that could utter a quote, each with its score or probability."""


@define(eq=False)
class Reading:
    """One way to read a quote: a cue and a mention at it, or a reading without a cue."""

    cue: Cue
    probability: float
    """How likely this reading is; with a mention, that of all cues that lead to the mention."""
    mention: Candidate | None = None
    span: Span | None = None
    """The extent of the mention."""
    referent: Referent | None = None
    entity_probability: float = 1.0
    rivals: Choices = ()
    """The referents whom other mentions tell, each with the probability of its reading."""
    choices: Choices = ()
    """Without a cue, the referents before the quote that could utter it."""
    echo: int | None = None
    """The quote whose words this one repeats, where that is all that tells its speaker."""

    @property
    def agreeing(self) -> float:
        """How likely the readings are by which another mention tells the same referent."""
        return sum(probability for rival, probability in self.rivals if rival is self.referent)

    @property
    def likelihood(self) -> float:
        """How likely the mention and the entity behind it are together."""
        return self.probability * self.entity_probability


@define(eq=False)
class Scene:
    """A source with all that is computed once for its quotes."""

    source: Source
    vocabulary: Vocabulary
    layouts: dict[int, Layout]
    nominals: dict[int, list[mentions.Nominal]]
    views: list[QuoteView]
    frame_of: list[int]
    states: list[State]
    discourse: Discourse
    frame_of_passage: dict[int, int]
    bare: set[int]
    """The frames without a word of the journalist's own."""
    words: list[str]
    """The words of each quote without punctuation, for comparison."""
    naming: set[int]
    """The quotes that hold a name for somebody: « dit un autre « gilet jaune » »."""
    names: tuple[list[NameMention], list[RoleMention]]
    """Whom the text names and describes."""
    ranked: dict[tuple[int, int, int, str, int], list[tuple[Candidate, float]]] = field(
        factory=dict
    )


def scene(source: Source, vocabulary: Vocabulary) -> Scene:
    """Lay out the passages of a source and look at each of its quotes."""
    layouts = {
        number: lay_out(passage, source.text, vocabulary)
        for number, passage in source.passages.items()
    }
    found = roles.find(source.text, source.spans, vocabulary)
    starts_of_names = {name.start for name in found[0]}
    starts_of_roles = {role.head_start for role in found[1] if role.is_long}
    nominals = {
        number: mentions.nominals(own, starts_of_names, starts_of_roles, vocabulary)
        for number, own in layouts.items()
    }
    starts = [frame.span.start for frame in source.frames]
    frame_of = [max(bisect_right(starts, span.outer.start) - 1, 0) for span in source.spans]
    bare = excerpt.bare_frames(source.text, source.frames, source.spans)
    views = [
        look_at(source, number, layouts, frame_of, bare) for number in range(len(source.spans))
    ]
    return Scene(
        source,
        vocabulary,
        layouts,
        nominals,
        views,
        frame_of,
        _states(source, frame_of),
        entities.discourse(source, *found, vocabulary),
        {id(passage): number for number, passage in source.passages.items()},
        bare,
        [_normal(source.text, span.span) for span in source.spans],
        _naming(source, nominals),
        found,
    )


def _naming(source: Source, nominals: Mapping[int, Sequence[mentions.Nominal]]) -> set[int]:
    """The quotes with a noun or name that is among the words of the sentence around them."""
    insides = ((source.passages[number].inside, found) for number, found in nominals.items())
    return {
        inside[one.index]
        for inside, found in insides
        for one in found
        if one.host != inside[one.index]
    }


def fresh(scene: Scene) -> Scene:
    """The scene with nothing said yet, to be read once more."""
    scene.discourse = entities.discourse(scene.source, *scene.names, scene.vocabulary)
    return scene


def _states(source: Source, frame_of: Sequence[int]) -> list[State]:
    """What the whole text says of each quote's words."""
    lowered = source.text.lower()
    if len(lowered) != len(source.text):  # « İ » is two characters in lower case
        lowered = source.text
    quoted = [lowered[span.start : span.end] for span in source.spans]
    counts = Counter(quoted)
    outermost = [span for span in source.spans if span.parent is None]
    headings = {one: _is_heading(source.text, source.frames[one].span) for one in set(frame_of)}
    states = []
    for number, words in enumerate(quoted):
        marked = counts[words]
        elsewhere = _elsewhere(lowered, words, source.spans[number], outermost)
        heading = headings[frame_of[number]]
        states.append(State(marked=marked, elsewhere=elsewhere, heading=heading))
    return states


def _elsewhere(lowered: str, words: str, span: MarkedSpan, outermost: Sequence[MarkedSpan]) -> str:
    """Who else uses the words of a quote: the journalist, or somebody in a longer quote.

    ``told`` where they stand once more without marks, ``said`` where they are a part of a longer
    quote, as those of a nested quote are, empty where neither is found near by.
    « les milices « soutenues par l'Iran » » echoes « des milices soutenues par l'Iran » of the
    article; « Le maire « serein » » echoes « « Je suis serein », dit le maire ».
    """
    if len(words) >= _LONGEST_REPEATED:
        return ""
    found = ""
    at = max(0, span.start - _SURROUNDINGS)
    last = min(len(lowered), span.start + _SURROUNDINGS)
    for _ in range(_MOST_REPEATED):
        at = lowered.find(words, at, last)
        if at < 0:
            break
        end = at + len(words)
        if not lowered[at - 1 : at].isalnum() and not lowered[end : end + 1].isalnum():
            around = outermost[max(bisect_right(outermost, at, key=_start) - 1, 0)]
            if not around.start <= at < around.end:
                return "told"
            if around.end - around.start > len(words):
                found = "said"
        at = end
    return found


_start: Final = attrgetter("start")


def _is_heading(text: str, frame: Span) -> bool:
    """Whether a sentence is a line of its own that nothing ends: « Le maire « serein » »."""
    words = text[frame.start : frame.end].rstrip(_CLOSING)
    before = text[max(0, frame.start - _MARGIN) : frame.start].rstrip(sentences.BLANKS)
    behind = text[frame.end : frame.end + _MARGIN].lstrip(sentences.BLANKS)
    around = before[-1:], behind[:1]
    return words[-1:] not in _ENDS and all(not one or one in sentences.LINE_ENDS for one in around)


_CLOSING: Final = sentences.BLANKS + '»”›"'
_ENDS: Final = frozenset(".!?…:;,")
_MARGIN: Final = 40
"""Blanks looked at between a sentence and the end of its line."""


def follow(
    scene: Scene, number: int, previous: int | None, cue: Cue | None, kind: str, history: History
) -> State:
    """The state at one quote, given what was read of the one before."""
    state = scene.states[number]
    state.history = history
    if previous is not None:
        text = scene.source.text
        gap = text[scene.source.spans[previous].outer.end : scene.source.spans[number].outer.start]
        state.previous_cue = cue
        state.previous_kind = kind
        state.same_paragraph = not sentences.has_line_end(gap, 0, len(gap))
        state.same_frame = scene.frame_of[previous] == scene.frame_of[number]
        stripped = gap.strip()
        state.between = (
            stripped if stripped in _CONTINUING else "short" if len(stripped) < 25 else "long"
        )
    return state


def read_cues(
    scene: Scene, number: int, state: State, mention: Ranker, first: Ranker | None = None
) -> list[Cue]:
    """All readings of a quote, each with its features; the mention model says who could speak.

    Where the cue model is given as ``first``, it looks at the cues without their speakers first,
    and nobody is looked for at those that are far behind the best.
    """
    view = scene.views[number]
    found = cues.candidates(view)
    for rank, cue in enumerate(found):
        cue.features = cues.describe(view, cue, rank, state, scene.vocabulary)
    scores = [0.0 if first is None else first.score(cue.features) for cue in found]
    least = max(scores) - _FAR_BEHIND
    for cue, score in zip(found, scores, strict=True):
        if cue.passage is not None and score >= least:
            ranked = rank_mentions(scene, view, cue, mention)
            cue.features.extend(speakers.describe(view, cue, ranked, scene.vocabulary))
    return found


def rank_mentions(
    scene: Scene, view: QuoteView, cue: Cue, mention: Ranker
) -> list[tuple[Candidate, float]]:
    """The mentions at a cue with their probabilities, likeliest first."""
    key = _cue_key(scene, view, cue)
    known = scene.ranked.get(key)
    if known is None:
        found = describe_mentions(scene, view, cue)
        probabilities = mention.probabilities([candidate.features for candidate in found])
        known = sorted(zip(found, probabilities, strict=True), key=_probability, reverse=True)
        scene.ranked[key] = known
    return known


def known_mentions(scene: Scene, view: QuoteView, cue: Cue) -> list[tuple[Candidate, float]]:
    """What ``rank_mentions`` found at a cue before; nothing where nobody was looked for."""
    return scene.ranked.get(_cue_key(scene, view, cue), [])


def _cue_key(scene: Scene, view: QuoteView, cue: Cue) -> tuple[int, int, int, str, int]:
    """What the mentions at a cue depend on: several quotes may share them."""
    anchor = cue.anchor if cue.kind != "bare" else -2 - view.number
    # A quote that holds a name is not uttered by whoever it names.
    own = view.number if view.number in scene.naming else -1
    return id(cue.passage), anchor, view.host, cues.place_of(view, cue), own


_probability: Final = itemgetter(1)


def describe_mentions(scene: Scene, view: QuoteView, cue: Cue) -> list[Candidate]:
    """The candidates for the mention at a cue, with features."""
    assert cue.passage is not None
    number = scene.frame_of_passage[id(cue.passage)]
    return mentions.candidates(
        view, cue, scene.layouts[number], scene.nominals[number], scene.vocabulary
    )


def mentioned(
    scene: Scene, candidate: Candidate, host: int, cue: Cue
) -> tuple[Mentioned, Span, Referent | None]:
    """What is to be resolved: the mention's kind and extent, and the referent if it names one."""
    passage = candidate.passage
    word = passage.tree.words[candidate.index]
    behind = cue.last if cue.kind == "preposition" and cue.passage is passage else -1
    found = scene.discourse
    whole = phrases.extent(passage, candidate.index, host, behind, scene.vocabulary)
    span = entities.with_name(found, whole)
    span = _without_cue(span, cue)
    long_role = found.long_roles.get(word.start)
    if long_role is not None:
        span = Span(min(span.start, long_role.start), span.end)
    kind = candidate.kind
    group = phrases.is_group(passage, candidate.index, span)
    referent = None
    several = word.upos == "NOUN" and word.feat("Number") == "Plur"
    if several or not group:
        head_span = Span(word.start, word.end)
        referent = entities.named_in(found, span, head_span, several=several)
    if not group:
        listed = _listed(scene, candidate, cue)
        if listed is not None:
            referent, span = listed
    if kind == "on" and cue.kind == "verb" and cue.passage is passage:
        referent = _house(scene, candidate, cue)
    if candidate.index != candidate.place:  # « qui »: its antecedent is the mention
        layout = scene.layouts[scene.frame_of_passage[id(passage)]]
        kind = mentions.kind_of(layout, candidate.index, scene.vocabulary)
    frame = found.frame_at(span.start)
    if kind == "document" and referent is None:
        referent = _author(scene, candidate, host)
    if kind not in mentions.STANDING_KINDS and (
        word.upos == "PRON" or kind in mentions.PRONOUN_KINDS
    ):
        wanted = entities.pronoun(kind, span.start, frame)
    else:
        form = fold(word.form)
        head = form if form in scene.vocabulary.role_nouns else fold(word.lemma)
        if long_role is not None:
            head = long_role.head
        noun = kind if kind in ("role", "body") else "noun"
        wanted = entities.description(found, noun, span, head)
        holder = found.by_role.get(word.start)
        wanted.holder = holder if holder is not None and holder.words else None
        if group:
            wanted.number, wanted.gender, wanted.definite = "plural", None, "group"
        elif kind in mentions.STANDING_KINDS:
            wanted.definite = kind
        elif wanted.definite == "definite" and head in scene.vocabulary.demonyms:
            # « L'Éthiopien Ali Bekele a perdu. « … », dit l'Éthiopien. »
            referent = referent or wanted.holder
    if cue.kind == "verb":
        wanted.verb = cue.lemma
        wanted.going_on = scene.vocabulary.continuing_verbs.get(cue.lemma, "")
        wanted.to_somebody = _has_dative(cue)
    return wanted, span, referent


def _has_dative(cue: Cue) -> bool:
    """Whether « lui » or « leur » stands before a verb as its indirect object."""
    assert cue.passage is not None
    tree = cue.passage.tree
    before = (child for child in tree.children[cue.anchor] if child < cue.anchor)
    words = (tree.words[child] for child in before)
    return any(fold(word.form) in _DATIVE and word.relation != "nsubj" for word in words)


_DATIVE: Final = frozenset({"lui", "leur"})


def _listed(scene: Scene, candidate: Candidate, cue: Cue) -> tuple[Referent, Span] | None:
    """Those whose list a tree cut short behind the first name, where the verb is a plural and so
    speaks of all: « disent Luc Roy, Anne Petit et Paul Lem »."""
    passage = candidate.passage
    first = passage.tree.words[candidate.index].start
    group = scene.discourse.by_role.get(first)
    if group is None or group.kind != "group" or cue.kind != "verb" or cue.passage is not passage:
        return None
    layout = scene.layouts[scene.frame_of_passage[id(passage)]]
    if layout.group(cue.anchor).number != "Plur":
        return None
    return next((group, Span(first, one.end)) for one in group.places if one.start == first)


def _without_cue(span: Span, cue: Cue) -> Span:
    """A mention without the word that introduces the quote, where a tree has that within a name:
    « complète Anne Roux »."""
    if cue.kind != "verb" or cue.passage is None:
        return span
    words = cue.passage.tree.words
    first, last = words[cue.first], words[cue.last]
    if span.start == first.start and last.end < span.end and cue.last + 1 < len(words):
        return Span(words[cue.last + 1].start, span.end)
    if span.end == last.end and span.start < first.start and cue.first:
        return Span(span.start, words[cue.first - 1].end)
    return span


def _author(scene: Scene, candidate: Candidate, host: int) -> Referent | None:
    """Whom a document speaks for: whoever publishes it, but no medium that has it, as in « France
    Inter a diffusé un document »."""
    passage = candidate.passage
    index = phrases.author(passage, candidate.index, scene.vocabulary)
    if index < 0:
        return None
    word = passage.tree.words[index]
    span = phrases.extent(passage, index, host)
    referent = entities.told_by(scene.discourse, span, Span(word.start, word.end))
    return None if referent is None or referent.kind == "medium" else referent


def _house(scene: Scene, candidate: Candidate, cue: Cue) -> Referent | None:
    """Whom « on » speaks for: the body that its verb is at, as in « dit-on au ministère » and
    « fait-on savoir au ministère »."""
    passage = candidate.passage
    verbs = dict.fromkeys((cue.anchor, passage.tree.words[candidate.place].head))
    places = (phrases.seats(passage, verb, scene.vocabulary) for verb in verbs if verb >= 0)
    for index in chain.from_iterable(places):
        word = passage.tree.words[index]
        span = phrases.extent(passage, index)
        referent = entities.house(scene.discourse, span, Span(word.start, word.end))
        if referent is not None:
            return referent
    return None


def resolve(scene: Scene, wanted: Mentioned, entity: Ranker) -> tuple[Referent | None, float]:
    """The referent behind a mention that names nobody, and how likely it is."""
    found = scene.discourse
    if wanted.kind in mentions.UNRESOLVED_KINDS:
        return None, 1.0
    if wanted.definite in entities.STANDING:
        return None, 1.0
    chosen = antecedents.candidates(found, wanted)
    described = antecedents.describe(found, wanted, chosen)
    if not described:
        return None, 1.0
    probabilities = entity.probabilities(described)
    best = max(range(len(probabilities)), key=probabilities.__getitem__)
    another = wanted.holder is not None and best < len(chosen) and chosen[best].words
    if another and chosen[best] is not wanted.holder:
        return None, 1.0 - probabilities[best]  # « le maire » is not the élu, but Luc Roy, maire
    if best < len(chosen) and (not wanted.head or probabilities[best] >= antecedents.LINK):
        return chosen[best], probabilities[best]
    # A description that nobody before clearly answers to names its speaker by itself.
    return None, 1.0 - probabilities[best] if best < len(chosen) else probabilities[best]


def without_mention(scene: Scene, number: int) -> list[tuple[Referent, list[Feature]]]:
    """The referents before a quote that could utter it where no mention tells, with features."""
    found = scene.discourse
    span = scene.source.spans[number].span
    wanted = entities.zero(span.start, scene.frame_of[number])
    wanted.quoted = span
    bare = scene.frame_of[number] in scene.bare
    wanted.setting = "heading" if scene.states[number].heading else "bare" if bare else "among"
    chosen = antecedents.candidates(found, wanted)
    return list(zip(chosen, antecedents.describe(found, wanted, chosen), strict=True))


def _scored(scene: Scene, number: int, entity: Ranker) -> Choices:
    return [
        (referent, entity.score(features)) for referent, features in without_mention(scene, number)
    ]


def attribute(scene: Scene, rankers: Rankers) -> list[tuple[Reading, list[tuple[Cue, float]]]]:
    """The best reading of each quote, with all readings ranked.

    Where a speaker turns out to be named between marks, the quotes are read once more without
    those. Quotes without a cue are decided last, when the others have their speakers.
    """
    result = _read(scene, rankers, frozenset())
    terms = _in_mentions(scene, result)
    if terms:
        result = _read(fresh(scene), rankers, terms)
    _reconsider(scene, result, rankers.entity)
    _echo(scene, result)
    _first_person(scene, result)
    return result


def _read(
    scene: Scene, rankers: Rankers, terms: Set[int]
) -> list[tuple[Reading, list[tuple[Cue, float]]]]:
    """Read the quotes in text order; of those in ``terms`` it is known that they are terms."""
    result = []
    previous: int | None = None
    previous_cue: Cue | None = None
    kind = "none"
    history = History()
    for number, span in enumerate(scene.source.spans):
        state = follow(scene, number, previous, previous_cue, kind, history)
        found = read_cues(scene, number, state, rankers.mention, rankers.cue)
        probabilities = rankers.cue.probabilities([cue.features for cue in found])
        if number in terms:
            probabilities = [float(cue.kind == "term") for cue in found]
        ranked = sorted(zip(found, probabilities, strict=True), key=_probability, reverse=True)
        reading = _complete(scene, number, ranked, rankers)
        result.append((reading, ranked))
        if span.parent is None:
            previous, previous_cue, kind = number, reading.cue, reading.cue.kind
            history = history.followed_by(kind == "term")
            if reading.referent is not None:
                entities.speaks(scene.discourse, reading.referent)
    return result


def _normal(text: str, span: Span) -> str:
    """The quoted words without punctuation, for comparison."""
    return " ".join(_WORDS.findall(fold(text[span.start : span.end])))


def _in_mentions(
    scene: Scene, result: Sequence[tuple[Reading, list[tuple[Cue, float]]]]
) -> set[int]:
    """The quotes that name the speaker of others and so are no speech: « dit un « casseur » »."""
    spans = scene.source.spans
    terms = set()
    found = ((reading.mention, reading.span) for reading, _ in result)
    for mention in {span for candidate, span in found if candidate is not None and span}:
        at = bisect_left(spans, mention.start, key=_outer_start)
        while at < len(spans) and spans[at].outer.end <= mention.end:
            if result[at][0].cue.kind != "term":
                terms.add(at)
            at += 1
    return terms


def _outer_start(span: MarkedSpan) -> int:
    return span.outer.start


def _reconsider(
    scene: Scene, result: Sequence[tuple[Reading, list[tuple[Cue, float]]]], entity: Ranker
) -> None:
    """Decide once more who utters the quotes without a cue, now that those behind are read."""
    speakers = [
        (number, reading.referent)
        for number, (reading, _) in enumerate(result)
        if reading.mention is not None and reading.referent is not None
    ]
    before: Referent | None = None
    for number, (reading, _) in enumerate(result):
        if reading.cue.kind == "continues":
            around = neighbours(scene, number, before, speakers)
            scores = {referent.index: score for referent, score in reading.choices}
            chosen = [referent for referent, _ in reading.choices]
            choices = [
                (referent, scores.get(referent.index, 0.0) + entity.score(features))
                for referent, features in antecedents.look_around(scene.discourse, chosen, around)
            ]
            reading.referent, reading.entity_probability = _likeliest(choices)
        if scene.source.spans[number].parent is None:
            before = reading.referent or before


def neighbours(
    scene: Scene,
    number: int,
    before: Referent | None,
    speakers: Sequence[tuple[int, Referent]],
) -> Neighbours:
    """Who speaks around a quote without a cue.

    ``before`` is who spoke last; ``speakers`` are the referents that the cues of other quotes
    tell, each behind the number of its quote, in text order.
    """
    place = bisect_right(speakers, number, key=_number)
    own = _content_words(scene.words[number])
    repeated: dict[int, str] = {}
    if own:
        near = speakers[max(0, place - _FARTHEST_REPEATED) : place + _FARTHEST_REPEATED]
        for other, speaker in near:
            share = len(own & _content_words(scene.words[other])) / len(own)
            if share >= _MOST:
                repeated[speaker.index] = "most"
            elif share >= _SOME:
                repeated.setdefault(speaker.index, "some")
    found = Neighbours(scene.states[number].heading, before, repeated)
    if place < len(speakers):
        following, found.speaker = speakers[place]
        first, last = scene.source.spans[number].end, scene.source.spans[following].start
        found.frames = scene.frame_of[following] - scene.frame_of[number]
        found.same_paragraph = last - first < _SURROUNDINGS and not sentences.has_line_end(
            scene.source.text, first, last
        )
    return found


_number: Final = itemgetter(0)
_SOME: Final = 0.2
_MOST: Final = 0.6
"""Shares of the words of a quote that somebody says elsewhere."""


@lru_cache(maxsize=1 << 10)
def _content_words(words: str) -> frozenset[str]:
    return frozenset(word for word in words.split(" ") if len(word) >= _CONTENT)


def _likeliest(choices: Choices) -> tuple[Referent | None, float]:
    """The likeliest of the referents that could utter a quote, and how likely it is."""
    if not choices:
        return None, 0.0
    probabilities = shares([score for _, score in choices])
    best = max(range(len(probabilities)), key=probabilities.__getitem__)
    return choices[best][0], probabilities[best]


def _echo(scene: Scene, result: Sequence[tuple[Reading, list[tuple[Cue, float]]]]) -> None:
    """Give a quote without a cue to whoever says the same words elsewhere in the text.

    A heading « Partenaire fiable » echoes a quote of the article, and belongs to its speaker.
    """
    words = [f" {own} " for own in scene.words]
    said = [
        number
        for number, (reading, _) in enumerate(result)
        if reading.referent is not None and reading.cue.kind not in ("term", "continues")
    ]
    for number, (reading, _) in enumerate(result):
        if reading.cue.kind != "continues" or words[number].count(" ") < _SHORTEST_ECHO:
            continue
        place = bisect_right(said, number)
        near = said[max(0, place - _FARTHEST_ECHO) : place + _FARTHEST_ECHO]
        source = next(
            (
                other
                for other in near
                if words[number] in words[other]
                and not scene.source.spans[other].outer.overlaps(scene.source.spans[number].outer)
            ),
            None,
        )
        if source is not None:
            reading.referent = result[source][0].referent
            reading.entity_probability = result[source][0].likelihood
            reading.echo = source


def _first_person(scene: Scene, result: Sequence[tuple[Reading, list[tuple[Cue, float]]]]) -> None:
    """Within a quote « je » is whoever utters it: « Je lui dis : “ Partez ! ” », raconte Anne."""
    for (reading, _), span in zip(result, scene.source.spans, strict=True):
        if span.parent is None or reading.mention is None or reading.referent is not None:
            continue
        if reading.mention.kind == mentions.FIRST_PERSON:
            around = result[span.parent][0]
            reading.referent = around.referent
            reading.entity_probability = around.likelihood


def _complete(
    scene: Scene, number: int, ranked: list[tuple[Cue, float]], rankers: Rankers
) -> Reading:
    """The likeliest reading with its mention and its referent."""
    view = scene.views[number]
    reading, rivals = _best(scene, view, ranked, rankers)
    cue = reading.cue
    if cue.kind == "term":
        return reading
    told = ((_referent(scene, view, one, rankers.entity), one.probability) for one in rivals)
    reading.rivals = [(rival, probability) for rival, probability in told if rival is not None]
    if cue.kind == "continues":
        reading.choices = _scored(scene, number, rankers.entity)
        reading.referent, reading.entity_probability = _likeliest(reading.choices)
        return reading
    if reading.mention is None:
        # « Et d'ajouter : … »: whoever spoke last, where he was last a subject.
        choices = _scored(scene, number, rankers.entity)
        reading.referent, reading.entity_probability = _likeliest(choices)
        if reading.referent is not None:
            reading.span = entities.last_subject(reading.referent, view.span.start)
        return reading
    wanted, span, referent = mentioned(scene, reading.mention, view.host, cue)
    reading.span = span
    wanted.quoted = view.span.span
    if referent is None:
        referent, reading.entity_probability = resolve(scene, wanted, rankers.entity)
        if referent is None and wanted.head:
            referent = entities.introduce(
                scene.discourse, wanted, span, _head_start(reading.mention)
            )
        elif referent is not None:
            entities.note(scene.discourse, referent, span)
            if wanted.head:
                referent.heads.add(wanted.head)
            elif referent.number != "plural":
                # « L'athlète est là. « … », dit-elle. Il … »: « il » is somebody else.
                referent.gender = referent.gender or wanted.gender
    else:
        entities.note(scene.discourse, referent, span)
    reading.referent = referent
    return reading


def _referent(scene: Scene, view: QuoteView, reading: Reading, entity: Ranker) -> Referent | None:
    """Whom the mention of a reading names or takes up; nothing is noted of it."""
    if reading.mention is None:
        return None
    wanted, _, referent = mentioned(scene, reading.mention, view.host, reading.cue)
    wanted.quoted = view.span.span
    return referent or resolve(scene, wanted, entity)[0]


def _head_start(candidate: Candidate) -> int:
    return candidate.passage.tree.words[candidate.index].start


def _best(
    scene: Scene, view: QuoteView, ranked: list[tuple[Cue, float]], rankers: Rankers
) -> tuple[Reading, list[Reading]]:
    """The kind that is likelier, then the mention with the most probability behind it, and its
    rivals that are worth a look.

    The ways to one mention stand together: « X affirme et répète que « … » » are the words of X,
    whichever of the two verbs is the cue.
    """
    cue, probability = next(pair for pair in ranked if pair[0].kind == "term")
    if probability > TERM:
        return Reading(cue, probability), []
    ways: dict[object, list[Reading]] = {}
    for cue, probability in ranked:
        if cue.kind == "term":
            continue
        if probability < _UNLIKELY and ways:
            break
        candidates = (
            rank_mentions(scene, view, cue, rankers.mention) if cue.passage is not None else []
        )
        if not candidates:
            ways.setdefault(cue.kind, []).append(Reading(cue, probability))
        for candidate, share in candidates:
            if share < _UNLIKELY:
                break
            mention = id(candidate.passage), candidate.index
            way = Reading(cue, probability * share, candidate)
            ways.setdefault(mention, []).append(way)
    answers = []
    for readings in ways.values():
        likeliest = max(readings, key=_by_probability)
        likeliest.probability = _total(readings)
        answers.append(likeliest)
    best = max(answers, key=_by_probability)
    rivals = [one for one in answers if one is not best and one.probability >= _RIVAL]
    return best, rivals


_RIVAL: Final = 0.05
"""A mention less likely than this is no rival."""
_UNLIKELY: Final = 0.02
"""Cues and mentions less likely than this decide nothing."""
_by_probability: Final = attrgetter("probability")


def _total(ways: Sequence[Reading]) -> float:
    return sum(way.probability for way in ways)
