"""Whom a text speaks of: names of one bearer, descriptions, roles, and where each is mentioned.

Names are joined over the whole text (« M. Philippe » is Édouard Philippe), descriptions with the
names whose roles they repeat. Whom the pronoun of a cue takes up, ``antecedents`` decides; here one
that opens a sentence only keeps its likeliest antecedent in mind.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, chain, dropwhile, pairwise
from operator import attrgetter
from typing import Final, TypeAlias

from attrs import define, evolve, field

from quoteattr import sentences
from quoteattr.attribution import mentions, phrases
from quoteattr.attribution.names import NameMention
from quoteattr.attribution.passage import OUTSIDE, Source
from quoteattr.attribution.roles import RoleMention
from quoteattr.attribution.vocabulary import Vocabulary, fold
from quoteattr.model import Gender, Number, Span
from quoteattr.syntax.tree import Tree


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
    """Where it is named, in text order."""
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
    family: bool = False
    """Whether it is all who bear a surname: « les Roux »."""


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
    verb: str = ""
    """The lemma of its cue, where that is a verb."""
    going_on: str = ""
    """Whether the cue says that the same speaker goes on (« ajoute-t-il ») or another answers."""
    to_somebody: bool = False
    """Whether the cue has a dative pronoun: « lui répond-il » is not who spoke last."""
    quoted: Span | None = None
    """The words that are to be attributed: whoever they name rarely says them."""
    holder: Referent | None = None
    """Whose role it is by the text, where he or she is named: nobody else who is named has it."""
    setting: str = ""
    """Where a quote without a mention stands: heading, bare (no word of the journalist's in its
    sentence) or among (his words)."""


_PRONOUNS: Final[dict[str, tuple[Gender | None, Number | None]]] = {
    "il": ("masculine", "singular"), "elle": ("feminine", "singular"),
    "ils": (None, "plural"), "elles": ("feminine", "plural"),
    "lui": ("masculine", "singular"), "eux": (None, "plural"),
    "celui": ("masculine", "singular"), "celle": ("feminine", "singular"),
    "ceux": (None, "plural"), "celles": ("feminine", "plural"),
    "possessive": (None, None),
}  # fmt: skip


def pronoun_gender(kind: str) -> Gender | None:
    """What a pronoun of a kind marks: « elle » the feminine, « je » nothing."""
    gender, _ = _PRONOUNS.get(kind, (None, None))
    return gender


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
    """The referent of each description, by the start of its head, and of each pair by that of its
    first name."""
    long_roles: dict[int, RoleMention]
    """The descriptions whose noun has several words, likewise."""
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
    long_roles = {role.head_start: role for role in roles if role.is_long}
    found = Discourse(
        source, vocabulary, [], starts, paragraphs, {}, {}, [], [], {}, long_roles, subjects
    )
    full = [mention for mention in names if len(mention.words) > 1]
    short = [mention for mention in names if len(mention.words) == 1]
    by_words: dict[tuple[str, ...], Referent] = {}
    by_word: dict[str, list[Referent]] = {}
    for mention in sorted(full, key=lambda mention: (-len(mention.words), mention.start)):
        referent = by_words.get(mention.words)
        if referent is None:
            # Whoever has all of the words has the rarest of them.
            rarest = min((by_word.get(word, []) for word in mention.words), key=len)
            words = set(mention.words)
            bearers = rarest[:_MOST_BEARERS]
            referent = next((other for other in bearers if words.issubset(other.words)), None)
            if referent is None:
                referent = Referent(mention.words)
                for word in mention.words:
                    by_word.setdefault(word, []).append(referent)
                _add(found, referent)
            by_words[mention.words] = referent
        _join(found, referent, mention)
    for referent in found.referents:
        referent.soft_gender = _first_name_gender(source.text, referent, vocabulary)
    families: dict[str, Referent] = {}
    for mention in short:
        word = mention.words[0]
        holders = [
            other
            for other in by_word.get(word, [])[:_MOST_BEARERS]
            if not _clash(
                other.gender or (other.soft_gender if mention.title else None), mention.gender
            )
            and (other.words[-1] == word or other.words[0] == word or len(other.words) > 2)
            and not (mention.kind == "place" and other.words[-1] != word)
        ]
        if mention.number == "plural" and any(other.kind == "person" for other in holders):
            # « les Roux » are not Anne Roux.
            family = families.get(word)
            if family is None:
                family = families[word] = Referent(mention.words, number="plural", family=True)
                _add(found, family)
            referent = family
        elif len(holders) == 1:
            referent = holders[0]
        elif holders:
            # Whoever was named last, the first of them where nobody was.
            counts = (bisect_left(other.names, mention.start, key=_start) for other in holders)
            last = [
                other.names[count - 1].start if count else -1
                for other, count in zip(holders, counts, strict=True)
            ]
            referent = holders[last.index(max(last))]
        else:
            referent = Referent(mention.words)
            by_word.setdefault(word, []).append(referent)
            _add(found, referent)
        _join(found, referent, mention)
    given = [mention for mention in names if mention.role is not None]
    given.sort(key=_described_start)
    known: _KnownRoles = {}
    for referent in found.referents:
        _enter(referent, known)
    for role in roles:
        bearer = _bearer(given, role)
        if bearer is None:
            _join_role(found, role, known)
        else:
            found.by_role[role.head_start] = found.by_name[bearer.start]
    _group(found, names)
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
    """Frame by frame, how many frames before it were followed by the end of a line."""
    ends = (sentences.has_line_end(text, first, last) for first, last in pairwise(starts))
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
def content_words(phrase: str, vocabulary: Vocabulary) -> frozenset[str]:
    """The words of a phrase that name a role, articles and prepositions left out."""
    words = fold(phrase).replace("'", "' ").replace("-", " ").split()
    bare = (word.strip(',.;:()«»"“”') for word in words)
    return frozenset(
        word
        for word in bare
        if word and word not in vocabulary.determiners and word not in vocabulary.prepositions
    )


def role_match(wanted: frozenset[str], head: str, referent: Referent) -> str:
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


def compatible(mentioned: Mentioned, referent: Referent) -> bool:
    """Whether neither gender nor number speaks against a referent: « elle » is not M. Roux, nor
    Marc Roux, whose first name is a man's."""
    number = referent.number or ("singular" if referent.kind == "person" else None)
    if _clash(mentioned.number, number):
        return False
    gender = referent.gender or (referent.soft_gender if referent.kind == "person" else None)
    bodies = ("body", "noun", "place")
    return not _clash(mentioned.gender, gender) or (
        mentioned.head != "" and referent.kind in bodies
    )


