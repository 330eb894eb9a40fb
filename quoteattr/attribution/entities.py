"""Who stands behind a mention: names of one bearer, roles, pronouns, and no mention at all.

A referent is somebody or something that the text speaks of. Names are joined over the whole text
(« M. Philippe » is Édouard Philippe); a description or pronoun is ranked over the referents that
stand before it, by agreement, recency, salience and role.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Final

from attrs import define, field

from quoteattr.attribution.names import NameMention, _DETERMINERS
from quoteattr.attribution.passage import OUTSIDE, Source
from quoteattr.attribution.vocabulary import Vocabulary, fold
from quoteattr.model import Gender, Number, Span

MAX_REFERENTS: Final = 12
"""Referents looked at for one pronoun or description, most recent first."""


@define(eq=False)
class Place:
    """Where a referent is mentioned."""

    start: int
    end: int
    frame: int
    subject: bool
    preposition: str
    quote: int


@define(eq=False)
class Referent:
    """Somebody the text speaks of."""

    words: tuple[str, ...] = ()
    """The fullest name, folded; empty for somebody without a name."""
    names: list[NameMention] = field(factory=list)
    descriptions: list[Span] = field(factory=list)
    gender: Gender | None = None
    number: Number | None = None
    soft_gender: Gender | None = None
    """What the first name suggests; it helps to rank and is never given out."""
    role: str | None = None
    heads: set[str] = field(factory=set)
    kind: str = "name"
    places: list[Place] = field(factory=list)
    quotes: int = 0


@define(eq=False)
class Mentioned:
    """A mention to be resolved."""

    kind: str
    """il, elle, ils, elles, lui, eux, celui, on, …, role, body, noun, or zero for no mention."""
    start: int
    frame: int
    gender: Gender | None = None
    number: Number | None = None
    head: str = ""
    definite: str = ""
    words: tuple[str, ...] = ()


_PRONOUNS: Final[dict[str, tuple[Gender | None, Number | None]]] = {
    "il": ("masculine", "singular"), "elle": ("feminine", "singular"),
    "ils": (None, "plural"), "elles": ("feminine", "plural"),
    "lui": ("masculine", "singular"), "eux": (None, "plural"),
    "celui": ("masculine", "singular"), "celle": ("feminine", "singular"),
    "ceux": (None, "plural"), "celles": ("feminine", "plural"),
}  # fmt: skip


@define(eq=False)
class Discourse:
    """The referents of one text."""

    source: Source
    vocabulary: Vocabulary
    referents: list[Referent]
    frame_starts: list[int]
    by_name: dict[int, Referent]
    """The referent of each name mention, by its start."""
    last_speaker: Referent | None = None
    speakers: list[Referent] = field(factory=list)

    def frame_at(self, offset: int) -> int:
        return max(bisect_right(self.frame_starts, offset) - 1, 0)


def discourse(source: Source, names: Sequence[NameMention], vocabulary: Vocabulary) -> Discourse:
    """Join the name mentions of a text into referents."""
    starts = [frame.span.start for frame in source.frames]
    found = Discourse(source, vocabulary, [], starts, {})
    full = [mention for mention in names if len(mention.words) > 1]
    short = [mention for mention in names if len(mention.words) == 1]
    by_words: dict[tuple[str, ...], Referent] = {}
    by_word: dict[str, list[Referent]] = {}
    for mention in sorted(full, key=lambda mention: (-len(mention.words), mention.start)):
        referent = by_words.get(mention.words)
        if referent is None:
            holders = [
                other
                for other in by_word.get(mention.words[-1], ())
                if set(mention.words) <= set(other.words) and len(mention.words) > 1
            ]
            referent = holders[0] if holders else Referent(mention.words)
            if not holders:
                for word in mention.words:
                    by_word.setdefault(word, []).append(referent)
                found.referents.append(referent)
            by_words[mention.words] = referent
        _join(found, referent, mention)
    for mention in short:
        word = mention.words[0]
        holders = [
            other
            for other in by_word.get(word, ())
            if not _clash(other.gender, mention.gender)
            and (other.words[-1] == word or other.words[0] == word or len(other.words) > 2)
            and not (mention.kind == "place" and other.words[-1] != word)
        ]
        if holders:
            before = [other for other in holders if other.names and min(n.start for n in other.names) < mention.start]
            referent = max(before, key=lambda other: max(n.start for n in other.names if n.start < mention.start)) if before else holders[0]
        else:
            referent = Referent(mention.words)
            by_word.setdefault(word, []).append(referent)
            found.referents.append(referent)
        _join(found, referent, mention)
    for referent in found.referents:
        referent.places.sort(key=lambda place: place.start)
        first = referent.words[0]
        code = next(
            (vocabulary.first_names[name] for name in (first.title(), first.split("-")[0].title()) if name in vocabulary.first_names),
            "",
        )
        if len(referent.words) > 1 or referent.kind == "person":
            referent.soft_gender = {"m": "masculine", "f": "feminine"}.get(code)  # type: ignore[assignment]
    return found


def _clash(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other


def _join(found: Discourse, referent: Referent, mention: NameMention) -> None:
    referent.names.append(mention)
    referent.gender = referent.gender or mention.gender
    referent.number = referent.number or mention.number
    if mention.role is not None:
        referent.heads.add(mention.role_head)
        if referent.role is None:
            referent.role = mention.role
    if referent.kind == "name" or mention.kind == "person":
        referent.kind = mention.kind
    frame = found.frame_at(mention.start)
    opens = mention.start - found.frame_starts[frame] < 25 if found.frame_starts else False
    referent.places.append(
        Place(mention.start, mention.end, frame, opens and not mention.preposition, mention.preposition, mention.quote)
    )
    found.by_name[mention.start] = referent


def named_in(found: Discourse, span: Span, head: Span) -> Referent | None:
    """The referent that the mention names: by its head, or by a name in apposition to it."""
    inside = [
        (start, referent)
        for start, referent in found.by_name.items()
        if span.start <= start < span.end
    ]
    if not inside:
        return None
    by_start = {name.start: name for _, referent in inside for name in referent.names}
    for start, referent in sorted(inside, key=lambda pair: pair[0]):
        name = by_start[start]
        if name.start <= head.start < name.end or (name.title and head.start <= name.start <= head.end + 8):
            return referent
    for start, referent in sorted(inside, key=lambda pair: pair[0]):
        name = by_start[start]
        if start > head.start and not name.preposition and name.kind in ("person", "name") and (
            name.role is not None or len(name.words) > 1
        ):
            return referent
    return None


def candidates(found: Discourse, mentioned: Mentioned) -> list[Referent]:
    """The referents that stand before a mention, most recent first."""
    recent: list[tuple[int, Referent]] = []
    for referent in found.referents:
        before = [place for place in referent.places if place.start < mentioned.start]
        if before:
            recent.append((before[-1].start, referent))
    recent.sort(key=lambda pair: -pair[0])
    chosen = [referent for _, referent in recent[:MAX_REFERENTS]]
    for speaker in (found.last_speaker, *found.speakers[-3:]):
        if speaker is not None and speaker not in chosen:
            chosen.append(speaker)
    return chosen


def describe(
    found: Discourse, mentioned: Mentioned, chosen: Sequence[Referent]
) -> list[list[str]]:
    """The features of each candidate, and last those of « somebody new »."""
    group = _group(mentioned.kind)
    result = []
    agreeing = 0
    subjects = 0
    for referent in chosen:
        before = [place for place in referent.places if place.start < mentioned.start]
        outside = [place for place in before if place.quote == OUTSIDE] or before
        last = outside[-1] if outside else None
        distance = mentioned.frame - last.frame if last is not None else 99
        near = str(distance) if distance < 3 else "3-5" if distance < 6 else "6+"
        gender = _agreement(mentioned.gender, referent.gender, referent.soft_gender)
        number = _agreement(mentioned.number, referent.number, "singular" if referent.kind == "person" else None)
        fits = "clash" not in gender and "clash" not in number
        human = referent.kind in ("person", "role") or referent.quotes > 0
        features = [
            f"{group},gender={gender}",
            f"{group},number={number}",
            f"{group},kind={referent.kind}",
            f"{group},kind={referent.kind},gender={gender}",
            f"{group},distance={near}",
            f"{group},human={human:d},distance={near}",
            f"{group},mentions={min(len(before), 4)}",
            f"{group},human={human:d},mentions={min(len(before), 4)}",
            f"{group},quotes={min(referent.quotes, 2)}",
        ]
        if fits and human:
            features.append(f"{group},agreeing rank={min(agreeing, 3)}")
            agreeing += 1
        if last is not None:
            if last.subject:
                features.append(f"{group},subject,rank={min(subjects, 2)}")
                features.append(f"{group},subject,distance={near}")
                if fits and human:
                    subjects += 1
            if last.preposition:
                features.append(f"{group},after preposition")
                features.append(f"{group},after preposition,distance={near}")
            if last.quote != OUTSIDE:
                features.append(f"{group},only in quotes")
        if referent is found.last_speaker:
            features.append(f"{group},last speaker")
            features.append(f"{group},last speaker,fits={fits:d}")
            features.append(f"{group},last speaker,distance={near}")
        elif found.speakers and referent in found.speakers[-3:]:
            features.append(f"{group},recent speaker")
        if mentioned.head:
            same = mentioned.head in referent.heads
            features.append(f"{group},same role={same:d}")
            features.append(f"{group},same role={same:d},{mentioned.definite}")
            features.append(f"{group},{mentioned.definite},kind={referent.kind},roles={bool(referent.heads):d}")
            if mentioned.words and referent.words and set(referent.words) & set(mentioned.words):
                features.append(f"{group},shares a word")
        result.append(features)
    if mentioned.head:
        any_role = any(mentioned.head in referent.heads for referent in chosen)
        result.append([f"{group},new", f"{group},new,{mentioned.definite}", f"{group},new,same role before={any_role:d}", f"{group},new,{mentioned.definite},same role before={any_role:d}"])
    return result


def _group(kind: str) -> str:
    if kind in ("il", "elle", "ils", "elles"):
        return "subject pronoun"
    if kind in ("zero", "role", "body"):
        return kind
    if kind in ("celui", "celle", "ceux", "celles"):
        return "demonstrative"
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


def pronoun(kind: str, start: int, frame: int) -> Mentioned:
    """A pronoun to be resolved."""
    gender, number = _PRONOUNS.get(kind, (None, None))
    return Mentioned(kind, start, frame, gender, number)


def description(
    found: Discourse, kind: str, span: Span, head: str, feats: Iterable[str] = ()
) -> Mentioned:
    """A noun phrase to be resolved: its determiner says how definite it is."""
    text = found.source.text[span.start : span.end]
    words = fold(text).replace("'", "' ").split()
    first = words[0] if words else ""
    gender: Gender | None = None
    number: Number | None = None
    if first in _DETERMINERS:
        gender, number = _DETERMINERS[first]  # type: ignore[assignment]
    code = found.vocabulary.role_nouns.get(head) or found.vocabulary.collective_nouns.get(head)
    gender = {"m": "masculine", "f": "feminine"}.get(code or "", gender)  # type: ignore[assignment]
    if first in ("le", "la", "l'", "les"):
        definite = "definite" if len(words) < 4 else "definite, long"
    elif first in ("ce", "cet", "cette", "ces"):
        definite = "demonstrative"
    elif first in ("son", "sa", "ses", "leur", "leurs", "notre"):
        definite = "possessive"
    elif first in ("un", "une", "des", "plusieurs", "certains", "quelques", "d'", "de"):
        definite = "indefinite"
    else:
        definite = "bare"
    return Mentioned(kind, span.start, found.frame_at(span.start), gender, number, head, definite, tuple(words))


def zero(start: int, frame: int) -> Mentioned:
    """No mention: the words go on with somebody whom the text has in mind."""
    return Mentioned("zero", start, frame)


def introduce(found: Discourse, mentioned: Mentioned, span: Span) -> Referent:
    """Somebody new, known by a description only."""
    referent = Referent(
        gender=mentioned.gender,
        number=mentioned.number or "singular",
        kind=mentioned.kind if mentioned.kind in ("role", "body") else "noun",
        heads={mentioned.head} if mentioned.head else set(),
    )
    referent.descriptions.append(span)
    found.referents.append(referent)
    note(found, referent, span)
    return referent


def note(found: Discourse, referent: Referent, span: Span) -> None:
    """Remember one more mention of a referent, as a subject."""
    frame = found.frame_at(span.start)
    place = Place(span.start, span.end, frame, True, "", OUTSIDE)
    at = bisect_right([other.start for other in referent.places], span.start)
    referent.places.insert(at, place)


def speaks(found: Discourse, referent: Referent) -> None:
    """A quote was given to a referent."""
    referent.quotes += 1
    if found.last_speaker is not None and found.last_speaker is not referent:
        found.speakers.append(found.last_speaker)
    found.last_speaker = referent


def best_name(found: Discourse, referent: Referent) -> str | None:
    """The fullest name of a referent, else its first description."""
    text = found.source.text
    if referent.names:
        fullest = max(referent.names, key=lambda name: (len(name.words), -name.start))
        return " ".join(text[fullest.start : fullest.end].split())
    if referent.descriptions:
        span = referent.descriptions[0]
        return written(text, span)
    return None


def written(text: str, span: Span) -> str:
    """A description as a name: one line, its article in lower case."""
    words = " ".join(text[span.start : span.end].split())
    first = fold(words.split(" ")[0].split("’")[0].split("'")[0])
    if first in _DETERMINERS or first + "'" in _DETERMINERS:
        return words[:1].lower() + words[1:]
    return words
