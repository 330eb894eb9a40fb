"""A text with all that is computed once for its quotes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from attrs import define, field

from quoteattr.attribution.candidates import cues, mentions
from quoteattr.attribution.candidates.mentions import Candidate
from quoteattr.attribution.entities import coreference
from quoteattr.attribution.entities.discourse import Discourse
from quoteattr.attribution.naming import roles
from quoteattr.attribution.naming.descriptions import Description
from quoteattr.attribution.naming.names import NameMention
from quoteattr.attribution.passages import echoes, nominals, states
from quoteattr.attribution.passages.layout import Cue, Layout, lay_out
from quoteattr.attribution.passages.nominals import Nominal
from quoteattr.attribution.passages.passage import Source
from quoteattr.attribution.passages.states import State
from quoteattr.attribution.passages.view import QuoteView, look_at
from quoteattr.attribution.ranking import Ranker, ranked
from quoteattr.attribution.vocabulary import Vocabulary
from quoteattr.syntax import captions

_Key: TypeAlias = tuple[int, str, int, int, str, int]


@define(eq=False)
class Scene:
    """A source with all that is computed once for its quotes."""

    source: Source
    vocabulary: Vocabulary
    layouts: dict[int, Layout]
    """By the number of the frame, as ``nominals`` are."""
    nominals: dict[int, list[Nominal]]
    views: list[QuoteView]
    """One for each quote, as ``frame_of``, ``states`` and ``words`` are."""
    frame_of: list[int]
    states: list[State]
    words: list[str]
    """The words of each quote without punctuation, for comparison."""
    naming: set[int]
    """The quotes that hold a name for somebody: « dit un autre « gilet jaune » »."""
    names: list[NameMention]
    """Whom the text names."""
    descriptions: list[Description]
    """Whom it describes."""
    discourse: Discourse
    _ranked: dict[_Key, list[tuple[Candidate, float]]] = field(factory=dict, init=False)

    def forget(self) -> None:
        """Nothing is said any more by anybody: the quotes are to be read once more."""
        self.discourse = coreference.resolve(
            self.source, self.names, self.descriptions, self.vocabulary
        )

    def describe_mentions(self, view: QuoteView, cue: Cue) -> list[Candidate]:
        """The candidates for the mention at a cue, with features."""
        assert cue.passage is not None
        number = cue.passage.number
        return mentions.candidates(
            view, cue, self.layouts[number], self.nominals[number], self.vocabulary
        )

    def rank_mentions(
        self, view: QuoteView, cue: Cue, mention: Ranker
    ) -> list[tuple[Candidate, float]]:
        """The mentions at a cue with their probabilities, likeliest first."""
        key = self._key(view, cue)
        known = self._ranked.get(key)
        if known is None:
            found = self.describe_mentions(view, cue)
            probabilities = mention.probabilities([candidate.features for candidate in found])
            known = self._ranked[key] = ranked(found, probabilities)
        return known

    def known_mentions(self, view: QuoteView, cue: Cue) -> list[tuple[Candidate, float]]:
        """What ``rank_mentions`` found at a cue before; nothing where nobody was looked for."""
        return self._ranked.get(self._key(view, cue), [])

    def _key(self, view: QuoteView, cue: Cue) -> _Key:
        """What the mentions at a cue depend on: several quotes may share them."""
        frame = -1 if cue.passage is None else cue.passage.number
        anchor = cue.anchor if cue.kind != "punctuation" else -2 - view.number
        # A quote that holds a name is not uttered by whoever it names.
        own = view.number if view.number in self.naming else -1
        return frame, cue.kind, anchor, view.host, cues.place_of(view, cue), own


def set_scene(source: Source, vocabulary: Vocabulary) -> Scene:
    """Lay out the passages of a source and look at each of its quotes."""
    layouts = {
        number: lay_out(passage, source.text, vocabulary)
        for number, passage in source.passages.items()
    }
    names, descriptions = roles.find(source.text, source.spans, vocabulary)
    starts_of_names = {name.start for name in names}
    starts_of_roles = {role.head_start for role in descriptions if role.is_long}
    found = {
        number: nominals.find(layout, starts_of_names, starts_of_roles, vocabulary)
        for number, layout in layouts.items()
    }
    frame_of = [source.frame_at(span.outer.start) for span in source.spans]
    lines = captions.find(source.text, source.frames)
    views = [look_at(source, number, layouts, lines) for number in range(len(source.spans))]
    return Scene(
        source,
        vocabulary,
        layouts,
        found,
        views,
        frame_of,
        states.find(source, frame_of),
        [echoes.normal(source.text, span.span) for span in source.spans],
        _naming(source, found),
        names,
        descriptions,
        coreference.resolve(source, names, descriptions, vocabulary),
    )


def _naming(source: Source, nominals: Mapping[int, Sequence[Nominal]]) -> set[int]:
    """The quotes with a noun or name that is among the words of the sentence around them."""
    insides = ((source.passages[number].inside, found) for number, found in nominals.items())
    return {
        inside[one.index]
        for inside, found in insides
        for one in found
        if one.host != inside[one.index]
    }
