"""Which names and descriptions of a text mean the same.

Names are joined over the whole text (« M. Philippe » is Édouard Philippe), descriptions with the
names whose roles they repeat. Whom the pronoun of a cue takes up, ``antecedents`` decides; here one
that opens a sentence only keeps its likeliest antecedent in mind.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, pairwise
from operator import attrgetter
from typing import Final, TypeAlias
from unicodedata import normalize

from attrs import evolve

from quoteattr import sentences
from quoteattr.attribution.entities import anaphors
from quoteattr.attribution.entities.discourse import Discourse
from quoteattr.attribution.entities.referents import (
    MOST_ROLES,
    Place,
    Referent,
    clash,
    content_words,
    phrase_words,
    role_match,
)
from quoteattr.attribution.naming.descriptions import Description
from quoteattr.attribution.naming.names import NameMention
from quoteattr.attribution.passages import phrases
from quoteattr.attribution.passages.nominals import PERSONAL
from quoteattr.attribution.passages.passage import OUTSIDE, Source
from quoteattr.attribution.vocabulary import Vocabulary, fold, plain, spelled, words_of
from quoteattr.model import Gender, Span
from quoteattr.syntax.tree import Tree


def resolve(
    source: Source,
    names: Sequence[NameMention],
    descriptions: Sequence[Description],
    vocabulary: Vocabulary,
) -> Discourse:
    """Join the name mentions of a text, and the descriptions that repeat a role, into referents."""
    discourse = Discourse(
        source,
        vocabulary,
        _paragraphs(source),
        {one.head_start: one for one in descriptions if one.is_long},
        _subjects(source),
    )
    bearers: _Bearers = {}
    _join_full(discourse, names, bearers)
    _join_short(discourse, names, bearers)
    _join_descriptions(discourse, names, descriptions)
    _join_acronyms(discourse, names, descriptions)
    _list(discourse, names)
    _follow_pronouns(discourse)
    for referent in discourse.referents:
        referent.places.sort(key=_start)
        discourse.events.extend((place.start, referent.index) for place in referent.places)
        if len(referent.words) > 1 or (referent.words and referent.kind == "person"):
            referent.soft_gender = _first_name_gender(discourse, referent)
    discourse.events.sort()
    _mark_openings(discourse)
    discourse.name_starts.extend(sorted(discourse.by_name))
    return discourse


_Bearers: TypeAlias = dict[str, list[Referent]]
"""Who bears each word of a name, in the order in which they were found."""


def _join_full(discourse: Discourse, names: Sequence[NameMention], bearers: _Bearers) -> None:
    """Join the names of several words, the longest first: « Karim al-Haddadi » has the words of
    « Karim Haddadi »."""
    full = [mention for mention in names if len(mention.words) > 1]
    known: dict[tuple[tuple[str, ...], Gender | None], list[Referent]] = {}
    for mention in sorted(full, key=lambda mention: (-len(mention.words), mention.start)):
        key = mention.words, mention.gender if mention.title else None
        found = known.get(key)
        if found is None:
            # Whoever has all of the words has the rarest of them.
            rarest = min((bearers.get(word, []) for word in mention.words), key=len)
            words = set(mention.words)
            found = known[key] = [
                other
                for other in rarest[:_MOST_BEARERS]
                if words.issubset(other.words) and not _is_other_gender(mention, other)
            ]
        if not found:
            referent = Referent(mention.words)
            for word in mention.words:
                bearers.setdefault(word, []).append(referent)
            discourse.add(referent)
            found.append(referent)
        referent = _named_last(found, mention)
        _join(discourse, referent, mention)
        referent.soft_gender = _first_name_gender(discourse, referent)


def _is_other_gender(mention: NameMention, bearer: Referent) -> bool:
    """« Mme Le Pen » is not Jean-Marie Le Pen, whose first name is a man's."""
    gender = bearer.gender or (bearer.soft_gender if mention.title else None)
    return clash(gender, mention.gender)


def _named_last(bearers: Sequence[Referent], mention: NameMention) -> Referent:
    """Whoever of them was named last before a mention, the first of them where nobody was."""
    counts = (bisect_left(other.names, mention.start, key=_start) for other in bearers)
    last = [
        other.names[count - 1].start if count else -1
        for other, count in zip(bearers, counts, strict=True)
    ]
    return bearers[last.index(max(last))]


