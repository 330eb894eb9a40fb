"""Who stands behind a mention: names of one bearer, roles, pronouns, and no mention at all.

A referent is somebody or something that the text speaks of. Names are joined over the whole text
(« M. Philippe » is Édouard Philippe); a description or pronoun is ranked over the referents that
stand before it, by agreement, recency, salience and role.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, chain, pairwise
from operator import attrgetter
from typing import Final

from attrs import define, evolve, field

from quoteattr.attribution import mentions
from quoteattr.attribution.names import NameMention, RoleMention
from quoteattr.attribution.passage import OUTSIDE, Source
from quoteattr.attribution.ranking import Feature, remembered
from quoteattr.attribution.vocabulary import Vocabulary, fold, plain
from quoteattr.model import Gender, Number, Span
from quoteattr.syntax.tree import Tree

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
    opening: bool = False
    """Whether nobody else is mentioned before it in its sentence."""


@define(eq=False)
class Referent:
    """Somebody the text speaks of."""

    words: tuple[str, ...] = ()
    """The fullest name, folded; empty for somebody without a name."""
    names: list[NameMention] = field(factory=list)
    fullest: NameMention | None = None
    """The first of its longest names."""
    descriptions: list[Span] = field(factory=list)
    gender: Gender | None = None
    number: Number | None = None
    soft_gender: Gender | None = None
    """What the first name suggests; it helps to rank and is never given out."""
    role: str | None = None
    heads: set[str] = field(factory=set)
    roles: list[frozenset[str]] = field(factory=list)
    """The content words of each role and description that the text gives."""
    kind: str = "name"
    places: list[Place] = field(factory=list)
    quotes: int = 0
    index: int = -1
    """Its place in the list of the discourse."""


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
    going_on: str = ""
    """Whether the cue says that the same speaker goes on (« ajoute-t-il ») or another answers."""
    quoted: Span | None = None
    """The words that are to be attributed: whoever they name rarely says them."""
    setting: str = ""
    """Where a quote without a mention stands: heading, bare (no word of the journalist's in its
    sentence) or among (his words)."""


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


_PRONOUNS: Final[dict[str, tuple[Gender | None, Number | None]]] = {
    "il": ("masculine", "singular"), "elle": ("feminine", "singular"),
    "ils": (None, "plural"), "elles": ("feminine", "plural"),
    "lui": ("masculine", "singular"), "eux": (None, "plural"),
    "celui": ("masculine", "singular"), "celle": ("feminine", "singular"),
    "ceux": (None, "plural"), "celles": ("feminine", "plural"),
    "possessive": (None, None),
}  # fmt: skip


@define(eq=False)
class Discourse:
    """The referents of one text."""

    source: Source
    vocabulary: Vocabulary
    referents: list[Referent]
    frame_starts: list[int]
    paragraphs: list[int]
    """The number of the paragraph that each frame begins in."""
    by_name: dict[int, Referent]
    """The referent of each name mention, by its start."""
    name_at: dict[int, NameMention]
    """Each name mention, by its start."""
    name_starts: list[int]
    """The starts of the name mentions, in text order."""
    events: list[tuple[int, int]]
    """Every mention of a referent: its start and the referent's number, in text order."""
    by_role: dict[int, Referent]
    """The referent of each description, by the start of its head."""
    subjects: set[int]
    """Where the words of the parsed frames begin that belong to a subject."""
    last_speaker: Referent | None = None
    speakers: list[Referent] = field(factory=list)

    def frame_at(self, offset: int) -> int:
        return max(bisect_right(self.frame_starts, offset) - 1, 0)


