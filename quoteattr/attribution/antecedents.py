"""Who stands behind a mention that names nobody, or behind a quote without a mention.

The referents before a pronoun, a description or nothing are candidates, each with features that
the entity model weighs: agreement, distance, salience, the role that the text gave them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Final

from attrs import define

from quoteattr.attribution.entities import (
    Discourse,
    Mentioned,
    Place,
    Referent,
    compatible,
    content_words,
    role_match,
)
from quoteattr.attribution.passage import OUTSIDE
from quoteattr.attribution.phrases import TO
from quoteattr.attribution.ranking import Feature, remembered
from quoteattr.attribution.vocabulary import Vocabulary, plain
from quoteattr.model import Span

MAX_REFERENTS: Final = 12
"""Referents looked at for one pronoun or description, most recent first."""


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


LINK: Final = 0.93
"""A description is taken for somebody named before only from this probability on."""


_HORIZON: Final = 300
"""Mentions before a pronoun among which its antecedent is looked for."""


def candidates(found: Discourse, mentioned: Mentioned) -> list[Referent]:
    """The referents that stand before a mention and may be meant by it, most recent first."""
    chosen: list[Referent] = []
    seen: set[int] = set()
    at = bisect_left(found.events, (mentioned.start, -1))
    for _, number in reversed(found.events[max(0, at - _HORIZON) : at]):
        if number not in seen:
            seen.add(number)
            referent = found.referents[number]
            if len(chosen) >= MAX_REFERENTS and not _recalls(mentioned, referent):
                continue
            if _may_be(found, mentioned, referent):
                chosen.append(referent)
                if len(chosen) == 2 * MAX_REFERENTS:
                    break
    for speaker in (found.last_speaker, *found.speakers[-3:]):
        if speaker is not None and speaker not in chosen and _may_be(found, mentioned, speaker):
            chosen.append(speaker)
    return chosen


def _may_be(found: Discourse, mentioned: Mentioned, referent: Referent) -> bool:
    """Whether neither gender nor number nor field of life speaks against a referent: « l'accusé »
    is no procureur."""
    if not compatible(mentioned, referent):
        return False
    heads = frozenset(referent.heads)
    return not mentioned.head or _fields(found.vocabulary, mentioned.head, heads) != "other"


def _recalls(mentioned: Mentioned, referent: Referent) -> bool:
    """Whether a description repeats the noun of somebody mentioned long before."""
    return mentioned.head in referent.heads


def describe(
    found: Discourse, mentioned: Mentioned, chosen: Sequence[Referent]
) -> list[list[Feature]]:
    """The features of each candidate, and last those of « nobody of them »: somebody new for a
    description, somebody that can't be made out for a pronoun."""
    group = _group(mentioned.kind)
    wanted = content_words(" ".join(mentioned.words), found.vocabulary)
    words = set(map(plain, mentioned.words))
    recent = found.speakers[-3:]
    answers = mentioned.quoted is not None and _answers(found, mentioned.quoted)
    result: list[list[Feature]] = []
    agreeing = 0
    nearest = 0
    subjects = 0
    for referent in chosen:
        kind = _kind_of(referent)
        count = bisect_left(referent.places, mentioned.start, key=_start)
        last = _last_place(referent, count)
        distance = mentioned.frame - last.frame if last is not None else 99
        near = str(distance) if distance < 3 else "3-5" if distance < 6 else "6+"
        gender = _agreement(mentioned.gender, referent.gender, referent.soft_gender)
        number = _agreement(
            mentioned.number, referent.number, "singular" if referent.kind == "person" else None
        )
        fits = "clash" not in gender and "clash" not in number
        human = kind in ("person", "role", "group")
        features: list[Feature] = [
            _on_agreement(group, gender, number, kind),
            _on_salience(group, human, near, min(count, 4), min(referent.quotes, 2)),
            _on_kind(group, kind, near, min(count, 4), min(referent.quotes, 2)),
        ]
        rank = str(min(agreeing, 3)) if fits and human else "none"
        speaker = (
            "last" if referent is found.last_speaker else "recent" if referent in recent else "no"
        )
        if mentioned.setting:
            features.append(_on_setting(mentioned.setting, speaker, near, rank, kind))
        elif not mentioned.head:
            features.append(f"{group},{_side(mentioned)},speaker={speaker}")
        if mentioned.verb:
            lexical = found.vocabulary.speech_verbs.get(mentioned.verb, "other")
            features.append(_on_verb(group, mentioned.verb, lexical, speaker))
        if fits and human:
            features.append(f"{group},agreeing rank={rank}")
            agreeing += 1
        if fits and not mentioned.head:
            features.append(f"{group},nearest={min(nearest, 3)}")
            nearest += 1
        if last is not None:
            paragraph = found.paragraphs[last.frame] == found.paragraphs[mentioned.frame]
            rank = str(min(subjects, 2)) if last.subject else ""
            subjects += last.subject and fits and human
            features.append(
                _on_place(
                    group, near, paragraph, speaker, rank, last.opening, last.preposition != "",
                    last.quote != OUTSIDE,
                )
            )  # fmt: skip
        if answers or mentioned.to_somebody:
            addressed = last is not None and last.preposition in TO
            features.append(
                _on_exchange(group, answers, mentioned.to_somebody, speaker, addressed, rank)
            )
        if mentioned.quoted is not None and _stands_in(referent, mentioned.quoted):
            features.append(f"{group},named in the quote")
        if speaker != "no":
            features.append(_on_speaker(group, speaker, fits, near, mentioned.going_on))
        if mentioned.head:
            role = role_match(wanted, mentioned.head, referent)
            shares = not words.isdisjoint(referent.words)
            last_speaker = referent is found.last_speaker
            features.append(
                _on_role(group, role, mentioned.definite, gender, kind, last_speaker, shares)
            )
            features.append(
                _on_fields(
                    group, role, mentioned.definite, last_speaker,
                    _fields(found.vocabulary, mentioned.head, frozenset(referent.heads)),
                )
            )  # fmt: skip
        result.append(features)
    if mentioned.kind == "zero":
        pass
    elif not mentioned.head:
        result.append(
            [f"{group},nobody known", f"{group},nobody known,agreeing={min(agreeing, 2)}"]
        )
    else:
        matches = {role_match(wanted, mentioned.head, referent) for referent in chosen}
        known = (
            "same"
            if "same" in matches
            else "part"
            if "part" in matches
            else "head"
            if matches & {"head", "longer"}
            else "no"
        )
        result.append(
            [
                f"{group},new",
                f"{group},new,{mentioned.definite}",
                f"{group},new,known role={known}",
                f"{group},new,{mentioned.definite},known role={known}",
            ]
        )
    return result