def _join_short(discourse: Discourse, names: Sequence[NameMention], bearers: _Bearers) -> None:
    """Join the names of one word to whoever bears it: « M. Philippe » is Édouard Philippe."""
    families: dict[str, Referent] = {}
    for mention in names:
        if len(mention.words) != 1:
            continue
        word = mention.words[0]
        found = _bearers_of(mention, bearers.get(word, [])[:_MOST_BEARERS])
        if mention.number == "plural" and any(other.kind == "person" for other in found):
            # « les Roux » are not Anne Roux.
            family = families.get(word)
            if family is None:
                family = families[word] = Referent(mention.words, number="plural", family=True)
                discourse.add(family)
            referent = family
        elif found:
            referent = _named_last(found, mention)
        else:
            referent = Referent(mention.words)
            bearers.setdefault(word, []).append(referent)
            discourse.add(referent)
        _join(discourse, referent, mention)


def _bearers_of(mention: NameMention, bearers: Sequence[Referent]) -> list[Referent]:
    """Those among the bearers of a word whom it may name by itself: « Mme Roux » is not Marc
    Roux, nor the place « Paris » Paris Petit."""
    [word] = mention.words
    return [
        other
        for other in bearers
        if not _is_other_gender(mention, other)
        and (other.words[-1] == word or other.words[0] == word or len(other.words) > 2)
        and not (mention.kind == "place" and other.words[-1] != word)
    ]


def _join_descriptions(
    discourse: Discourse, names: Sequence[NameMention], descriptions: Sequence[Description]
) -> None:
    """Tie the descriptions to those who have these roles."""
    given = [mention for mention in names if mention.role is not None]
    given.sort(key=_first_described)
    known: _KnownRoles = {}
    for referent in discourse.referents:
        _enter(referent, known)
    for description in descriptions:
        bearer = _bearer(given, description)
        if bearer is None:
            _join_description(discourse, description, known)
        else:
            discourse.by_description[description.head_start] = discourse.by_name[bearer.start]


def _join_acronyms(
    discourse: Discourse, names: Sequence[NameMention], descriptions: Sequence[Description]
) -> None:
    """« la Fédération des transports urbains (FTU) »: a body and its acronym are one, but Luc Roy
    (LR) is no party."""
    text = discourse.source.text
    acronyms = [
        one
        for one in names
        if len(one.words) == 1
        and text[max(0, one.start - 1) : one.start] == "("
        and text[one.start : one.end].isupper()
    ]
    if not acronyms:
        return
    starts = sorted({*(one.head_start for one in descriptions), *(one.start for one in names)})
    merged: dict[int, Referent] = {}
    for acronym in acronyms:
        form = text[acronym.start : acronym.end]
        end = acronym.start - 1
        at = bisect_left(starts, end)
        for start in starts[max(0, at - _PARTS) : at]:
            whole = discourse.by_name.get(start) or discourse.by_description.get(start)
            if whole is None or whole.kind not in _SPELLED_OUT or end - start > _LONGEST_WHOLE:
                continue
            other = discourse.by_name[acronym.start]
            known = whole is other or whole.index in merged or other.index in merged
            if not known and _initials(discourse, text[start:end]) == plain(form):
                whole.absorb(other)
                whole.kind = "body"
                merged[other.index] = whole
    discourse.replace(merged)


_SPELLED_OUT: Final = ("body", "noun", "name")
_PARTS: Final = 4
"""Names and nouns in what an acronym stands for that are looked at."""
_LONGEST_WHOLE: Final = 120
"""Characters of what an acronym stands for."""


def _initials(discourse: Discourse, phrase: str) -> str:
    """The first letters of the words of a phrase, articles and prepositions left out, folded."""
    small = discourse.vocabulary.function_words
    letters = [plain(word)[:1] for word in phrase_words(phrase) if word not in small]
    return "".join(letters) if len(letters) >= _FEWEST_LETTERS else ""


_FEWEST_LETTERS: Final = 3
"""Letters of the shortest acronym that is looked for: those of two words are often chance."""


def _paragraphs(source: Source) -> list[int]:
    """Frame by frame, how many frames before it were followed by the end of a line."""
    starts = [frame.span.start for frame in source.frames]
    ends = (sentences.has_line_end(source.text, first, last) for first, last in pairwise(starts))
    return list(accumulate(ends, initial=0)) if starts else []


