"""Which of those whom a text only describes are somebody whom it named before.

« Anne Roux a signé. La maire est soulagée. »: the entity model is asked at the first mention of
« la maire », where that stands in no sentence with a quote, before any is read, so that all who are
« la maire » behind it are Anne Roux.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from quoteattr.attribution.entities import anaphors, antecedents
from quoteattr.attribution.entities.anaphors import Anaphor
from quoteattr.attribution.entities.discourse import Discourse
from quoteattr.attribution.entities.referents import Referent
from quoteattr.attribution.naming.descriptions import Description
from quoteattr.attribution.passages.passage import OUTSIDE
from quoteattr.attribution.ranking import Ranker, highest
from quoteattr.model import Span

LIKELY: Final = 0.8
"""From this probability on, somebody described is somebody named: on the annotated articles some
more speakers have their name then, and no more have another's."""


def tie(discourse: Discourse, descriptions: Sequence[Description], entity: Ranker) -> None:
    """Let those whom the text describes be those whom it named before, where that is likely."""
    tied: dict[int, Referent] = {}
    seen: set[int] = set()
    source = discourse.source
    quoting = {source.frame_at(span.outer.start) for span in source.spans}
    for description in descriptions:
        described = discourse.by_description.get(description.head_start)
        if described is None or described.index in seen:
            continue
        seen.add(described.index)
        # Whoever is in a sentence with a quote may utter it: that is for the reading of it.
        apart = source.frame_at(description.start) not in quoting
        unnamed = not described.words and described.kind == "role"
        if not (unnamed and apart and _is_definite(discourse, description)):
            continue
        span = Span(description.start, description.end)
        anaphor = anaphors.description(discourse, "role", span, description.head)
        named, likelihood = _named(discourse, anaphor, entity)
        if named is not None:
            _join(discourse, named, described)
            named.ties.setdefault(description.head, likelihood)
            tied[described.index] = named
    discourse.replace(tied)


def _is_definite(discourse: Discourse, description: Description) -> bool:
    """Whether the journalist describes one known person: « la maire », « cette élue »."""
    marked = discourse.vocabulary.determiner(description.determiner)
    definite = marked is not None and marked.kind != "indefinite"
    return definite and description.number != "plural" and description.quote == OUTSIDE


def _named(discourse: Discourse, anaphor: Anaphor, entity: Ranker) -> tuple[Referent | None, float]:
    """Who of those named before a description is likely meant by it, and how likely, None for
    nobody."""
    chosen = antecedents.candidates(discourse, anaphor)
    if not any(one.words for one in chosen):
        return None, 0.0
    likely = entity.probabilities(antecedents.describe(discourse, anaphor, chosen))
    best = highest(likely)
    told = best < len(chosen) and likely[best] >= LIKELY
    return (chosen[best] if told and chosen[best].words else None), likely[best]


def _join(discourse: Discourse, named: Referent, described: Referent) -> None:
    """Let the mentions of somebody described be those of somebody named."""
    for place in described.places:
        at = bisect_left(discourse.events, (place.start, described.index))
        discourse.events[at] = place.start, named.index
    named.absorb(described)