def _kind_of(referent: Referent) -> str:
    """The kind of a referent as it counts here: « Zoé Aubrac » is rather a person than « Aubrac »,
    whatever the lexicons know of either."""
    full = referent.kind == "name" and len(referent.words) > 1
    return "full name" if full else referent.kind


def look_around(
    found: Discourse, chosen: Sequence[Referent], around: Neighbours
) -> list[tuple[Referent, list[Feature]]]:
    """What the quotes behind say of who utters a quote without a cue.

    « « Partenaire fiable » / Donald Trump a salué « un partenaire fiable » »: a heading is uttered
    by whoever says it below. ``chosen`` are the referents before it; those who speak next or say
    its words elsewhere come behind them.
    """
    others = [around.speaker] if around.speaker is not None else []
    others += [found.referents[at] for at, share in around.repeated.items() if share == "most"]
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


@remembered
def _on_agreement(group: str, gender: str, number: str, kind: str) -> tuple[str, ...]:
    return (
        f"{group},gender={gender}",
        f"{group},number={number}",
        f"{group},kind={kind}",
        f"{group},kind={kind},gender={gender}",
    )


@remembered
def _on_salience(group: str, human: bool, near: str, count: int, quotes: int) -> tuple[str, ...]:
    return (
        f"{group},distance={near}",
        f"{group},human={human:d},distance={near}",
        f"{group},mentions={count}",
        f"{group},human={human:d},mentions={count}",
        f"{group},quotes={quotes}",
    )