def _first_name_gender(discourse: Discourse, referent: Referent) -> Gender | None:
    """What the first word of the fullest name suggests."""
    fullest, vocabulary = referent.fullest, discourse.vocabulary
    assert fullest is not None
    first = normalize("NFC", discourse.source.text[fullest.start : fullest.end]).split()[0]
    for name in (first, first.title(), first.split("-")[0].title()):
        if name in vocabulary.first_names:
            return vocabulary.first_name_gender(name)
    return None


def _mark_openings(discourse: Discourse) -> None:
    """Mark the mention that stands first in each sentence: mostly what the sentence is about."""
    first: dict[int, Place] = {}
    for referent in discourse.referents:
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


def _join(discourse: Discourse, referent: Referent, mention: NameMention) -> None:
    text = discourse.source.text
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
        role = content_words(text[mention.role_start : mention.role_end], discourse.vocabulary)
        if role not in referent.roles and len(referent.roles) < MOST_ROLES:
            referent.roles.append(role)
        if referent.role is None:
            referent.role = mention.role
    if mention.label and frozenset((mention.label,)) not in referent.roles:
        referent.heads.add(mention.label)
        referent.roles.append(frozenset((mention.label,)))
    if referent.kind == "name" or mention.kind == "person":
        referent.kind = mention.kind
    frame = discourse.source.frame_at(mention.start)
    discourse.by_name[mention.start] = referent
    discourse.name_at[mention.start] = mention
    if mention.kind != "person" and _is_rubric(discourse, frame, mention):
        return
    preposition = mention.preposition or mention.role_preposition
    if frame in discourse.source.passages:
        subject = mention.start in discourse.subjects
    else:
        subject = not preposition and mention.kind in ("person", "name") and mention.leads
    subject = subject or mention.topic
    referent.places.append(
        Place(mention.start, mention.end, frame, subject, preposition, mention.quote)
    )


def _is_rubric(discourse: Discourse, frame: int, mention: NameMention) -> bool:
    """« Lille. », « VERBATIM. », « LA PHRASE DU JOUR. »: a sentence that is a name, or a few words
    in capitals, heads what follows and speaks of nobody."""
    if frame >= len(discourse.source.frames):
        return False
    span = discourse.source.frames[frame].span
    words = discourse.source.text[span.start : span.end].strip(" .:–—-\u00a0")
    capitals = words.isupper() and words.count(" ") < _LONGEST_RUBRIC
    return capitals or words == discourse.source.text[mention.start : mention.end]


_LONGEST_RUBRIC: Final = 5
"""Words of the longest rubric in capitals."""


def _follow_pronouns(discourse: Discourse) -> None:
    """« Elle a grandi à Nantes. »: a pronoun that opens a sentence keeps its antecedent in mind.

    It is taken for the last person that agrees with it and was a subject not long before.
    """
    people = [one for one in discourse.referents if one.kind in ("person", "role", "name")]
    subjects = sorted(
        (place.start, place.frame, number)
        for number, one in enumerate(people)
        for place in one.places
        if place.subject and place.quote == OUTSIDE
    )
    text = discourse.source.text
    added: list[tuple[int, int, int]] = []
    ends: list[int] = []
    at = 0
    recent: list[tuple[int, int, int]] = []
    for number, frame in enumerate(discourse.source.frames):
        while at < len(subjects) and subjects[at][0] < frame.span.start:
            recent.append(subjects[at])
            at += 1
        opening = (text[frame.span.start : frame.span.start + 6].split() or [""])[0]
        if opening not in _OPENING:
            continue
        anaphor = anaphors.pronoun(opening.lower(), frame.span.start, number)
        recent = [one for one in recent if number - one[1] <= _MEMORY]
        for start, _, person in sorted(recent, reverse=True):
            if start < frame.span.start and anaphors.compatible(anaphor, people[person]):
                added.append((frame.span.start, number, person))
                ends.append(frame.span.start + len(opening))
                recent.append(added[-1])
                break
    for (start, frame_number, person), end in zip(added, ends, strict=True):
        place = Place(start, end, frame_number, True, "", OUTSIDE)
        people[person].places.append(place)