def _join(found: Discourse, referent: Referent, mention: NameMention) -> None:
    text = found.source.text
    insort(referent.names, mention, key=_start)
    fullest = referent.fullest
    if fullest is None or (len(mention.words), -mention.start) > (
        len(fullest.words), -fullest.start
    ):  # fmt: skip
        referent.fullest = mention
    referent.gender = referent.gender or mention.gender
    referent.number = referent.number or mention.number
    if mention.role is not None:
        referent.heads.update(mention.role_heads)
        role = content_words(text[mention.role_start : mention.role_end], found.vocabulary)
        if role not in referent.roles and len(referent.roles) < _MOST_ROLES:
            referent.roles.append(role)
        if referent.role is None:
            referent.role = mention.role
    if referent.kind == "name" or mention.kind == "person":
        referent.kind = mention.kind
    frame = found.frame_at(mention.start)
    found.by_name[mention.start] = referent
    found.name_at[mention.start] = mention
    if mention.kind != "person" and _is_rubric(found, frame, mention):
        return
    preposition = mention.preposition or mention.role_preposition
    if frame in found.source.passages:
        subject = mention.start in found.subjects
    else:
        subject = not preposition and mention.kind in ("person", "name") and mention.leads
    subject = subject or mention.topic
    referent.places.append(
        Place(mention.start, mention.end, frame, subject, preposition, mention.quote)
    )