def discourse(
    source: Source,
    names: Sequence[NameMention],
    roles: Sequence[RoleMention],
    vocabulary: Vocabulary,
) -> Discourse:
    """Join the name mentions of a text, and the descriptions that repeat a role, into referents."""
    starts = [frame.span.start for frame in source.frames]
    paragraphs = _paragraphs(source.text, starts)
    subjects = _subjects(source)
    found = Discourse(source, vocabulary, [], starts, paragraphs, {}, {}, [], [], {}, subjects)
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
                _add(found, referent)
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
        if len(holders) == 1:
            referent = holders[0]
        elif holders:
            before = [
                other
                for other in holders
                if other.names and min(n.start for n in other.names) < mention.start
            ]
            referent = (
                max(
                    before,
                    key=lambda other: max(n.start for n in other.names if n.start < mention.start),
                )
                if before
                else holders[0]
            )
        else:
            referent = Referent(mention.words)
            by_word.setdefault(word, []).append(referent)
            _add(found, referent)
        _join(found, referent, mention)
    given = [mention for mention in names if mention.role is not None]
    given.sort(key=_role_start)
    for role in roles:
        bearer = _bearer(given, role)
        if bearer is None:
            _join_role(found, role)
        else:
            found.by_role[role.head_start] = found.by_name[bearer.start]
    _pair(found, names)
    _follow_pronouns(found)
    for referent in found.referents:
        referent.places.sort(key=_start)
        found.events.extend((place.start, referent.index) for place in referent.places)
        if len(referent.words) > 1 or (referent.words and referent.kind == "person"):
            referent.soft_gender = _first_name_gender(source.text, referent, vocabulary)
    found.events.sort()
    _mark_openings(found)
    found.name_starts.extend(sorted(found.by_name))
    return found


def _paragraphs(text: str, starts: Sequence[int]) -> list[int]:
    """Frame by frame, how many frames before it were followed by a new line."""
    ends = (text.find("\n", first, last) >= 0 for first, last in pairwise(starts))
    return list(accumulate(ends, initial=0)) if starts else []


def _first_name_gender(text: str, referent: Referent, vocabulary: Vocabulary) -> Gender | None:
    """What the first word of the fullest name suggests."""
    fullest = next(name for name in referent.names if name.words == referent.words)
    first = text[fullest.start : fullest.end].split()[0]
    for name in (first, first.title(), first.split("-")[0].title()):
        if name in vocabulary.first_names:
            return vocabulary.first_name_gender(name)
    return None


def _mark_openings(found: Discourse) -> None:
    """Mark the mention that stands first in each sentence: mostly what the sentence is about."""
    first: dict[int, Place] = {}
    for referent in found.referents:
        for place in referent.places:
            known = first.get(place.frame)
            if place.quote == OUTSIDE and (known is None or place.start < known.start):
                first[place.frame] = place
    for place in first.values():
        place.opening = True


def _subjects(source: Source) -> set[int]:
    """Where the words begin that head a subject or stand in apposition within one."""
    return {
        word.start
        for passage in source.passages.values()
        for index, word in enumerate(passage.tree.words)
        if word.relation == "nsubj"
        or (word.relation in _APPOSED and _is_in_subject(passage.tree, index))
    }


_APPOSED: Final = frozenset({"flat", "appos", "fixed"})


def _is_in_subject(tree: Tree, index: int) -> bool:
    """Whether a word is a part of a subject, or in apposition to it."""
    above = chain((index,), tree.ancestors(index))
    relations = (tree.words[one].relation for one in above)
    return next((one for one in relations if one not in _APPOSED), "") == "nsubj"


@lru_cache(maxsize=1 << 12)
def _content(phrase: str, vocabulary: Vocabulary) -> frozenset[str]:
    """The words of a phrase that name a role, articles and prepositions left out."""
    words = fold(phrase).replace("'", "' ").replace("-", " ").split()
    bare = (word.strip(',.;:()«»"“”') for word in words)
    return frozenset(
        word
        for word in bare
        if word and word not in vocabulary.determiners and word not in vocabulary.prepositions
    )