_OPENING: Final = frozenset(kind.title() for kind in PERSONAL)
_MEMORY: Final = 3
"""For how many sentences a subject stays in mind for a pronoun that opens one."""


def _list(discourse: Discourse, names: Sequence[NameMention]) -> None:
    """Names listed together may speak together: « Anne Petit et Paul Roux sont là. « … »,
    disent-ils. », « les députés Luc Roy, Anne Petit et Paul Lem »."""
    places = {place.start: place for one in discourse.referents for place in one.places}
    groups: dict[frozenset[int], Referent] = {}
    listed: list[NameMention] = []
    noted = (name for name in names if name.start in places)
    for one, other in pairwise(_unaside(discourse.source.text, noted)):
        joint = _joint(discourse, one, other)
        # « Avec Luc Roy, Anne Petit et Paul Lem ont signé »: the comma closes a phrase.
        closes = joint == "," and not listed and (one.preposition or one.role_preposition)
        if not joint or closes:
            listed = []
            continue
        listed = listed or [one]
        listed.append(other)
        if joint == ",":
            continue
        first, bearers = listed[0], [discourse.by_name[name.start] for name in listed]
        for name in listed:  # « l'avocat de Paul Lem et Anne Roux »
            discourse.name_at[name.start] = evolve(name, preposition=first.preposition)
        key = frozenset(bearer.index for bearer in bearers)
        group = groups.get(key)
        if group is None:
            genders = {bearer.gender for bearer in bearers}
            gender: Gender | None = None
            if None not in genders:
                gender = "feminine" if genders == {"feminine"} else "masculine"
            group = groups[key] = Referent(gender=gender, number="plural", kind="group")
            group.descriptions.append(Span(_first_start(discourse, first), other.end))
            discourse.add(group)
        group.places.append(evolve(places[first.start], end=other.end))
        discourse.lists.setdefault(first.start, group)
        if 0 <= first.role_start < first.start:
            discourse.lists.setdefault(first.role_start, group)
        listed = []


def _first_start(discourse: Discourse, name: NameMention) -> int:
    """Where the phrase of the first name of a list begins: « Mme Roux et M. Petit », « la CGT et
    FO », « le maire, Paul Roux, et la préfète, Anne Vidal »."""
    text = discourse.source.text
    described = 0 <= name.first_described < name.start
    start = name.first_described if described else name.start
    if fold(text[max(0, start - 3) : start]) == "ni ":
        return start - 3  # « Ni Luc Roy ni Anne Petit »
    if name.title and not described:
        titled = text.rfind(name.title, max(0, start - _JOINT_WIDTH), start)
        return start if titled < 0 else titled
    before = text[max(0, start - _JOINT_WIDTH) : start].rstrip()
    words = words_of(before)
    marked = discourse.vocabulary.determiner(fold(words[-1])) if words else None
    if marked is None or not (described or name.kind == "body"):
        return start
    return max(0, start - _JOINT_WIDTH) + len(before) - len(words[-1])


def _unaside(text: str, names: Iterable[NameMention]) -> Iterator[NameMention]:
    """Names in text order without those that belong to what is said of the one before: « Paul Roux
    (LR) », « Paul Roux, maire de Nay, »."""
    behind = -1
    for name in sorted(names, key=_start):
        aside = (text[name.start - 1 : name.start], text[name.end : name.end + 1]) == _ASIDE
        if name.start >= behind and not aside:
            behind = name.role_end
            yield name


def _joint(discourse: Discourse, one: NameMention, other: NameMention) -> str:
    """What joins two names to one list: « et » and the like or a comma, empty where they are apart.

    What is said of either in between is no part of it: « Paul Roux (LR) et Anne Petit », « Paul
    Roux, maire de Nay, et la préfète, Anne Vidal ».
    """
    bearers = discourse.by_name[one.start], discourse.by_name[other.start]
    listable = all(bearer.kind in _LISTABLE for bearer in bearers) and bearers[0] is not bearers[1]
    left = max(one.end, one.role_end)
    right = other.first_described if one.end <= other.first_described < other.start else other.start
    if not listable or not 0 <= right - left <= _JOINT_WIDTH:
        return ""
    text = fold(_BRACKETS.sub("", discourse.source.text[left:right]))
    between = words_of(text.replace(",", " , "))
    title = fold(other.title)
    if between and between[-1] in (title, title + "."):
        between.pop()
    if between and between[-1] in discourse.vocabulary.determiners:
        between.pop()
    if between == [","]:
        return ","
    apart = between[:1] == [","]  # « Paul Roux, maire de Nay, et … »
    joint = discourse.vocabulary.list_joints.get(spelled(between[apart:]))
    return "et" if joint == "any" or (joint == "close" and not apart) else ""