_MOST_ROLES: Final = 30
"""Roles of one bearer that are kept; no article gives anybody more."""


def _is_rubric(found: Discourse, frame: int, mention: NameMention) -> bool:
    """« Lille. », « VERBATIM. », « LA PHRASE DU JOUR. »: a sentence that is a name, or a few words
    in capitals, heads what follows and speaks of nobody."""
    if frame >= len(found.source.frames):
        return False
    span = found.source.frames[frame].span
    words = found.source.text[span.start : span.end].strip(" .:–—-\u00a0")
    capitals = words.isupper() and words.count(" ") < _LONGEST_RUBRIC
    return capitals or words == found.source.text[mention.start : mention.end]


_LONGEST_RUBRIC: Final = 5
"""Words of the longest rubric in capitals."""


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
    ends: list[int] = []
    at = 0
    recent: list[tuple[int, int, int]] = []
    for number, frame in enumerate(found.source.frames):
        while at < len(subjects) and subjects[at][0] < frame.span.start:
            recent.append(subjects[at])
            at += 1
        opening = (text[frame.span.start : frame.span.start + 6].split() or [""])[0]
        wanted = _PRONOUNS.get(opening.lower())
        if opening not in ("Il", "Elle", "Ils", "Elles") or wanted is None:
            continue
        mentioned = Mentioned(opening.lower(), frame.span.start, number, *wanted)
        recent = [one for one in recent if number - one[1] <= _MEMORY]
        for start, _, person in sorted(recent, reverse=True):
            if start < frame.span.start and compatible(mentioned, people[person]):
                added.append((frame.span.start, number, person))
                ends.append(frame.span.start + len(opening))
                recent.append(added[-1])
                break
    for (start, frame_number, person), end in zip(added, ends, strict=True):
        place = Place(start, end, frame_number, True, "", OUTSIDE)
        people[person].places.append(place)


_MEMORY: Final = 3
"""For how many sentences a subject stays in mind for a pronoun that opens one."""


def _group(found: Discourse, names: Sequence[NameMention]) -> None:
    """Names listed together may speak together: « Anne Petit et Paul Roux sont là. « … »,
    disent-ils. », « les députés Luc Roy, Anne Petit et Paul Lem »."""
    places = {place.start: place for one in found.referents for place in one.places}
    groups: dict[frozenset[int], Referent] = {}
    listed: list[NameMention] = []
    noted = (name for name in names if name.start in places)
    for one, other in pairwise(sorted(noted, key=_start)):
        joint = _joint(found, one, other)
        # « Avec Luc Roy, Anne Petit et Paul Lem ont signé »: the comma closes a phrase.
        closes = joint == "," and not listed and (one.preposition or one.role_preposition)
        if not joint or closes:
            listed = []
            continue
        listed = listed or [one]
        listed.append(other)
        if joint == ",":
            continue
        first, bearers = listed[0], [found.by_name[name.start] for name in listed]
        for name in listed:
            name.preposition = first.preposition  # « l'avocat de Paul Lem et Anne Roux »
        key = frozenset(bearer.index for bearer in bearers)
        group = groups.get(key)
        if group is None:
            genders = {bearer.gender for bearer in bearers}
            gender: Gender | None = None
            if None not in genders:
                gender = "feminine" if genders == {"feminine"} else "masculine"
            group = groups[key] = Referent(gender=gender, number="plural", kind="group")
            group.descriptions.append(Span(first.start, other.end))
            _add(found, group)
        group.places.append(evolve(places[first.start], end=other.end))
        found.by_role.setdefault(first.start, group)
        listed = []