@remembered
def _on_kind(group: str, kind: str, near: str, count: int, quotes: int) -> tuple[str, ...]:
    return (
        f"{group},kind={kind},distance={near}",
        f"{group},kind={kind},mentions={count}",
        f"{group},kind={kind},quotes={quotes}",
    )


@remembered
def _on_place(
    group: str,
    near: str,
    paragraph: bool,
    speaker: str,
    rank: str,
    opening: bool,
    preposition: bool,
    quoted: bool,
) -> tuple[str, ...]:
    """Where a referent was mentioned last; ``rank`` is that of a subject among subjects."""
    features = [
        f"{group},paragraph={paragraph:d}",
        f"{group},paragraph={paragraph:d},speaker={speaker}",
    ]
    if opening:
        features.append(f"{group},opens its sentence")
        features.append(f"{group},opens its sentence,distance={near}")
        features.append(f"{group},opens its sentence,preposition={preposition:d}")
    if rank:
        features.append(f"{group},subject,rank={rank}")
        features.append(f"{group},subject,distance={near}")
    if preposition:
        features.append(f"{group},after preposition")
        features.append(f"{group},after preposition,distance={near}")
    if quoted:
        features.append(f"{group},only in quotes")
    return tuple(features)


@remembered
def _on_speaker(group: str, speaker: str, fits: bool, near: str, going_on: str) -> tuple[str, ...]:
    """Whether a referent spoke last or not long before."""
    if speaker == "recent":
        return (f"{group},recent speaker",)
    features = (
        f"{group},last speaker",
        f"{group},last speaker,fits={fits:d}",
        f"{group},last speaker,distance={near}",
    )
    return (*features, f"{group},last speaker,{going_on}") if going_on else features


@remembered
def _on_exchange(
    group: str, answers: bool, to_somebody: bool, speaker: str, addressed: bool, rank: str
) -> tuple[str, ...]:
    """« « Où ? » demande Luc à Paul. « Ici », répond-il »: whoever was addressed answers; « lui
    répond-il » is said to whoever spoke last."""
    kinds = [f"{group},answer"] * answers + [f"{group},to somebody"] * to_somebody
    return tuple(
        feature
        for kind in kinds
        for feature in (
            f"{kind},speaker={speaker}",
            f"{kind},speaker={speaker},addressed={addressed:d}",
            f"{kind},addressed={addressed:d},subject={rank}",
        )
    )


@remembered
def _on_verb(group: str, lemma: str, lexical: str, speaker: str) -> tuple[str, ...]:
    """« poursuit-il » is who spoke last, « répond-il » rather somebody else."""
    return f"{group},verb={lemma},speaker={speaker}", f"{group},verb:{lexical},speaker={speaker}"


@lru_cache(maxsize=1 << 12)
def _fields(vocabulary: Vocabulary, head: str, heads: frozenset[str]) -> str:
    """How the fields of life of a noun go with those of the nouns that somebody was called by."""
    own = _fields_of(vocabulary, head)
    others = frozenset().union(*(_fields_of(vocabulary, one) for one in heads))
    if any(_is_deputy(head, one) or _is_deputy(one, head) for one in heads):
        return "other"
    if not own or not others:
        return "unknown"
    if own & others:
        return "same"
    if "person" in own or "person" in others:
        return "open"
    return "other"


def _is_deputy(noun: str, of: str) -> bool:
    """« le vice-président » is not « le président », nor « la sous-préfète » « la préfète »."""
    return noun in (f"vice-{of}", f"sous-{of}")


