"""Who stands behind a mention that names nobody, or behind a quote without a mention.

The referents before a pronoun, a description or nothing are candidates, each with features that
the entity model weighs: agreement, distance, salience, the role that the text gave them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from itertools import takewhile
from operator import attrgetter
from typing import Final

from attrs import define

from quoteattr.attribution.entities.anaphors import Anaphor, compatible
from quoteattr.attribution.entities.discourse import Discourse
from quoteattr.attribution.entities.referents import (
    MOST_PLACES,
    Place,
    Referent,
    content_words,
    role_match,
)
from quoteattr.attribution.passages.nominals import DEMONSTRATIVE, PERSONAL
from quoteattr.attribution.passages.passage import OUTSIDE
from quoteattr.attribution.ranking import Feature, remembered
from quoteattr.attribution.vocabulary import Vocabulary, fold, plain, words_of
from quoteattr.model import Span

MAX_REFERENTS: Final = 12
"""Referents looked at for one pronoun or description, most recent first; as many more of those who
were called by the noun of a description, and whoever spoke last."""


LINK: Final = {"role": 0.7, "body": 0.8, "noun": 0.9}
"""A description of each kind is taken for somebody mentioned before from this probability on. In
cross-validation on the articles learned from, six of seven of those just above it are right."""


_RECENT: Final = 3
"""Speakers before the last one that are remembered."""
_HORIZON: Final = 300
"""Mentions before a pronoun among which its antecedent is looked for."""


def candidates(discourse: Discourse, anaphor: Anaphor) -> list[Referent]:
    """The referents that stand before a mention and may be meant by it, most recent first; those
    who spoke last, if they were mentioned too long before, come behind them."""
    chosen: list[Referent] = []
    seen: set[int] = set()
    at = bisect_left(discourse.events, (anaphor.start, -1))
    for _, number in reversed(discourse.events[max(0, at - _HORIZON) : at]):
        if number not in seen:
            seen.add(number)
            referent = discourse.referents[number]
            if len(chosen) >= MAX_REFERENTS and not _recalls(anaphor, referent):
                continue
            if _may_be(discourse, anaphor, referent):
                chosen.append(referent)
                if len(chosen) == 2 * MAX_REFERENTS:
                    break
    for speaker in (discourse.last_speaker, *discourse.speakers[-_RECENT:]):
        if speaker is not None and speaker not in chosen and _may_be(discourse, anaphor, speaker):
            chosen.append(speaker)
    return chosen


def _may_be(discourse: Discourse, anaphor: Anaphor, referent: Referent) -> bool:
    """Whether neither gender nor number nor field of life speaks against a referent: « l'accusé »
    is no procureur."""
    if not compatible(anaphor, referent) or referent is anaphor.outer:
        return False
    if anaphor.head and _stands_in(referent, Span(anaphor.start + 1, anaphor.end)):
        return False  # « l'avocat de Luc Roy »
    if anaphor.head and _is_elsewhere(discourse, anaphor, referent):
        return False
    if _answers_himself(discourse, anaphor, referent):
        return False
    heads = frozenset(referent.heads)
    return not anaphor.head or _fields(discourse.vocabulary, anaphor.head, heads) != "other"


def _answers_himself(discourse: Discourse, anaphor: Anaphor, referent: Referent) -> bool:
    """Whether who answers right behind a quote would be whoever uttered that: « « … », dit Luc Roy.
    « … », rétorque le rapporteur » are two, unless Luc Roy was called so; « répond-il » may be one.
    """
    takes_up = bool(anaphor.head) or anaphor.kind in _LATTER
    if not takes_up or referent is not discourse.last_speaker or anaphor.head in referent.heads:
        return False
    answers = discourse.vocabulary.speech_verbs.get(anaphor.verb) == "answer"
    if not answers or anaphor.going_on != "other" or anaphor.quoted is None:
        return False
    frame = discourse.source.frames[anaphor.frame].span
    last = _last_place(referent, bisect_left(referent.places, anaphor.start, key=_start))
    near = last is not None and anaphor.frame - last.frame <= 1
    return near and anaphor.quoted.start - frame.start <= _OPENING_MARK


_LATTER: Final = ("celui", "celle")
"""The kinds of « ce dernier », « celle-ci » and « l'intéressé »."""
_OPENING_MARK: Final = 3
"""Characters of the mark that opens a quote and of the blank behind it."""