def _joint(found: Discourse, one: NameMention, other: NameMention) -> str:
    """What joins two names to one list: « et » or a comma, empty where they stand apart."""
    bearers = found.by_name[one.start], found.by_name[other.start]
    listable = all(bearer.kind in _LISTABLE for bearer in bearers) and bearers[0] is not bearers[1]
    if not listable or other.start - one.end > _JOINT_WIDTH:
        return ""
    between = found.source.text[one.end : other.start].replace(",", " , ").split()
    if between and between[-1] in (other.title, other.title + "."):
        between.pop()
    return between[0] if between in (["et"], [","]) else ""


_LISTABLE: Final = ("person", "name")


_JOINT_WIDTH: Final = 20
"""Characters between two names looked at for « et » and a title."""


def _bearer(given: Sequence[NameMention], role: RoleMention) -> NameMention | None:
    """The name that a description is tied to: « Anne Petit, une élue », « l'élue Anne Petit ».

    ``given`` are the names with a role, in the order of their roles.
    """
    at = bisect_right(given, role.head_start, key=_described_start) - 1
    if at < 0 or role.preposition or role.head_start >= given[at].role_end:
        return None
    return given[at] if role.head in given[at].role_heads else None


def _join_role(found: Discourse, role: RoleMention, known: _KnownRoles) -> None:
    """Tie a description to whoever has that role by the text, or to the same words before."""
    text = found.source.text
    wanted = content_words(text[role.head_start : role.end], found.vocabulary)
    frame = found.frame_at(role.start)
    subject = role.subject
    if frame in found.source.passages:
        subject = role.topic or role.head_start in found.subjects
    span = Span(role.start, role.end)
    if role.kind == "noun":
        if not subject or role.quote != OUTSIDE:
            return  # « les associations disent », but not « dans les rues »
        span = _phrase(found, role, frame)
    place = Place(span.start, span.end, frame, subject, role.preposition, role.quote)
    marked = found.vocabulary.determiner(role.determiner)
    definite = marked is not None and marked.kind != "indefinite"
    holder = _holder(role, wanted, known) if definite else None
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
        _enter(holder, known)
    elif place.quote == OUTSIDE and _is_only_quoted(holder):
        # « C'est un élève sérieux », dit-il. L'élève… : by the journalist's words
        holder.descriptions[:] = [span]
    insort(holder.places, place, key=_start)
    found.by_role[role.head_start] = holder


def _is_only_quoted(referent: Referent) -> bool:
    """Whether only those who are quoted have spoken of somebody."""
    return not referent.words and all(place.quote != OUTSIDE for place in referent.places)


_KnownRoles: TypeAlias = dict[str | frozenset[str], list[Referent]]
"""The referents by the nouns of their roles and by the content words of each."""


def _enter(referent: Referent, known: _KnownRoles) -> None:
    """Enter the roles of a referent."""
    keys: list[str | frozenset[str]] = [*sorted(referent.heads), *referent.roles]
    for key in keys:
        known.setdefault(key, []).append(referent)


def _holder(role: RoleMention, wanted: frozenset[str], known: _KnownRoles) -> Referent | None:
    """Who has a role: somebody of just these words before a name with more of them, then whoever
    was mentioned last: « le ministre » is the minister named last, of whatever he is."""
    found: Referent | None = None
    best = False, -1
    bearers = (known.get(key, ())[-_MOST_BEARERS:] for key in (role.head, wanted))
    for referent in chain.from_iterable(bearers):
        if _clash(referent.gender, role.gender) and referent.kind == "person":
            continue
        number = referent.number or ("singular" if referent.kind == "person" else None)
        if _clash(role.number, number):
            continue
        match = role_match(wanted, role.head, referent)
        if match == "same" or (match == "part" and referent.words):
            last = bisect_left(referent.places, role.start, key=_start) - 1
            rank = match == "same", referent.places[last].start if last >= 0 else -1
            if found is None or rank > best:
                found, best = referent, rank
    return found


_MOST_BEARERS: Final = 100
"""How many of those who bear a surname or a role are looked at: the first with the surname, of the
others the last ones that the text brought in."""


