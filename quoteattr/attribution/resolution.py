"""Whom the mention at a cue stands for, or a quote without one, and what is noted of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, dropwhile
from typing import Final, TypeAlias

from quoteattr.attribution.candidates.mentions import Candidate
from quoteattr.attribution.entities import anaphors, antecedents
from quoteattr.attribution.entities.anaphors import Anaphor
from quoteattr.attribution.entities.discourse import Discourse
from quoteattr.attribution.entities.referents import Referent, content_words
from quoteattr.attribution.passages import nominals, phrases
from quoteattr.attribution.passages.layout import Cue
from quoteattr.attribution.passages.passage import Passage
from quoteattr.attribution.passages.view import QuoteView
from quoteattr.attribution.ranking import Feature, Ranker, highest, shares
from quoteattr.attribution.scene import Scene
from quoteattr.attribution.vocabulary import fold, words_of
from quoteattr.model import Span

Choices: TypeAlias = Sequence[tuple[Referent, float]]
"""Referents that could utter a quote, each with its score or probability."""

_DATIVE: Final = frozenset({"lui", "leur"})


def interpret(
    scene: Scene, view: QuoteView, candidate: Candidate, cue: Cue
) -> tuple[Anaphor, Span, Referent | None]:
    """What a mention marks, its extent, and the referent where the text alone tells of one."""
    passage = candidate.passage
    span, group, referent = _named(scene, view, candidate, cue)
    kind = candidate.kind
    seats: list[int] = []
    if kind == "on" and cue.kind == "verb" and cue.passage is passage:
        seats = _seats(scene, candidate, cue)
        referent = _house(scene, passage, seats)
    if candidate.index != candidate.place:  # « qui »: its antecedent is the mention
        layout = scene.layouts[passage.number]
        kind = nominals.kind_of(layout, candidate.index, scene.vocabulary)
    if kind == "document" and referent is None:
        referent = _author(scene, candidate, view.host)
    anaphor = _anaphor(scene, candidate, kind, span, group)
    anaphor.quoted = view.span.span
    if view.span.parent is not None:
        anaphor.outer = scene.discourse.uttered.get(view.span.parent)
    if seats and referent is None:
        anaphor.definite = "elsewhere"
    if anaphor.definite == "definite" and anaphor.head in scene.vocabulary.demonyms:
        # « L'Éthiopien Ali Bekele a perdu. « … », dit l'Éthiopien. »
        referent = referent or anaphor.holder
    if anaphor.holder is not None and _is_spelled_out(anaphor.holder, span):
        referent = referent or anaphor.holder
    if cue.kind == "verb":
        anaphor.verb = cue.lemma
        anaphor.going_on = scene.vocabulary.continuing_verbs.get(cue.lemma, "")
        anaphor.to_somebody = _has_dative(cue)
    return anaphor, span, referent


def _is_spelled_out(body: Referent, span: Span) -> bool:
    """« dit la Fédération des transports urbains (FTU) »: the words of an acronym name a body."""
    return body.kind == "body" and any(one.start == span.start for one in body.descriptions)


def _named(
    scene: Scene, view: QuoteView, candidate: Candidate, cue: Cue
) -> tuple[Span, bool, Referent | None]:
    """The extent of a mention, whether it is several who are coordinated, and whom it names."""
    passage = candidate.passage
    word = passage.tree.words[candidate.index]
    behind = cue.last if cue.kind == "preposition" and cue.passage is passage else -1
    discourse = scene.discourse
    whole = phrases.extent(
        passage, candidate.index, scene.vocabulary, view.host, behind, view.number
    )
    span = _without_cue(discourse.with_name(whole), cue)
    long_role = discourse.long_descriptions.get(word.start)
    if long_role is not None:
        span = Span(min(span.start, long_role.start), span.end)
    group = phrases.is_group(passage, candidate.index, span)
    referent = None
    plural = word.upos == "NOUN" and word.feat("Number") == "Plur"
    several = plural and not _is_one_of(scene, span)
    if several or not group:
        referent = discourse.named_in(span, Span(word.start, word.end), several=several)
    if not group:
        listed = _listed(scene, candidate, cue, span)
        if listed is not None:
            referent, span = listed
    return span, group, referent


def _is_one_of(scene: Scene, span: Span) -> bool:
    """« une des figures du mouvement »: whether a phrase with a noun in the plural is of one."""
    words = words_of(fold(scene.source.text[span.start : span.end]))
    determiner = scene.vocabulary.determiner(words[0]) if words else None
    return determiner is not None and determiner.number == "singular"


def _anaphor(scene: Scene, candidate: Candidate, kind: str, span: Span, group: bool) -> Anaphor:
    """What a mention marks by its head and its determiner."""
    word = candidate.passage.tree.words[candidate.index]
    discourse = scene.discourse
    standing = kind in nominals.STANDING_KINDS
    if not standing and (word.upos == "PRON" or kind in nominals.PRONOUN_KINDS):
        anaphor = anaphors.pronoun(kind, span.start, discourse.source.frame_at(span.start))
        behind = discourse.source.text[word.end : word.end + _LONGEST_OF].split(maxsplit=1)
        if kind in nominals.DEMONSTRATIVE and behind and phrases.is_of(behind[0], scene.vocabulary):
            anaphor.definite = "another"  # « Celui de Rennes » is not the maire of Nantes
        return anaphor
    form = fold(word.form)
    head = form if form in scene.vocabulary.role_nouns else fold(word.lemma)
    long_role = discourse.long_descriptions.get(word.start)
    if long_role is not None:
        head = long_role.head
    noun = kind if kind in ("role", "body") else "noun"
    anaphor = anaphors.description(discourse, noun, span, head)
    holder = discourse.by_description.get(word.start)
    anaphor.holder = holder if holder is not None and holder.words else None
    if group:
        anaphor.number, anaphor.gender, anaphor.definite = "plural", None, "group"
    elif standing:
        anaphor.definite = kind
    return anaphor


_LONGEST_OF: Final = 5
"""Characters behind « celui » in which « de » stands."""


def _has_dative(cue: Cue) -> bool:
    """Whether « lui » or « leur » stands before a verb as its indirect object."""
    assert cue.passage is not None
    tree = cue.passage.tree
    before = (child for child in tree.children[cue.anchor] if child < cue.anchor)
    words = (tree.words[child] for child in before)
    return any(fold(word.form) in _DATIVE and word.relation != "nsubj" for word in words)


def _listed(
    scene: Scene, candidate: Candidate, cue: Cue, span: Span
) -> tuple[Referent, Span] | None:
    """Those whose list a tree cut short behind the first name, where the verb is a plural and so
    speaks of all: « disent Luc Roy, Anne Petit et Paul Lem »."""
    passage = candidate.passage
    first = passage.tree.words[candidate.index].start
    group = scene.discourse.lists.get(first)
    if group is None or cue.kind != "verb" or cue.passage is not passage:
        return None
    if scene.layouts[passage.number].group(cue.anchor).number != "Plur":
        return None
    ends = (place.end for place in group.places if place.start >= first)
    return group, Span(span.start, next(ends, span.end))


def _without_cue(span: Span, cue: Cue) -> Span:
    """A mention without the word that introduces the quote, where a tree has that within a name:
    « complète Anne Roux »."""
    if cue.kind != "verb" or cue.passage is None:
        return span
    words = cue.passage.tree.words
    first, last = words[cue.first], words[cue.last]
    if span.start == first.start and last.end < span.end and cue.last + 1 < len(words):
        return Span(words[cue.last + 1].start, span.end)
    if span.end == last.end and span.start < first.start and cue.first:
        return Span(span.start, words[cue.first - 1].end)
    return span


def _author(scene: Scene, candidate: Candidate, host: int) -> Referent | None:
    """Whom a document speaks for: whoever publishes it, but no medium that has it, as in « France
    Inter a diffusé un document »."""
    passage = candidate.passage
    index = phrases.author(passage, candidate.index, scene.vocabulary)
    if index < 0:
        return None
    word = passage.tree.words[index]
    span = phrases.extent(passage, index, scene.vocabulary, host)
    referent = scene.discourse.told_by(span, Span(word.start, word.end))
    return None if referent is None or referent.kind == "medium" else referent


def _seats(scene: Scene, candidate: Candidate, cue: Cue) -> list[int]:
    """The nouns that say where « on » speaks."""
    passage = candidate.passage
    verbs = dict.fromkeys((cue.anchor, passage.tree.words[candidate.place].head))
    places = (phrases.seats(passage, verb, scene.vocabulary) for verb in verbs if verb >= 0)
    return list(chain.from_iterable(places))


def _house(scene: Scene, passage: Passage, seats: Iterable[int]) -> Referent | None:
    """Whom « on » speaks for: the body that its verb is at, as in « dit-on au ministère » and
    « fait-on savoir au ministère », or the people among whom it is said: « chez les élus »."""
    for index in seats:
        word = passage.tree.words[index]
        span = phrases.extent(passage, index, scene.vocabulary)
        among = phrases.is_among(passage, index, scene.vocabulary)
        referent = scene.discourse.house(span, Span(word.start, word.end), among)
        if referent is not None:
            return referent
    return None


def resolve(
    discourse: Discourse, anaphor: Anaphor, entity: Ranker
) -> tuple[Referent | None, float]:
    """The referent behind a mention that names nobody, and how likely it is."""
    if not anaphor.is_open:
        return None, 1.0
    chosen = antecedents.candidates(discourse, anaphor)
    described = antecedents.describe(discourse, anaphor, chosen)
    if not described:
        return None, 1.0
    probabilities = entity.probabilities(described)
    best = highest(probabilities)
    bearer, likelihood = _bearer(anaphor, chosen, probabilities)
    if bearer is not None:
        return bearer, likelihood * bearer.ties.get(anaphor.head, 1.0)
    another = anaphor.holder is not None and best < len(chosen) and chosen[best].words
    if another and chosen[best] is not anaphor.holder:
        return None, 1.0 - probabilities[best]  # « le maire » is not the élu, but Luc Roy, maire
    if best < len(chosen) and (
        not anaphor.head or probabilities[best] >= antecedents.LINK[anaphor.kind]
    ):
        return chosen[best], probabilities[best] * chosen[best].ties.get(anaphor.head, 1.0)
    # A description that nobody before clearly answers to names its speaker by itself.
    return None, 1.0 - probabilities[best] if best < len(chosen) else probabilities[best]


def _bearer(
    anaphor: Anaphor, chosen: Sequence[Referent], probabilities: Sequence[float]
) -> tuple[Referent | None, float]:
    """Whom the text names and calls by the noun of a description, where the choice is between that
    one and somebody whom it only calls so, and how likely that is.

    « Le ministre est venu. Luc Roy, ministre depuis mai, s'est tu. « Oui », dit le ministre. »: the
    two are one, and no reason to name neither.
    """
    called = [at for at, one in enumerate(chosen) if anaphor.head in one.heads]
    described = {at for at in called if not chosen[at].words}
    named = [at for at in called if chosen[at].words]
    if not described or not named:
        return None, 0.0
    best = max(named, key=probabilities.__getitem__)
    rest = sum(share for at, share in enumerate(probabilities) if at not in described)
    if not rest or probabilities[best] < _BEARER * rest:
        return None, 0.0
    return chosen[best], probabilities[best] / rest


_BEARER: Final = 0.9
"""How likely somebody named must be among all but those who are only described; in cross-validation
on the articles learned from, 103 of 112 such are right."""


def settle(
    discourse: Discourse, anaphor: Anaphor, candidate: Candidate, span: Span, found: Referent | None
) -> Referent | None:
    """Note whom a mention stands for: who was found to be meant by it, else whom its description
    brings in; returns that referent."""
    if found is None:
        if not anaphor.head:
            return None
        head_start = candidate.passage.tree.words[candidate.index].start
        return introduce(discourse, anaphor, span, head_start)
    discourse.note(found, span)
    if anaphor.head:
        found.heads.add(anaphor.head)
    told = anaphor.gender == "feminine" or found.soft_gender != "feminine"
    if found.number != "plural" and (told or not anaphor.head):
        # « L'athlète est là. « … », dit-elle. Il … »: « il » is somebody else. « La chercheuse »
        # tells of a woman, « le commandant » not of a man.
        found.gender = found.gender or anaphor.gender
    return found


def introduce(discourse: Discourse, anaphor: Anaphor, span: Span, head_start: int) -> Referent:
    """Somebody new, known by a description only."""
    known = discourse.described_at(head_start)
    # « les élus et les riverains »: the first of them is not all of them.
    whole = anaphor.definite != "group" or (known is not None and known.kind == "group")
    if known is not None and not known.words and whole:
        first = known.descriptions[0]
        here = first.start <= head_start < first.end
        behind = discourse.source.text[first.end : span.end].split() if here else []
        rest = list(dropwhile(lambda word: _is_adjective(discourse, word), behind))
        if behind and (not rest or _is_preposition(discourse, rest[0])):
            # « l'adjoint aux mobilités », « la Banque centrale européenne », « le conseil municipal
            # de Nay »: the tree ties to the noun what the words leave open.
            known.descriptions[0] = Span(first.start, span.end)
        return known
    referent = Referent(
        gender=anaphor.gender,
        number=anaphor.number or "singular",
        kind=anaphor.kind if anaphor.kind in ("role", "body") else "noun",
        heads={anaphor.head} if anaphor.head else set(),
        roles=[content_words(" ".join(anaphor.words), discourse.vocabulary)],
    )
    described = span
    if anaphor.definite != "group":
        # « la ministre, debout, » is la ministre; « le maire, le préfet et le curé » are three.
        words, comma, _ = discourse.source.text[span.start : span.end].partition(",")
        described = Span(span.start, span.start + len(words.rstrip())) if comma else span
    referent.descriptions.append(described)
    discourse.add(referent)
    discourse.note(referent, span)
    return referent


def _is_adjective(discourse: Discourse, word: str) -> bool:
    """Whether a word behind a noun of the same phrase may be an adjective to it."""
    small = _is_preposition(discourse, word) or fold(word) in discourse.vocabulary.determiners
    return word.isalpha() and word.islower() and not small


def _is_preposition(discourse: Discourse, word: str) -> bool:
    return fold(word) in discourse.vocabulary.prepositions


def without_mention(scene: Scene, number: int) -> list[tuple[Referent, list[Feature]]]:
    """The referents before a quote that could utter it where no mention tells, with features."""
    frame = scene.frame_of[number]
    alone = scene.source.frames[frame].alone
    state = scene.states[number]
    setting = "heading" if state.heading else "alone" if alone else "among"
    if alone and state.answer:
        setting = "answer"
    anaphor = anaphors.zero(scene.source.spans[number].span, frame, setting)
    chosen = antecedents.candidates(scene.discourse, anaphor)
    return list(zip(chosen, antecedents.describe(scene.discourse, anaphor, chosen), strict=True))


def scored(scene: Scene, number: int, entity: Ranker) -> Choices:
    """Those who could utter a quote where no mention tells, each with its score."""
    return [
        (referent, entity.score(features)) for referent, features in without_mention(scene, number)
    ]


def likeliest(choices: Choices) -> tuple[Referent | None, float]:
    """The likeliest of the referents that could utter a quote, and how likely it is."""
    if not choices:
        return None, 0.0
    probabilities = shares([score for _, score in choices])
    best = highest(probabilities)
    return choices[best][0], probabilities[best]