_ASIDE: Final = ("(", ")")
"""What stands around the party of whoever is named before."""
_BRACKETS: Final = re.compile(r"\([^()]{0,30}\)|, \d{1,3} ans(?=,)")
"""A party or age behind a name."""
_LISTABLE: Final = ("person", "name", "body")


_JOINT_WIDTH: Final = 20
"""Characters between two names looked at for « et » and a title."""


def _bearer(given: Sequence[NameMention], description: Description) -> NameMention | None:
    """The name that a description is tied to: « Anne Petit, une élue », « l'élue Anne Petit ».

    ``given`` are the names with a role, in the order of their roles.
    """
    at = bisect_right(given, description.head_start, key=_first_described) - 1
    if at < 0 or description.preposition or description.head_start >= given[at].role_end:
        return None
    return given[at] if description.head in given[at].role_heads else None


def _join_description(discourse: Discourse, description: Description, known: _KnownRoles) -> None:
    """Tie a description to whoever has that role by the text, or to the same words before."""
    text = discourse.source.text
    wanted = content_words(text[description.head_start : description.end], discourse.vocabulary)
    frame = discourse.source.frame_at(description.start)
    subject = description.subject
    if frame in discourse.source.passages:
        subject = description.topic or description.head_start in discourse.subjects
    span = Span(description.start, description.end)
    if description.kind == "noun":
        if not subject or description.quote != OUTSIDE:
            return  # « les associations disent », but not « dans les rues »
        span = _phrase(discourse, description, frame)
    place = Place(span.start, span.end, frame, subject, description.preposition, description.quote)
    marked = discourse.vocabulary.determiner(description.determiner)
    definite = marked is not None and marked.kind != "indefinite"
    holder = _holder(description, wanted, known) if definite else None
    if holder is None:
        holder = Referent(
            gender=description.gender,
            number=description.number or "singular",
            kind=description.kind,
            heads={description.head},
            roles=[wanted],
        )
        holder.descriptions.append(span)
        discourse.add(holder)
        _enter(holder, known)
    elif place.quote == OUTSIDE and _is_only_quoted(holder):
        # « C'est un élève sérieux », dit-il. L'élève… : by the journalist's words
        holder.descriptions[:] = [span]
    insort(holder.places, place, key=_start)
    discourse.by_description[description.head_start] = holder


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


def _holder(
    description: Description, wanted: frozenset[str], known: _KnownRoles
) -> Referent | None:
    """Who has a role: somebody of just these words before a name with more of them, then whoever
    was mentioned last: « le ministre » is the minister named last, of whatever he is."""
    found: Referent | None = None
    best = False, -1
    bearers = (known.get(key, ())[-_MOST_BEARERS:] for key in (description.head, wanted))
    for referent in chain.from_iterable(bearers):
        if clash(referent.gender, description.gender) and referent.kind == "person":
            continue
        if clash(description.number, referent.marked_number):
            continue
        match = role_match(wanted, description.head, referent)
        if match == "same" or (match == "part" and referent.words):
            last = bisect_left(referent.places, description.start, key=_start) - 1
            rank = match == "same", referent.places[last].start if last >= 0 else -1
            if found is None or rank > best:
                found, best = referent, rank
    return found


_MOST_BEARERS: Final = 100
"""How many of those who bear a surname or a role are looked at: the first with the surname, of the
others the last ones that the text brought in."""


def _phrase(discourse: Discourse, description: Description, frame: int) -> Span:
    """The whole phrase of a description where its sentence has a tree: « les gilets jaunes »."""
    passage = discourse.source.passages.get(frame)
    if passage is not None:
        words = passage.tree.words
        index = bisect_left(words, description.head_start, key=_start)
        if index < len(words) and words[index].start == description.head_start:
            span = phrases.extent(passage, index, discourse.vocabulary)
            if span.start == description.start:
                return span
    return Span(description.start, description.end)


_start: Final = attrgetter("start")
_first_described: Final = attrgetter("first_described")