def _phrase(found: Discourse, role: RoleMention, frame: int) -> Span:
    """The whole phrase of a description where its sentence has a tree: « les gilets jaunes »."""
    passage = found.source.passages.get(frame)
    if passage is not None:
        words = passage.tree.words
        index = bisect_left(words, role.head_start, key=_start)
        if index < len(words) and words[index].start == role.head_start:
            span = phrases.extent(passage, index)
            if span.start == role.start:
                return span
    return Span(role.start, role.end)


def with_name(found: Discourse, span: Span) -> Span:
    """A mention with the whole of its name, where the tree cut it off behind the title, and of a
    noun of several words: « M. Le Maire » is not « M. », « le mis en cause » not « le mis »."""
    at = bisect_left(found.name_starts, span.end)
    if at < len(found.name_starts):
        name = found.name_at[found.name_starts[at]]
        near = name.title and name.start - span.start <= _LONGEST_TITLE
        before = found.source.text[span.start : name.start].strip() if near else ""
        if before and before.rstrip(".") == name.title.rstrip("."):
            return Span(span.start, name.end)
    roles = (found.long_roles.get(at) for at in range(span.start, span.end))
    ends = (role.noun_end for role in roles if role is not None and role.noun_end > span.end)
    return Span(span.start, next(ends, span.end))


_LONGEST_TITLE: Final = 40
"""Characters of the longest title with the blanks behind it."""


def named_in(found: Discourse, span: Span, head: Span, *, several: bool = False) -> Referent | None:
    """The referent that the mention names: by its head, or by a name in apposition to it.

    Where the head is a plural, no single name will do: « les élus Luc Roy et Anne Petit » are both.
    """
    first = bisect_left(found.name_starts, span.start)
    last = bisect_left(found.name_starts, span.end)
    inside = [(start, found.by_name[start]) for start in found.name_starts[first:last]]
    if not inside:
        return _apposed(found, head, several)
    for start, referent in inside:
        name = found.name_at[start]
        titled = name.title != "" and _is_title_of(found, head, name)
        if titled and several:
            return None  # « MM. Roux et Petit »
        if name.start <= head.start < name.end or titled:
            behind = found.by_name.get(name.end + 1) if name.end + 1 < span.end else None
            if behind is not None and name.kind in _BODIES and behind.kind in ("person", "name"):
                return behind  # « à l'AFP Marcel »: the tree took both for one name
            return referent
    for start, referent in inside:
        name = found.name_at[start]
        if (
            start > head.start
            and not name.preposition
            and not (name.role_preposition and name.role_start > head.start)
            and name.kind in ("person", "name")
            and (name.role is not None or len(name.words) > 1)
        ):
            return _all_of(found, start) if several else referent
    return _apposed(found, head, several)


def _all_of(found: Discourse, start: int) -> Referent | None:
    """Those whose list begins with a name, None where it begins none."""
    listed = found.by_role.get(start)
    return listed if listed is not None and listed.kind == "group" else None


def _is_title_of(found: Discourse, head: Span, name: NameMention) -> bool:
    """« M. Roux » and « le Dr Roux » are Roux, « l'avocat de M. Roux » is not."""
    word = found.source.text[head.start : head.end].rstrip(".")
    return word == name.title.rstrip(".") and 0 <= name.start - head.end <= _LONGEST_TITLE


_BODIES: Final = ("medium", "body", "place")


def told_by(found: Discourse, span: Span, head: Span) -> Referent | None:
    """Whom a noun phrase names or describes by the text alone, None where it tells of nobody."""
    return named_in(found, span, head) or found.by_role.get(head.start)


def house(found: Discourse, span: Span, head: Span) -> Referent | None:
    """The body that a noun phrase names or describes, None where it may be none."""
    referent = told_by(found, span, head)
    return referent if referent is not None and referent.kind in _HOUSES else None


_HOUSES: Final = ("body", "name")
"""No medium: « confie-t-on à l'AFP » is not said by the AFP."""


