"""The likeliest reading of each quote: its kind, its cue, the mention at it, and who that is."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence, Set
from operator import attrgetter
from typing import Final, TypeAlias

from attrs import define, evolve

from quoteattr import sentences
from quoteattr.attribution import neighbours, resolution
from quoteattr.attribution.candidates import cues, speakers
from quoteattr.attribution.candidates.mentions import Candidate
from quoteattr.attribution.entities import ties
from quoteattr.attribution.entities.referents import Referent
from quoteattr.attribution.passages.layout import Cue
from quoteattr.attribution.passages.nominals import FIRST_PERSON
from quoteattr.attribution.passages.states import History, State
from quoteattr.attribution.passages.view import QuoteView
from quoteattr.attribution.ranking import Ranker, Rankers, ranked
from quoteattr.attribution.resolution import Choices
from quoteattr.attribution.scene import Scene
from quoteattr.model import Span

_CONTINUING: Final = frozenset({",", "et", "ou", ", et", ";", "."})
_FAR_BEHIND: Final = 4.0
"""Log-odds that no cue makes up for by its speaker: those features change a score by two or so."""


TERM: Final = 0.5
"""A quote is a term where that is likelier than not."""
_FARTHEST_ECHO: Final = 200
"""Quotes looked at for an echo, nearest first."""
_SHORTEST_ECHO: Final = 3
"""Spaces around and between the words of the shortest echo: two words."""


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
    described: bool = False
    """Whether its mention describes somebody whom the text mentions elsewhere: « la maire »."""
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


Ranked: TypeAlias = list[tuple[Cue, float]]
"""All readings of a quote by their cues, likeliest first, each with its probability."""
Answer: TypeAlias = tuple[Reading, Ranked]
"""How a quote is read, and all that it could have been."""


def follow(scene: Scene, number: int, history: History) -> State:
    """The state at one quote, given how those before it were read."""
    state = scene.states[number]
    if history.last is None:
        return state
    text, spans = scene.source.text, scene.source.spans
    gap = text[spans[history.last].outer.end : spans[number].outer.start]
    stripped = gap.strip()
    return evolve(
        state,
        same_paragraph=not sentences.has_line_end(gap, 0, len(gap)),
        same_frame=scene.frame_of[history.last] == scene.frame_of[number],
        between=stripped if stripped in _CONTINUING else "short" if len(stripped) < 25 else "long",
        history=history,
    )


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
            likely = scene.rank_mentions(view, cue, mention)
            cue.features.extend(speakers.describe(view, cue, likely, scene.vocabulary))
    return found


def read(scene: Scene, rankers: Rankers) -> list[Answer]:
    """The best reading of each quote, with all readings ranked.

    Where a speaker turns out to be named between marks, the quotes are read once more without
    those. Quotes without a cue are decided last, when the others have their speakers.
    """
    result = _read(scene, rankers, frozenset())
    terms = _in_mentions(scene, result)
    if terms:
        scene.forget()
        result = _read(scene, rankers, terms)
    _reconsider(scene, result, rankers.entity)
    _echo(scene, result)
    _first_person(scene, result)
    return result


def _read(scene: Scene, rankers: Rankers, terms: Set[int]) -> list[Answer]:
    """Read the quotes in text order; of those in ``terms`` it is known that they are terms."""
    ties.tie(scene.discourse, scene.descriptions, rankers.entity)
    result = []
    history = History()
    for number, span in enumerate(scene.source.spans):
        state = follow(scene, number, history)
        found = read_cues(scene, number, state, rankers.mention, rankers.cue)
        probabilities = rankers.cue.probabilities([cue.features for cue in found])
        if number in terms:
            probabilities = [float(cue.kind == "term") for cue in found]
        best_first = ranked(found, probabilities)
        reading = _complete(scene, number, best_first, rankers)
        result.append((reading, best_first))
        if reading.referent is not None:
            scene.discourse.uttered[number] = reading.referent
        if span.parent is None:
            history = history.followed_by(number, reading.cue)
            if reading.referent is not None:
                scene.discourse.speaks(reading.referent)
    return result


def _in_mentions(scene: Scene, result: Sequence[Answer]) -> set[int]:
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


def _reconsider(scene: Scene, result: Sequence[Answer], entity: Ranker) -> None:
    """Decide once more who utters the quotes without a cue, now that those behind are read."""
    cued = [
        (number, reading.referent)
        for number, (reading, _) in enumerate(result)
        if reading.mention is not None and reading.referent is not None
    ]
    before: Referent | None = None
    for number, (reading, _) in enumerate(result):
        if reading.cue.kind == "continues":
            around = neighbours.find(scene, number, before, cued)
            scores = {referent.index: score for referent, score in reading.choices}
            chosen = [referent for referent, _ in reading.choices]
            choices = [
                (referent, scores.get(referent.index, 0.0) + entity.score(features))
                for referent, features in neighbours.describe(scene.discourse, chosen, around)
            ]
            reading.referent, reading.entity_probability = resolution.likeliest(choices)
        if scene.source.spans[number].parent is None:
            before = reading.referent or before


def _echo(scene: Scene, result: Sequence[Answer]) -> None:
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


def _first_person(scene: Scene, result: Sequence[Answer]) -> None:
    """Within a quote « je » is whoever utters it: « Je lui dis : “ Partez ! ” », raconte Anne."""
    for (reading, _), span in zip(result, scene.source.spans, strict=True):
        if span.parent is None or reading.mention is None or reading.referent is not None:
            continue
        if reading.mention.kind == FIRST_PERSON:
            around = result[span.parent][0]
            reading.referent = around.referent
            reading.entity_probability = around.likelihood


def _complete(scene: Scene, number: int, readings: Ranked, rankers: Rankers) -> Reading:
    """The likeliest reading with its mention and its referent."""
    view = scene.views[number]
    reading, rivals = _best(scene, view, readings, rankers)
    cue = reading.cue
    if cue.kind == "term":
        return reading
    told = ((_referent(scene, view, one, rankers.entity), one.probability) for one in rivals)
    reading.rivals = [(rival, probability) for rival, probability in told if rival is not None]
    if cue.kind == "continues":
        reading.choices = resolution.scored(scene, number, rankers.entity)
        reading.referent, reading.entity_probability = resolution.likeliest(reading.choices)
        return reading
    if reading.mention is None:
        # « Et d'ajouter : … »: whoever spoke last, where he was last a subject.
        choices = resolution.scored(scene, number, rankers.entity)
        reading.referent, reading.entity_probability = resolution.likeliest(choices)
        if reading.referent is not None:
            reading.span = reading.referent.last_subject(view.span.start)
        return reading
    anaphor, span, referent = resolution.interpret(scene, view, reading.mention, cue)
    reading.span = span
    if referent is not None:
        scene.discourse.note(referent, span)
    else:
        referent, reading.entity_probability = resolution.resolve(
            scene.discourse, anaphor, rankers.entity
        )
        reading.described = anaphor.head != "" and referent is not None
        referent = resolution.settle(scene.discourse, anaphor, reading.mention, span, referent)
    reading.referent = referent
    return reading


def _referent(scene: Scene, view: QuoteView, reading: Reading, entity: Ranker) -> Referent | None:
    """Whom the mention of a reading names or takes up; nothing is noted of it."""
    if reading.mention is None:
        return None
    anaphor, _, referent = resolution.interpret(scene, view, reading.mention, reading.cue)
    return referent or resolution.resolve(scene.discourse, anaphor, entity)[0]


def _best(
    scene: Scene, view: QuoteView, readings: Ranked, rankers: Rankers
) -> tuple[Reading, list[Reading]]:
    """The kind that is likelier, then the mention with the most probability behind it, and its
    rivals that are worth a look.

    The ways to one mention stand together: « X affirme et répète que « … » » are the words of X,
    whichever of the two verbs is the cue.
    """
    cue, probability = next(pair for pair in readings if pair[0].kind == "term")
    if probability > TERM:
        return Reading(cue, probability), []
    ways: dict[object, list[Reading]] = {}
    for cue, probability in readings:
        if cue.kind == "term":
            continue
        if probability < _UNLIKELY and ways:
            break
        candidates = []
        if cue.passage is not None:
            candidates = scene.rank_mentions(view, cue, rankers.mention)
        if not candidates:
            ways.setdefault(cue.kind, []).append(Reading(cue, probability))
        for candidate, share in candidates:
            if share < _UNLIKELY:
                break
            mention = candidate.passage.number, candidate.index
            way = Reading(cue, probability * share, candidate)
            ways.setdefault(mention, []).append(way)
    answers = []
    for same in ways.values():
        likeliest = max(same, key=_by_probability)
        likeliest.probability = sum(way.probability for way in same)
        answers.append(likeliest)
    best = max(answers, key=_by_probability)
    rivals = [one for one in answers if one is not best and one.probability >= _RIVAL]
    return best, rivals


_RIVAL: Final = 0.05
"""A mention less likely than this is no rival."""
_UNLIKELY: Final = 0.02
"""Cues and mentions less likely than this decide nothing."""


_by_probability: Final = attrgetter("probability")
_outer_start: Final = attrgetter("outer.start")