def _is_elsewhere(discourse: Discourse, anaphor: Anaphor, referent: Referent) -> bool:
    """Whether a description has another name in it than each role that the text gives with the same
    noun: « le maire de Rennes » is not the maire de Nantes."""
    named = referent.names[:_MOST_NAMES]
    roles = {name.role for name in named if name.role and anaphor.head in name.role_heads}
    if not roles:
        return False
    own = _named_complement(discourse.source.text[anaphor.start : anaphor.end], anaphor.head)
    others = (_named_complement(role, anaphor.head) for role in roles)
    return own != "" and all(other not in ("", own) for other in others)


_MOST_NAMES: Final = 100
"""How many of the names of somebody are looked at for roles: a role is told early."""


def _named_complement(phrase: str, head: str) -> str:
    """The name behind « de » right behind a noun, folded: « rennes » of « maire de Rennes »; empty
    for none and for an acronym, which may stand for anything."""
    words = words_of(phrase)
    nouns = [at for at, word in enumerate(words) if fold(word) == head]
    if not nouns:
        return ""
    at = nouns[0] + 1
    if at >= len(words) or words[at] not in _OF_PLACES:
        return ""
    named = list(takewhile(lambda word: word[0].isupper(), words[at + 1 :]))
    name = " ".join(named).rstrip(",.;:")
    return "" if name.isupper() else fold(name)


_OF_PLACES: Final = ("de", "d'", "du")
"""What leads to the name of a place or house without an article of its own."""


def _recalls(anaphor: Anaphor, referent: Referent) -> bool:
    """Whether a description repeats the noun of somebody mentioned long before."""
    return anaphor.head in referent.heads


def describe(
    discourse: Discourse, anaphor: Anaphor, chosen: Sequence[Referent]
) -> list[list[Feature]]:
    """The features of each candidate, and last those of « nobody of them »: somebody new for a
    description, somebody that can't be made out for a pronoun."""
    group = _group(anaphor.kind)
    answers = anaphor.quoted is not None and _answers(discourse, anaphor.quoted)
    nearer = _Nearer()
    result = [_describe(discourse, anaphor, group, one, answers, nearer) for one in chosen]
    if anaphor.head:
        _describe_roles(discourse, anaphor, chosen, group, result)
    elif anaphor.kind != "zero":
        nobody = f"{group},nobody known"
        result.append([nobody, f"{nobody},agreeing={min(nearer.agreeing, 2)}"])
    return result


@define(eq=False)
class _Nearer:
    """Those among the candidates that were mentioned after the one that is described."""

    fitting: int = 0
    """How many fit a mention without a noun by gender and number."""
    agreeing: int = 0
    """How many people or roles among them."""
    subjects: int = 0
    """How many of these were subjects where they were mentioned last."""