STANDING: Final = mentions.STANDING_KINDS | {"group"}
"""Descriptions that take up nobody named before: « l'un d'eux », « d'autres », « Luc et Anne »."""


def _apposed(found: Discourse, head: Span, several: bool) -> Referent | None:
    """« l'avocate de la famille, Me Claire Roux »: the name whose role the text gives by a
    description, though the tree may have cut it off."""
    nearest = bisect_right(found.name_starts, head.start)
    for start in found.name_starts[nearest : nearest + _NAMES_WITHIN]:
        name = found.name_at[start]
        if name.role is not None and _described_start(name) <= head.start < name.role_end <= start:
            return _all_of(found, start) if several else found.by_name[start]
    return None


_NAMES_WITHIN: Final = 4
"""Names looked at behind a description: « l'élu de Nay et ami d'Éva Roy, Luc Petit » has three."""


def _add(found: Discourse, referent: Referent) -> None:
    referent.index = len(found.referents)
    found.referents.append(referent)


_start: Final = attrgetter("start")


def _described_start(mention: NameMention) -> int:
    """Where the first description of a name stands, -1 where it has none."""
    return mention.role_start if mention.described_start < 0 else mention.described_start


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
        rest = list(dropwhile(lambda word: _is_adjective(found, word), behind))
        if behind and (not rest or _is_preposition(found, rest[0])):
            # « l'adjoint aux mobilités », « la Banque centrale européenne », « le conseil municipal
            # de Nay »: the tree ties to the noun what the words leave open.
            known.descriptions[0] = Span(first.start, span.end)
        return known
    referent = Referent(
        gender=mentioned.gender,
        number=mentioned.number or "singular",
        kind=mentioned.kind if mentioned.kind in ("role", "body") else "noun",
        heads={mentioned.head} if mentioned.head else set(),
        roles=[content_words(" ".join(mentioned.words), found.vocabulary)],
    )
    described = span
    if mentioned.definite != "group":
        # « la ministre, debout, » is la ministre; « le maire, le préfet et le curé » are three.
        words, comma, _ = found.source.text[span.start : span.end].partition(",")
        described = Span(span.start, span.start + len(words.rstrip())) if comma else span
    referent.descriptions.append(described)
    _add(found, referent)
    note(found, referent, span)
    return referent


def _is_adjective(found: Discourse, word: str) -> bool:
    """Whether a word behind a noun of the same phrase may be an adjective to it."""
    return word.isalpha() and word.islower() and not _is_preposition(found, word)


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
        name = _one_line(text[referent.fullest.start : referent.fullest.end])
        return f"les {name}" if referent.family else name
    if referent.descriptions:
        span = referent.descriptions[0]
        return written(found, span)
    return None


def written(found: Discourse, span: Span) -> str:
    """A description as a name: one line, its article in lower case and without a preposition."""
    words = _one_line(found.source.text[span.start : span.end])
    first = fold(words).replace("'", "' ").split(" ")[0]
    article = found.vocabulary.contractions.get(first)
    if article is not None:  # « au procureur »
        return article + words[len(first) :]
    if first in found.vocabulary.determiners:
        return words[:1].lower() + words[1:]
    return words


def _one_line(words: str) -> str:
    """Words of the text as a name has them, whatever ends a line or may divide a word there."""
    return " ".join(words.replace("\u00ad", "").split())


def aliases(found: Discourse, referent: Referent) -> list[str]:
    """The names and descriptions of a referent as the text has them, in text order."""
    text = found.source.text
    spans = [(name.start, _one_line(text[name.start : name.end])) for name in referent.names]
    spans += [(span.start, written(found, span)) for span in referent.descriptions]
    return [alias for _, alias in sorted(spans)]


def last_subject(referent: Referent, before: int) -> Span | None:
    """Where a referent was last the subject before an offset, None where it never was."""
    at = bisect_left(referent.places, before, key=_start)
    while at > 0:
        at -= 1
        if referent.places[at].subject:
            return Span(referent.places[at].start, referent.places[at].end)
    return None