def _role_match(wanted: frozenset[str], head: str, referent: Referent) -> str:
    """How far a description repeats a role that the text has given to a referent."""
    if not referent.roles:
        return "no role known"
    if any(wanted == role for role in referent.roles):
        return "same"
    if any(wanted <= role and head in referent.heads for role in referent.roles):
        return "part"
    if any(role <= wanted and head in referent.heads for role in referent.roles):
        return "longer"
    if head in referent.heads:
        return "head"
    if any(wanted & role for role in referent.roles):
        return "some words"
    return "other role"


def _clash(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other


def _join(found: Discourse, referent: Referent, mention: NameMention) -> None:
    referent.names.append(mention)
    fullest = referent.fullest
    if fullest is None or (len(mention.words), -mention.start) > (
        len(fullest.words), -fullest.start
    ):  # fmt: skip
        referent.fullest = mention
    referent.gender = referent.gender or mention.gender
    referent.number = referent.number or mention.number
    if mention.role is not None:
        referent.heads.update(mention.role_heads)
        role = _content(mention.role, found.vocabulary)
        if role not in referent.roles:
            referent.roles.append(role)
        if referent.role is None:
            referent.role = mention.role
    if referent.kind == "name" or mention.kind == "person":
        referent.kind = mention.kind
    frame = found.frame_at(mention.start)
    preposition = mention.preposition or mention.role_preposition
    if frame in found.source.passages:
        subject = mention.start in found.subjects
    else:
        subject = not preposition and mention.kind in ("person", "name") and mention.leads
    referent.places.append(
        Place(mention.start, mention.end, frame, subject, preposition, mention.quote)
    )
    found.by_name[mention.start] = referent
    found.name_at[mention.start] = mention


def _follow_pronouns(found: Discourse) -> None:
    """« Elle a grandi à Nantes. »: a pronoun that opens a sentence keeps its antecedent in mind.

    It is taken for the last person that agrees with it and was a subject not long before.
    """
    people = [one for one in found.referents if one.kind in ("person", "role", "name")]
    subjects = sorted(
        (place.start, place.frame, number)
        for number, one in enumerate(people)
        for place in one.places
        if place.subject and place.quote == OUTSIDE
    )
    text = found.source.text
    added: list[tuple[int, int, int]] = []
    at = 0
    recent: list[tuple[int, int, int]] = []
    for number, frame in enumerate(found.source.frames):
        while at < len(subjects) and subjects[at][0] < frame.span.start:
            recent.append(subjects[at])
            at += 1
        opening = text[frame.span.start : frame.span.start + 6].split(" ")[0]
        wanted = _PRONOUNS.get(opening.lower())
        if opening not in ("Il", "Elle", "Ils", "Elles") or wanted is None:
            continue
        mentioned = Mentioned(opening.lower(), frame.span.start, number, *wanted)
        for start, last, person in sorted(recent, reverse=True):
            if number - last > _MEMORY:
                break
            if start < frame.span.start and _compatible(mentioned, people[person]):
                added.append((frame.span.start, number, person))
                recent.append(added[-1])
                break
    for start, frame_number, person in added:
        place = Place(start, start + 2, frame_number, True, "", OUTSIDE)
        people[person].places.append(place)


_MEMORY: Final = 3
"""For how many sentences a subject stays in mind for a pronoun that opens one."""


def _pair(found: Discourse, names: Sequence[NameMention]) -> None:
    """« Anne Petit et Paul Roux sont là. « … », disent-ils. »: two that may speak together."""
    text = found.source.text
    places = {place.start: place for one in found.referents for place in one.places}
    pairs: dict[tuple[int, int], Referent] = {}
    for one, other in pairwise(sorted(names, key=_start)):
        first, second = found.by_name[one.start], found.by_name[other.start]
        if not (first.kind in _PAIRED and second.kind in _PAIRED and first is not second):
            continue
        if other.start - one.end > _PAIR_WIDTH:
            continue
        between = text[one.end : other.start].split()
        if len(between) not in (1, 2) or between[0] != "et":
            continue
        if len(between) == 2 and between[1] != other.title and between[1] != other.title + ".":
            continue
        key = min(first.index, second.index), max(first.index, second.index)
        pair = pairs.get(key)
        if pair is None:
            genders = {first.gender, second.gender}
            gender: Gender | None = None
            if None not in genders:
                gender = "feminine" if genders == {"feminine"} else "masculine"
            pair = pairs[key] = Referent(gender=gender, number="plural", kind="group")
            pair.descriptions.append(Span(one.start, other.end))
            _add(found, pair)
        pair.places.append(evolve(places[one.start], end=other.end))
        found.by_role.setdefault(one.start, pair)


_PAIRED: Final = ("person", "name")
_PAIR_WIDTH: Final = 20
"""Characters between two names looked at for « et » and a title."""


def _bearer(given: Sequence[NameMention], role: RoleMention) -> NameMention | None:
    """The name that a description is tied to: « Anne Petit, une élue », « l'élue Anne Petit ».

    ``given`` are the names with a role, in the order of their roles.
    """
    at = bisect_right(given, role.head_start, key=_role_start) - 1
    if at < 0 or role.preposition or role.head_start >= given[at].role_end:
        return None
    return given[at] if role.head in given[at].role_heads else None


def _join_role(found: Discourse, role: RoleMention) -> None:
    """Tie a description to whoever has that role by the text, or to the same words before."""
    text = found.source.text
    wanted = _content(text[role.head_start : role.end], found.vocabulary)
    frame = found.frame_at(role.start)
    subject = role.subject
    if frame in found.source.passages:
        subject = role.head_start in found.subjects
    span = Span(role.start, role.end)
    if role.kind == "noun":
        if not subject or role.quote != OUTSIDE:
            return  # « les associations disent », but not « dans les rues »
        span = _phrase(found, role, frame)
    place = Place(span.start, span.end, frame, subject, role.preposition, role.quote)
    definite = role.determiner not in ("un", "une", "des")
    holder = None
    if definite:
        for referent in reversed(found.referents):
            if role.head not in referent.heads and wanted not in referent.roles:
                continue
            if _clash(referent.gender, role.gender) and referent.kind == "person":
                continue
            if _clash(
                role.number, referent.number or ("singular" if referent.kind == "person" else None)
            ):
                continue
            match = _role_match(wanted, role.head, referent)
            if match == "same" or (match == "part" and referent.words):
                holder = referent
                break
    if holder is None:
        holder = Referent(
            gender=role.gender,
            number=role.number or "singular",
            kind=role.kind,
            heads={role.head},
            roles=[wanted],
        )
        holder.descriptions.append(span)
        _add(found, holder)
    insort(holder.places, place, key=_start)
    found.by_role[role.head_start] = holder


def _phrase(found: Discourse, role: RoleMention, frame: int) -> Span:
    """The whole phrase of a description where its sentence has a tree: « les gilets jaunes »."""
    passage = found.source.passages.get(frame)
    if passage is not None:
        words = passage.tree.words
        index = bisect_left(words, role.head_start, key=_start)
        if index < len(words) and words[index].start == role.head_start:
            span = mentions.extent(passage, index)
            if span.start == role.start:
                return span
    return Span(role.start, role.end)


def with_name(found: Discourse, span: Span) -> Span:
    """A mention with the whole of its name, where the tree cut it off behind the title: « M. Le
    Maire » is not « M. »."""
    at = bisect_left(found.name_starts, span.end)
    if at < len(found.name_starts):
        name = found.name_at[found.name_starts[at]]
        before = found.source.text[span.start : name.start].strip()
        if name.title and before.rstrip(".") == name.title.rstrip("."):
            return Span(span.start, name.end)
    return span


def named_in(found: Discourse, span: Span, head: Span) -> Referent | None:
    """The referent that the mention names: by its head, or by a name in apposition to it."""
    first = bisect_left(found.name_starts, span.start)
    last = bisect_left(found.name_starts, span.end)
    inside = [(start, found.by_name[start]) for start in found.name_starts[first:last]]
    if not inside:
        return _apposed(found, head)
    for start, referent in sorted(inside, key=lambda pair: pair[0]):
        name = found.name_at[start]
        if name.start <= head.start < name.end or (
            name.title and head.start <= name.start <= head.end + 8
        ):
            behind = found.by_name.get(name.end + 1) if name.end + 1 < span.end else None
            if behind is not None and name.kind in _BODIES and behind.kind in ("person", "name"):
                return behind  # « à l'AFP Marcel »: the tree took both for one name
            return referent
    for start, referent in sorted(inside, key=lambda pair: pair[0]):
        name = found.name_at[start]
        if (
            start > head.start
            and not name.preposition
            and not (name.role_preposition and name.role_start > head.start)
            and name.kind in ("person", "name")
            and (name.role is not None or len(name.words) > 1)
        ):
            return referent
    return _apposed(found, head)


_BODIES: Final = ("medium", "body", "place")


def house(found: Discourse, span: Span, head: Span) -> Referent | None:
    """The body that a noun phrase names or describes, None where it may be none."""
    referent = named_in(found, span, head) or found.by_role.get(head.start)
    return referent if referent is not None and referent.kind in _HOUSES else None


_HOUSES: Final = ("body", "medium", "name")


STANDING: Final = mentions.STANDING_KINDS | {"group"}
"""Descriptions that take up nobody named before: « l'un d'eux », « d'autres », « Luc et Anne »."""

LINK: Final = 0.93
"""A description is taken for somebody named before only from this probability on."""


def _apposed(found: Discourse, head: Span) -> Referent | None:
    """« l'avocate de la famille, Me Claire Roux »: the name whose role the text gives by a
    description, though the tree may have cut it off."""
    first = bisect_right(found.name_starts, head.start)
    for start in found.name_starts[first : first + _NAMES_WITHIN]:
        name = found.name_at[start]
        if name.role is not None and name.role_start <= head.start < name.role_end <= start:
            return found.by_name[start]
    return None


_NAMES_WITHIN: Final = 4
"""Names looked at behind a description: « l'élu de Nay et ami d'Éva Roy, Luc Petit » has three."""

_HORIZON: Final = 300
"""Mentions before a pronoun among which its antecedent is looked for."""


def candidates(found: Discourse, mentioned: Mentioned) -> list[Referent]:
    """The referents that stand before a mention, most recent first."""
    chosen: list[Referent] = []
    seen: set[int] = set()
    at = bisect_left(found.events, (mentioned.start, -1))
    for _, number in reversed(found.events[max(0, at - _HORIZON) : at]):
        if number not in seen:
            seen.add(number)
            referent = found.referents[number]
            if len(chosen) >= MAX_REFERENTS and not _recalls(mentioned, referent):
                continue
            if referent not in chosen and _compatible(mentioned, referent):
                chosen.append(referent)
                if len(chosen) == 2 * MAX_REFERENTS:
                    break
    for speaker in (found.last_speaker, *found.speakers[-3:]):
        if speaker is not None and speaker not in chosen and _compatible(mentioned, speaker):
            chosen.append(speaker)
    return chosen


def _recalls(mentioned: Mentioned, referent: Referent) -> bool:
    """Whether a description repeats the noun of somebody mentioned long before."""
    return mentioned.head in referent.heads


def _compatible(mentioned: Mentioned, referent: Referent) -> bool:
    """Whether nothing that the text marks speaks against a referent: « elle » is not M. Roux."""
    number = referent.number or ("singular" if referent.kind == "person" else None)
    if _clash(mentioned.number, number):
        return False
    # « elle » after « Emmanuel Macron »: a first name of one gender alone.
    gender = referent.gender or (referent.soft_gender if referent.kind == "person" else None)
    bodies = ("body", "noun", "place")
    return not _clash(mentioned.gender, gender) or (
        mentioned.head != "" and referent.kind in bodies
    )


def describe(
    found: Discourse, mentioned: Mentioned, chosen: Sequence[Referent]
) -> list[list[Feature]]:
    """The features of each candidate, and last those of « nobody of them »: somebody new for a
    description, somebody that can't be made out for a pronoun."""
    group = _group(mentioned.kind)
    wanted = _content(" ".join(mentioned.words), found.vocabulary)
    words = set(map(plain, mentioned.words))
    recent = found.speakers[-3:]
    result: list[list[Feature]] = []
    agreeing = 0
    nearest = 0
    subjects = 0
    for referent in chosen:
        count = bisect_left(referent.places, mentioned.start, key=_start)
        last = _last_place(referent, count)
        distance = mentioned.frame - last.frame if last is not None else 99
        near = str(distance) if distance < 3 else "3-5" if distance < 6 else "6+"
        gender = _agreement(mentioned.gender, referent.gender, referent.soft_gender)
        number = _agreement(
            mentioned.number, referent.number, "singular" if referent.kind == "person" else None
        )
        fits = "clash" not in gender and "clash" not in number
        human = referent.kind in ("person", "role", "group")
        features: list[Feature] = [
            _on_agreement(group, gender, number, referent.kind),
            _on_salience(group, human, near, min(count, 4), min(referent.quotes, 2)),
            _on_kind(group, referent.kind, near, min(count, 4), min(referent.quotes, 2)),
        ]
        rank = str(min(agreeing, 3)) if fits and human else "none"
        speaker = (
            "last" if referent is found.last_speaker else "recent" if referent in recent else "no"
        )
        if mentioned.setting:
            features.append(_on_setting(mentioned.setting, speaker, near, rank, referent.kind))
        elif not mentioned.head:
            features.append(f"{group},{_side(mentioned)},speaker={speaker}")
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
        if mentioned.quoted is not None and _stands_in(referent, mentioned.quoted):
            features.append(f"{group},named in the quote")
        if speaker != "no":
            features.append(_on_speaker(group, speaker, fits, near, mentioned.going_on))
        if mentioned.head:
            role = _role_match(wanted, mentioned.head, referent)
            shares = not words.isdisjoint(referent.words)
            last_speaker = referent is found.last_speaker
            features.append(
                _on_role(
                    group, role, mentioned.definite, gender, referent.kind, last_speaker, shares
                )
            )
        result.append(features)
    if mentioned.kind == "zero":
        pass
    elif not mentioned.head:
        result.append(
            [f"{group},nobody known", f"{group},nobody known,agreeing={min(agreeing, 2)}"]
        )
    else:
        matches = {_role_match(wanted, mentioned.head, referent) for referent in chosen}
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


def _add(found: Discourse, referent: Referent) -> None:
    referent.index = len(found.referents)
    found.referents.append(referent)


_start: Final = attrgetter("start")
_role_start: Final = attrgetter("role_start")


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


def pronoun(kind: str, start: int, frame: int) -> Mentioned:
    """A pronoun to be resolved."""
    gender, number = _PRONOUNS.get(kind, (None, None))
    return Mentioned(kind, start, frame, gender, number)


_SHORT_DESCRIPTION: Final = 3
"""Words of the longest description that counts as short."""


def description(found: Discourse, kind: str, span: Span, head: str) -> Mentioned:
    """A noun phrase to be resolved: its determiner says how definite it is."""
    text = found.source.text[span.start : span.end]
    words = fold(text).replace("'", "' ").split()
    determiner = found.vocabulary.determiner(words[0]) if words else None
    gender = found.vocabulary.gender(head)
    number: Number | None = None
    if determiner is not None:
        gender = gender or determiner.gender
        number = determiner.number
        definite = determiner.kind
        if definite == "definite" and len(words) > _SHORT_DESCRIPTION:
            definite = "definite, long"
    else:
        # « plusieurs élus », « d'autres élus »: no article, nobody in particular.
        definite = "indefinite" if words and words[0] in found.vocabulary.function_words else "bare"
    return Mentioned(
        kind, span.start, found.frame_at(span.start), gender, number, head, definite, tuple(words)
    )


def zero(start: int, frame: int) -> Mentioned:
    """No mention: the words go on with somebody whom the text has in mind."""
    return Mentioned("zero", start, frame)


def introduce(found: Discourse, mentioned: Mentioned, span: Span, head_start: int) -> Referent:
    """Somebody new, known by a description only."""
    known = found.by_role.get(head_start)
    # « les élus et les riverains »: the first of them is not all of them.
    whole = mentioned.definite != "group" or (known is not None and known.kind == "group")
    if known is not None and not known.words and whole:
        first = known.descriptions[0]
        here = first.start <= head_start < first.end
        behind = found.source.text[first.end : span.end].split() if here else []
        adjective = bool(behind) and behind[0].isalpha() and behind[0].islower()
        rest = behind[1:] if adjective and not _is_preposition(found, behind[0]) else behind
        if behind and (not rest or _is_preposition(found, rest[0])):
            # « l'adjoint aux mobilités », « le conseil municipal de Nay »: the tree ties to the
            # noun what the words leave open.
            known.descriptions[0] = Span(first.start, span.end)
        return known
    referent = Referent(
        gender=mentioned.gender,
        number=mentioned.number or "singular",
        kind=mentioned.kind if mentioned.kind in ("role", "body") else "noun",
        heads={mentioned.head} if mentioned.head else set(),
        roles=[_content(" ".join(mentioned.words), found.vocabulary)],
    )
    referent.descriptions.append(span)
    _add(found, referent)
    note(found, referent, span)
    return referent


def _is_preposition(found: Discourse, word: str) -> bool:
    return fold(word) in found.vocabulary.prepositions


def note(found: Discourse, referent: Referent, span: Span) -> None:
    """Remember one more mention of a referent, as a subject."""
    frame = found.frame_at(span.start)
    place = Place(span.start, span.end, frame, True, "", OUTSIDE)
    insort(referent.places, place, key=_start)
    insort(found.events, (span.start, referent.index))


def speaks(found: Discourse, referent: Referent) -> None:
    """A quote was given to a referent."""
    referent.quotes += 1
    if found.last_speaker is not None and found.last_speaker is not referent:
        found.speakers.append(found.last_speaker)
    found.last_speaker = referent


def best_name(found: Discourse, referent: Referent) -> str | None:
    """The fullest name of a referent, else its first description."""
    text = found.source.text
    if referent.fullest is not None:
        return " ".join(text[referent.fullest.start : referent.fullest.end].split())
    if referent.descriptions:
        span = referent.descriptions[0]
        return written(found, span)
    return None


def written(found: Discourse, span: Span) -> str:
    """A description as a name: one line, its article in lower case and without a preposition."""
    words = " ".join(found.source.text[span.start : span.end].split())
    first = fold(words).replace("'", "' ").split(" ")[0]
    article = found.vocabulary.contractions.get(first)
    if article is not None:  # « au procureur »
        return article + words[len(first) :]
    if first in found.vocabulary.determiners:
        return words[:1].lower() + words[1:]
    return words


def aliases(found: Discourse, referent: Referent) -> list[str]:
    """The names and descriptions of a referent as the text has them, in text order."""
    text = found.source.text
    spans = [(name.start, " ".join(text[name.start : name.end].split())) for name in referent.names]
    spans += [(span.start, written(found, span)) for span in referent.descriptions]
    return [alias for _, alias in sorted(spans)]


def last_subject(referent: Referent, before: int) -> Span | None:
    """Where a referent was last the subject before an offset, None where it never was."""
    places = [place for place in referent.places if place.start < before and place.subject]
    return Span(places[-1].start, places[-1].end) if places else None