def _describe(
    discourse: Discourse,
    anaphor: Anaphor,
    group: str,
    referent: Referent,
    answers: bool,
    nearer: _Nearer,
) -> list[Feature]:
    """The features of one candidate; ``answers`` says that the quote follows a question."""
    kind = _kind_of(referent)
    count = bisect_left(referent.places, anaphor.start, key=_start)
    last = _last_place(referent, count)
    distance = "6+" if last is None else _distance(anaphor.frame - last.frame)
    gender = _agreement(anaphor.gender, referent.gender, referent.soft_gender)
    number = _agreement(
        anaphor.number, referent.number, "singular" if referent.kind == "person" else None
    )
    fits = gender != "clash" and number != "clash"
    human = kind in ("person", "role", "group")
    features: list[Feature] = [
        _on_agreement(group, gender, number, kind),
        _on_salience(group, human, distance, min(count, 4), min(referent.quotes, 2)),
        _on_kind(group, kind, distance, min(count, 4), min(referent.quotes, 2)),
    ]
    rank = str(min(nearer.agreeing, 3)) if fits and human else "none"
    speaker = _spoke(discourse, referent)
    if anaphor.setting:
        above = last is not None and discourse.is_above(last.frame, anaphor.frame)
        features.append(_on_setting(anaphor.setting, speaker, distance, rank, kind, above))
    elif not anaphor.head:
        features.append(f"{group},{_side(anaphor)},speaker={speaker}")
    if anaphor.verb:
        lexical = discourse.vocabulary.speech_verbs.get(anaphor.verb, "other")
        features.append(_on_verb(group, anaphor.verb, lexical, speaker))
    if fits and human:
        features.append(f"{group},agreeing rank={rank}")
        nearer.agreeing += 1
    subject = str(min(nearer.subjects, 2)) if last is not None and last.subject else ""
    if fits and not anaphor.head:
        features.append(f"{group},nearest={min(nearer.fitting, 3)}")
        nearer.fitting += 1
    if last is not None:
        paragraph = discourse.paragraphs[last.frame] == discourse.paragraphs[anaphor.frame]
        nearer.subjects += last.subject and fits and human
        features.append(
            _on_place(
                group, distance, paragraph, speaker, subject, last.opening,
                last.preposition != "", last.quote != OUTSIDE,
            )
        )  # fmt: skip
    if answers or anaphor.to_somebody:
        preposition = "" if last is None else last.preposition
        addressed = discourse.vocabulary.prepositions.get(preposition) == "to"
        features.append(
            _on_exchange(
                group, answers, anaphor.to_somebody, speaker, addressed, subject,
                anaphor.going_on,
            )
        )  # fmt: skip
    if anaphor.quoted is not None and _stands_in(referent, anaphor.quoted):
        features.append(f"{group},named in the quote")
    if speaker != "no":
        features.append(_on_speaker(group, speaker, fits, distance, anaphor.going_on))
    return features


def _distance(frames: int) -> str:
    """How many sentences lie between two mentions, in few values."""
    return str(frames) if frames < 3 else "3-5" if frames < 6 else "6+"


def _spoke(discourse: Discourse, referent: Referent) -> str:
    """Whether a referent spoke last or not long before."""
    if referent is discourse.last_speaker:
        return "last"
    return "recent" if referent in discourse.speakers[-_RECENT:] else "no"


def _describe_roles(
    discourse: Discourse,
    anaphor: Anaphor,
    chosen: Sequence[Referent],
    group: str,
    result: list[list[Feature]],
) -> None:
    """Add how a description goes with what each candidate was called, and last the features of
    somebody new: « le ministre » is new where nobody was called so."""
    wanted = content_words(" ".join(anaphor.words), discourse.vocabulary)
    words = set(map(plain, anaphor.words))
    noun = "+".join(sorted(_fields_of(discourse.vocabulary, anaphor.head)))
    matches = [role_match(wanted, anaphor.head, referent) for referent in chosen]
    for referent, role, features in zip(chosen, matches, result, strict=True):
        gender = _agreement(anaphor.gender, referent.gender, referent.soft_gender)
        last = referent is discourse.last_speaker
        shares = not words.isdisjoint(referent.words)
        fields = _fields(discourse.vocabulary, anaphor.head, frozenset(referent.heads))
        kind = _kind_of(referent)
        features.append(_on_role(group, role, anaphor.definite, gender, kind, last, shares))
        features.append(_on_fields(group, role, anaphor.definite, last, fields))
        if role == "no role known":  # « la direction » is hardly the CGT, « le syndicat » may be
            features.append(f"{group},head={anaphor.head},kind={kind}")
        if fields == "unknown" and noun:
            features.append(_on_noun(group, noun, anaphor.definite, last, kind))
    known = next((one for one in ("same", "part") if one in matches), "no")
    if known == "no" and not {"head", "longer", "other complement"}.isdisjoint(matches):
        known = "head"
    result.append(
        [
            f"{group},new",
            f"{group},new,{anaphor.definite}",
            f"{group},new,known role={known}",
            f"{group},new,{anaphor.definite},known role={known}",
            f"{group},new,head={anaphor.head}",
        ]
    )