def _fields_of(vocabulary: Vocabulary, noun: str) -> frozenset[str]:
    return frozenset(filter(None, vocabulary.role_fields.get(noun, "").split("+")))


@remembered
def _on_fields(group: str, role: str, definite: str, last: bool, fields: str) -> tuple[str, ...]:
    """« l'accusé » is hardly the procureur who spoke last, « le magistrat » may be."""
    features = [f"{group},fields={fields},role={role}", f"{group},fields={fields},{definite}"]
    if last:
        features.append(f"{group},fields={fields},last speaker,{definite}")
    return tuple(features)


@remembered
def _on_role(
    group: str, role: str, definite: str, gender: str, kind: str, last: bool, shares: bool
) -> tuple[str, ...]:
    """How a description goes with a referent; ``shares`` says that it repeats a word of a name."""
    features = [
        f"{group},role={role}",
        f"{group},role={role},{definite}",
        f"{group},role={role},gender={gender}",
        f"{group},{definite},kind={kind},role={role}",
    ]
    if last:
        features.append(f"{group},{definite},last speaker,role={role}")
    if shares:
        features.append(f"{group},shares a word")
        features.append(f"{group},shares a word,{definite},role={role}")
        features.append(f"{group},shares a word,kind={kind}")
    return tuple(features)


@remembered
def _on_setting(setting: str, speaker: str, near: str, rank: str, kind: str) -> tuple[str, ...]:
    return (
        f"zero,speaker={speaker},rank={rank}",
        f"zero,{setting},speaker={speaker}",
        f"zero,{setting},distance={near}",
        f"zero,{setting},rank={rank}",
        f"zero,{setting},kind={kind}",
    )


def _side(mentioned: Mentioned) -> str:
    """On which side of the quoted words a mention stands: « Il juge : «…» », « «…», juge-t-il »."""
    quoted = mentioned.quoted
    if quoted is None:
        return "alone"
    if mentioned.start < quoted.start:
        return "before"
    return "inside" if mentioned.start < quoted.end else "behind"


def _last_place(referent: Referent, count: int) -> Place | None:
    """The last of the first ``count`` mentions that is no part of a quote, else the last of all."""
    for at in range(count - 1, -1, -1):
        if referent.places[at].quote == OUTSIDE:
            return referent.places[at]
    return referent.places[count - 1] if count else None


def _stands_in(referent: Referent, span: Span) -> bool:
    """Whether a referent is mentioned within a span."""
    at = bisect_left(referent.places, span.start, key=_start)
    return at < len(referent.places) and referent.places[at].start < span.end


def _answers(found: Discourse, quoted: Span) -> bool:
    """Whether a quote follows a question near by and asks none itself."""
    spans, text = found.source.spans, found.source.text
    before = bisect_left(spans, quoted.start, key=_start) - 1
    while before >= 0 and (parent := spans[before].parent) is not None:
        before = parent
    if before < 0 or not 0 < quoted.start - spans[before].end < _EXCHANGE:
        return False
    return text[spans[before].end - 1] == "?" and text[quoted.end - 1] != "?"


_EXCHANGE: Final = 200
"""Characters between a question and its answer."""


def _group(kind: str) -> str:
    if kind in ("il", "elle", "ils", "elles"):
        return "subject pronoun"
    if kind in ("zero", "role", "body"):
        return kind
    if kind in ("celui", "celle", "ceux", "celles", "relative"):
        return "demonstrative"
    if kind == "on":
        return "on"
    if kind in ("noun", "one", "some"):
        return "noun"
    return "pronoun"


def _agreement(wanted: str | None, marked: str | None, soft: str | None) -> str:
    if wanted is None:
        return "free"
    if marked is not None:
        return "match" if marked == wanted else "clash"
    if soft is not None:
        return "likely" if soft == wanted else "unlikely"
    return "unknown"


_start: Final = attrgetter("start")
