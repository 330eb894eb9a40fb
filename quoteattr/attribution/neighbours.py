"""Who speaks around a quote that has no cue."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Final

from attrs import define

from quoteattr import sentences
from quoteattr.attribution.entities.discourse import Discourse
from quoteattr.attribution.entities.referents import Referent
from quoteattr.attribution.passages import echoes
from quoteattr.attribution.ranking import Feature
from quoteattr.attribution.scene import Scene

_FARTHEST_REPEATED: Final = 40
"""Quotes on either side of one without a cue whose words are compared with its own."""
_LONGEST_PARAGRAPH: Final = 20_000
"""Characters behind a quote in which the end of its paragraph is looked for."""


@define(eq=False)
class Neighbours:
    """Who utters the quotes around one that has no cue, as far as their own cues tell."""

    heading: bool
    """Whether the quote without a cue stands in a heading."""
    before: Referent | None
    """Who spoke last before it."""
    repeated: Mapping[int, str]
    """How much of its words each referent utters elsewhere, by the referent's index: some or most;
    nothing where it is less."""
    speaker: Referent | None = None
    """The speaker of the next quote whose cue tells one."""
    frames: int = 0
    """How many sentences on that quote stands."""
    same_paragraph: bool = False


def find(
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
    repeated: dict[int, str] = {}
    near = speakers[max(0, place - _FARTHEST_REPEATED) : place + _FARTHEST_REPEATED]
    for other, speaker in near:
        share = echoes.share(scene.words[number], scene.words[other])
        if share == "most":
            repeated[speaker.index] = share
        elif share:
            repeated.setdefault(speaker.index, share)
    found = Neighbours(scene.states[number].heading, before, repeated)
    if place < len(speakers):
        following, found.speaker = speakers[place]
        first, last = scene.source.spans[number].end, scene.source.spans[following].start
        found.frames = scene.frame_of[following] - scene.frame_of[number]
        found.same_paragraph = last - first < _LONGEST_PARAGRAPH and not sentences.has_line_end(
            scene.source.text, first, last
        )
    return found


def describe(
    discourse: Discourse, chosen: Sequence[Referent], around: Neighbours
) -> list[tuple[Referent, list[Feature]]]:
    """The features by which the quotes around tell who utters one without a cue.

    « « Partenaire fiable » / Donald Trump a salué « un partenaire fiable » »: a heading is uttered
    by whoever says it below. ``chosen`` are the referents before it; those who speak next or say
    its words elsewhere come behind them.
    """
    others = [around.speaker] if around.speaker is not None else []
    others += [discourse.referents[at] for at, share in around.repeated.items() if share == "most"]
    before = {referent.index for referent in chosen}
    known = set(before)
    result: list[tuple[Referent, list[Feature]]] = [(referent, []) for referent in chosen]
    for referent in others:
        if referent.index not in known:
            known.add(referent.index)
            result.append((referent, ["zero,later", f"zero,later,kind={referent.kind}"]))
    for referent, features in result:
        last = referent is around.before
        if around.speaker is None:
            features.append(f"zero,nobody next,last={last:d}")
        else:
            following = referent is around.speaker
            features.append(f"zero,next speaker={following:d}")
            features.append(
                f"zero,next speaker={following:d},last={last:d},heading={around.heading:d}"
            )
            if following:
                near = min(around.frames, 3)
                features.append(f"zero,next speaker,distance={near}")
                features.append(f"zero,next speaker,same paragraph={around.same_paragraph:d}")
                features.append(
                    f"zero,next speaker,distance={near},heading={around.heading:d},last={last:d}"
                )
        if referent.index in around.repeated:
            share = around.repeated[referent.index]
            features.append(f"zero,repeats={share}")
            features.append(f"zero,repeats={share},last={last:d}")
            features.append(f"zero,repeats={share},later={referent.index not in before:d}")
    return result


_number: Final = itemgetter(0)