def _kind_of(referent: Referent) -> str:
    """The kind of a referent as it counts here: « Zoé Aubrac » is rather a person than « Aubrac »,
    whatever the lexicons know of either."""
    full = referent.kind == "name" and len(referent.words) > 1
    return "full name" if full else referent.kind


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
    group: str,
    answers: bool,
    to_somebody: bool,
    speaker: str,
    addressed: bool,
    rank: str,
    going_on: str,
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
            f"{kind},speaker={speaker},addressed={addressed:d},{going_on}",
            f"{kind},speaker={speaker},{going_on}",
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
def _on_noun(group: str, noun: str, definite: str, last: bool, kind: str) -> tuple[str, ...]:
    """Whom a text calls nothing may be « le ministre », whom everybody knows, but hardly « le
    procureur » of his own trial."""
    return (
        f"{group},noun={noun},kind={kind}",
        f"{group},noun={noun},{definite}",
        f"{group},noun={noun},last={last:d}",
    )


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
def _on_setting(
    setting: str, speaker: str, near: str, rank: str, kind: str, above: bool
) -> tuple[str, ...]:
    """``above`` says that the line above speaks of the referent: a question does rarely of whoever
    answers it."""
    return (
        f"zero,speaker={speaker},rank={rank}",
        f"zero,{setting},speaker={speaker}",
        f"zero,{setting},distance={near}",
        f"zero,{setting},rank={rank}",
        f"zero,{setting},kind={kind}",
        f"zero,{setting},above={above:d}",
        f"zero,{setting},above={above:d},speaker={speaker}",
    )


def _side(anaphor: Anaphor) -> str:
    """On which side of the quoted words a mention stands: « Il juge : «…» », « «…», juge-t-il »."""
    quoted = anaphor.quoted
    if quoted is None:
        return "alone"
    if anaphor.start < quoted.start:
        return "before"
    return "inside" if anaphor.start < quoted.end else "behind"


def _last_place(referent: Referent, count: int) -> Place | None:
    """The last of the first ``count`` mentions that is no part of a quote, else the last of all."""
    near = referent.places[max(0, count - MOST_PLACES) : count]
    outside = (place for place in reversed(near) if place.quote == OUTSIDE)
    return next(outside, near[-1] if near else None)


def _stands_in(referent: Referent, span: Span) -> bool:
    """Whether a referent is mentioned within a span."""
    at = bisect_left(referent.places, span.start, key=_start)
    return at < len(referent.places) and referent.places[at].start < span.end


def _answers(discourse: Discourse, quoted: Span) -> bool:
    """Whether a quote follows a question near by and asks none itself."""
    spans, text = discourse.source.spans, discourse.source.text
    before = bisect_left(spans, quoted.start, key=_start) - 1
    while before >= 0 and (parent := spans[before].parent) is not None:
        before = parent
    if before < 0 or not 0 < quoted.start - spans[before].end < _EXCHANGE:
        return False
    return text[spans[before].end - 1] == "?" and text[quoted.end - 1] != "?"


_EXCHANGE: Final = 200
"""Characters between a question and its answer."""


def _group(kind: str) -> str:
    if kind in PERSONAL:
        return "subject pronoun"
    if kind in DEMONSTRATIVE or kind == "relative":
        return "demonstrative"
    return kind if kind in ("zero", "role", "body", "noun", "on") else "pronoun"


def _agreement(wanted: str | None, marked: str | None, soft: str | None) -> str:
    if wanted is None:
        return "free"
    if marked is not None:
        return "match" if marked == wanted else "clash"
    if soft is not None:
        return "likely" if soft == wanted else "unlikely"
    return "unknown"


_start: Final = attrgetter("start")
