"""Candidates for the cue of a quote, and the features that speak for and against each.

A cue is a verb (« …, tonne le patron »), a source preposition (« selon »), a noun (« dans un
communiqué : ») or punctuation alone: a colon, a dash, brackets, the end of the line before a
caption. Two readings do without a cue: somebody utters it whom the text names elsewhere, mostly
whoever spoke before (``continues``), or nobody does (``term``).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from quoteattr.attribution.candidates import kinds
from quoteattr.attribution.passages.layout import Cue, Layout, is_predicate
from quoteattr.attribution.passages.passage import Passage
from quoteattr.attribution.passages.states import State
from quoteattr.attribution.passages.verbs import VerbGroup
from quoteattr.attribution.passages.view import Caption, QuoteView
from quoteattr.attribution.ranking import Feature, remembered
from quoteattr.attribution.vocabulary import THAT, Vocabulary, fold

MAX_CUES: Final = 6
"""Cues looked at for one quote, nearest first; a source preposition may stand farther away."""


_REACH: Final = 20
"""Cues looked at on either side of each mark of a quote before the nearest are chosen, and twice
as many in the sentence before or behind."""


def candidates(view: QuoteView) -> list[Cue]:
    """The cues that could introduce a quote, the two readings without a cue last."""
    found: list[tuple[int, Cue]] = []
    layout = view.layout
    if layout is not None:
        edges = (view.words[0], view.words[-1]) if view.words else (view.next_outside,)
        middles = [bisect_left(layout.anchors, edge) for edge in edges]
        around = {
            at
            for middle in middles
            for at in range(max(0, middle - _REACH), min(len(layout.cues), middle + _REACH))
        }
        for cue in (layout.cues[at] for at in sorted(around)):
            inside = layout.passage.inside[cue.anchor]
            if inside == view.host:
                found.append((_distance(layout, view, cue), cue))
            elif inside == view.number and (
                cue.anchor in layout.incises or _opens_marks(layout, view, cue)
            ):
                found.append((2, cue))
    if view.previous is not None:
        last = len(view.previous.passage.tree)
        found.extend(
            (8 + (last - cue.anchor) // 4, cue)
            for cue in view.previous.cues[-2 * _REACH :]
            if view.previous.passage.inside[cue.anchor] == view.host
        )
    if view.following is not None:
        found.extend((8 + cue.anchor // 4, cue) for cue in view.following.cues[: 2 * _REACH])
    found.sort(key=lambda pair: pair[0])
    # « Selon X, … »: what opens a sentence governs all of it, however many verbs stand between.
    chosen = found[:MAX_CUES]
    chosen += [pair for pair in found[MAX_CUES:] if pair[1].kind == "preposition"][:1]
    result = [
        Cue(cue.kind, cue.passage, cue.anchor, cue.first, cue.last, cue.lemma) for _, cue in chosen
    ]
    if layout is not None and (
        view.left in (":", "—", "–", "-", "(") or view.right in ("—", "–", "-", "(")
    ):
        result.append(Cue("punctuation", layout.passage))
    elif view.caption is not None and not _says_something(view.caption):
        result.append(Cue("punctuation", view.caption.layout.passage))
    result.append(Cue("continues"))
    result.append(Cue("term"))
    return result


def _says_something(caption: Caption) -> bool:
    """Whether a line is more than a name and what its bearer is: « Un retour attendu », but not
    « Anne Roux, retraitée », whatever a parser takes that for."""
    line = caption.layout
    finite = (line.group(cue.anchor).form == "finite" for cue in line.cues if cue.kind == "verb")
    prepositions = any(cue.kind == "preposition" for cue in line.cues)
    return bool(line.cues) and (not caption.named or prepositions or any(finite))


def caption_of(view: QuoteView, cue: Cue) -> Caption | None:
    """The line above or below the quote, where a cue is that and no word nor sign."""
    caption = view.caption if cue.kind == "punctuation" else None
    return caption if caption is not None and cue.passage is caption.layout.passage else None


def place_of(view: QuoteView, cue: Cue) -> str:
    """Where a cue stands to its quote: before it, after it, inside its marks as an incise, opening
    them as a part of the journalist's sentence, or in another sentence."""
    if cue.kind == "punctuation":
        return "punctuation"
    passage = cue.passage
    assert passage is not None
    if view.layout is None or passage is not view.layout.passage:
        takes_up = view.following is not None and passage is view.following.passage
        return "next sentence" if takes_up else "previous sentence"
    if passage.inside[cue.anchor] == view.number:
        return "inside" if cue.anchor in view.layout.incises else "opening"
    return "after" if cue.anchor > view.first_outside else "before"


def _distance(layout: Layout, view: QuoteView, cue: Cue) -> int:
    """How many words of the host stand between the quote and a cue."""
    host = layout.host(view.host)
    if cue.anchor <= view.first_outside:
        return host.count(cue.last + 1, view.first_outside + 1)
    start = view.next_outside if view.next_outside >= 0 else cue.first
    return host.count(start, layout.group_starts.get(cue.anchor, cue.first))


def _opens_marks(layout: Layout, view: QuoteView, cue: Cue) -> bool:
    """Whether a verb opens the marks and its subject stands before: « Le maire « juge bon… » »."""
    if not view.words or layout.group_starts.get(cue.anchor) != view.words[0]:
        return False
    words = layout.passage.tree.words
    children = layout.passage.tree.children[cue.anchor]
    return any(
        words[child].relation == "nsubj" and layout.passage.inside[child] == view.host
        for child in children[: bisect_left(children, view.words[0])]
    )


def describe(
    view: QuoteView,
    cue: Cue,
    rank: int,
    state: State,
    vocabulary: Vocabulary,
) -> list[Feature]:
    """The features of one candidate for one quote."""
    if cue.kind == "term":
        return kinds.describe_term(view, state, vocabulary)
    if cue.kind == "continues":
        return kinds.describe_continues(view, state)
    if cue.kind == "punctuation":
        caption = caption_of(view, cue)
        if caption is not None:
            return kinds.describe_caption(view, caption)
        return [
            "punctuation",
            f"punctuation,left={view.left}",
            f"punctuation,right={view.right}",
            f"punctuation,left={view.left},utterance={view.utterance:d}",
            f"punctuation,words={view.host_words}",
            f"punctuation,left={view.left},verb={view.has_verb:d}",
            f"punctuation,right={view.right},verb={view.has_verb:d}",
        ]
    return _describe_cue(view, cue, rank, state, vocabulary)


def _class(cue: Cue, passage: Passage, vocabulary: Vocabulary) -> str:
    """The class of a cue: that of a verb in the lexicon, whether a noun is one of speech, the form
    of a source preposition of one word."""
    if cue.kind == "verb":
        known = vocabulary.speech_verbs.get(cue.lemma)
        known = known or vocabulary.speech_verbs.get(fold(cue.word.form))
        return known or _unknown(passage, cue.anchor)
    if cue.kind == "noun":
        return "speech" if cue.lemma in vocabulary.speech_nouns else "other"
    return fold(passage.tree.words[cue.first].form) if cue.first == cue.last else "locution"


def _near(distance: int) -> str:
    """How many words stand between cue and quote, in few values."""
    if distance < 3:
        return str(distance)
    return "3-5" if distance < 6 else "6-10" if distance < 11 else "11+"


def _unknown(passage: Passage, index: int) -> str:
    """The class of a cue that the lexicon of speech verbs does not know."""
    if passage.tree.words[index].upos in ("VERB", "AUX"):
        return "other"
    return "predicate" if is_predicate(passage, index) else "mistagged"


def _describe_cue(
    view: QuoteView, cue: Cue, rank: int, state: State, vocabulary: Vocabulary
) -> list[Feature]:
    """The features of a cue that is a word."""
    passage = cue.passage
    assert passage is not None
    layout = _layout_of(view, passage)
    kind, lemma = cue.kind, cue.lemma
    place = place_of(view, cue)
    distance = 0 if layout is view.layout else 9
    if place in ("before", "after"):
        distance = _distance(layout, view, cue)
    near = _near(distance)
    lexical = _class(cue, passage, vocabulary)
    tag = f"{kind}:{lexical}"
    order = ""
    features: list[Feature] = []
    if kind == "verb":
        group = layout.group(cue.anchor)
        order = "VS" if layout.inverted.get(cue.anchor) else group.form
        if order == "finite":
            order = "SV"
        features.append(_on_group(tag, place, order, group))
        if group.pronominal:
            features.append(_on_pronominal(lemma, place, view.left))
        if group.negated:
            features.append(_on_negated(tag, lemma, place, view.left))
    features.append(_on_cue(kind, tag, place, near, order, view.clause, min(rank, 3)))
    features.append(_on_words(kind, tag, lemma, place, order, view.ends, view.utterance))
    if place == "before":
        features.append(f"{kind},{place},left={view.left}")
    else:
        features.append(f"{kind},{place},right={view.right}")
    if layout is not view.layout:
        features.append(f"{kind},{place},left={view.left}")
        return features
    if place == "after":
        features.append(_on_after(kind, tag, order, near, view.right))
        features.append(f"after,clause={view.clause:d},{order},right={view.right}")
        features.append(f"after,{order},right={view.right},left={view.left}")
    elif place == "before":
        features.append(_on_before(kind, tag, near, view.left))
        features.append(
            f"before,left={view.left},clause={view.clause:d},utterance={view.utterance:d}"
        )
    features.extend(_describe_in_sentence(view, layout, cue, lexical, order, state, vocabulary))
    return features


def _layout_of(view: QuoteView, passage: Passage) -> Layout:
    """That of the quote's own frame, of the one before or of the one that takes it up."""
    near = (view.layout, view.following, view.previous)
    return next(one for one in near if one is not None and one.passage is passage)


def _describe_in_sentence(
    view: QuoteView,
    layout: Layout,
    cue: Cue,
    lexical: str,
    order: str,
    state: State,
    vocabulary: Vocabulary,
) -> Iterator[Feature]:
    """What the sentence of a quote tells of a cue in it: the tree, and what stands between."""
    kind, lemma, word = cue.kind, cue.lemma, cue.word
    place = place_of(view, cue)
    if view.words:
        yield _on_first(kind, lemma, place, view.left, layout.forms[view.words[0]])
    if kind == "verb" and place not in ("inside", "opening"):
        path = _path(layout, view, cue)
        yield _on_tree("path", path, lexical, place, view.left)
        above = _above(layout, view, cue, vocabulary)
        yield _on_tree("above", above, lexical, place, view.left)
        if word.feat("Person") in ("1", "2"):
            yield "first person cue"
        if word.relation == "acl" or word.deprel == "acl:relcl":
            yield f"cue in {word.deprel},{place}"
    if kind == "preposition":
        yield f"{kind}:{lexical},{place},{_heads_sentence(layout, cue)}"
    elif kind in ("verb", "noun"):
        yield _on_lemma(kind, lemma, place, order, view.left)
    between = _between(layout, view, cue)
    if between:
        yield _on_marks(kind, place, order, tuple(between))
    previous = state.history.cue
    same = previous is not None and previous.passage is cue.passage
    if previous is not None and same and previous.anchor == cue.anchor:
        yield _on_same(place, order, state.between, "quote" in between, "source" in between)


@remembered
def _on_cue(
    kind: str, tag: str, place: str, near: str, order: str, clause: bool, rank: int
) -> tuple[str, ...]:
    return (
        kind,
        tag,
        f"{kind},{place},{near}",
        f"{kind},{place},{order}",
        f"{tag},{place}",
        f"{tag},clause={clause:d}",
        f"{kind},{place},rank={rank}",
    )


@remembered
def _on_after(kind: str, tag: str, order: str, near: str, right: str) -> tuple[str, ...]:
    return f"{kind},after,{order},{near},right={right}", f"{tag},after,{order},{right}"


@remembered
def _on_before(kind: str, tag: str, near: str, left: str) -> tuple[str, ...]:
    return f"{tag},before,{near}", f"{kind},before,{near},left={left}", f"{tag},before,left={left}"


@remembered
def _on_same(place: str, order: str, gap: str, others: bool, another: bool) -> tuple[str, ...]:
    """« X dénonce « … » et « … » »: two quotes with one cue, unless ``another`` source stands
    between: « selon X, « … », selon Y, « … » »."""
    return (
        f"same cue as before,{place},source between={another:d}",
        f"same cue as before,between={gap}",
        f"same cue as before,{place}",
        f"same cue as before,{place},{order}",
        f"same cue as before,between={gap},{order}",
        f"same cue as before,{place},quotes between={others:d}",
    )


@remembered
def _on_lemma(kind: str, lemma: str, place: str, order: str, left: str) -> tuple[str, ...]:
    return (
        f"{kind} lemma={lemma}",
        f"{kind} lemma={lemma},{place},{order}",
        f"{kind} lemma={lemma},left={left}",
        f"{kind} lemma={lemma},{place},left={left}",
    )


@remembered
def _on_words(
    kind: str, tag: str, lemma: str, place: str, order: str, ends: str, utterance: bool
) -> tuple[str, ...]:
    """Which cues go with which words: « s'interroge X » with a question, « qualifie » with none."""
    return (
        f"{tag},ends={ends}",
        f"{kind},{place},{order},ends={ends}",
        f"{kind} lemma={lemma},ends={ends}",
        f"{tag},{place},utterance={utterance:d}",
        f"{kind},{place},{order},utterance={utterance:d}",
        f"{kind} lemma={lemma},utterance={utterance:d}",
    )


@remembered
def _on_first(kind: str, lemma: str, place: str, left: str, first: str) -> tuple[str, ...]:
    """« refuse « de céder » », « parle d'une « faute » »: how the quoted words go on with a cue."""
    return f"{kind} lemma={lemma},first={first}", f"{kind},{place},left={left},first={first}"


@remembered
def _on_group(tag: str, place: str, order: str, group: VerbGroup) -> tuple[str, ...]:
    """« a dénoncé » reports what was said once, « dénonçait » and « dénoncerait » often less."""
    return (
        f"verb,tense={group.tense}",
        f"verb,{place},{order},tense={group.tense}",
        f"{tag},tense={group.tense}",
        f"{tag},number={group.number}",
        f"{tag},pronominal={group.pronominal:d}",
        *(f"verb,{place},oblique={preposition}" for preposition in group.obliques),
    )


@remembered
def _on_pronominal(lemma: str, place: str, left: str) -> tuple[str, ...]:
    """« se dit « inquiet » » announces words that « dit » alone does not."""
    return (
        f"verb lemma={lemma},pronominal",
        f"verb lemma={lemma},pronominal,{place},left={left}",
        f"verb,pronominal,{place},left={left}",
    )


@remembered
def _on_negated(tag: str, lemma: str, place: str, left: str) -> tuple[str, ...]:
    """« ne veut pas d'un « passage en force » »."""
    return f"{tag},negated", f"verb lemma={lemma},negated", f"verb,negated,{place},left={left}"


@remembered
def _on_tree(name: str, value: str, lexical: str, place: str, left: str) -> tuple[str, ...]:
    return f"{name}={value}", f"{name}={value},{lexical}", f"{name}={value},{place},left={left}"


def _path(layout: Layout, view: QuoteView, cue: Cue) -> str:
    """The way in the tree between the quote and the cue, as relations up and down."""
    tree = layout.passage.tree
    words = tree.words
    best = "far"
    best_length = 4
    for head in view.heads[:4]:
        up = [words[head].relation]
        for ancestor in tree.ancestors(head):
            if ancestor == cue.anchor:
                if len(up) < best_length:
                    best, best_length = "<".join(up), len(up)
                break
            up.append(words[ancestor].relation)
            if len(up) >= best_length:
                break
    if best == "far" and view.words:
        first, last = view.words[0], view.words[-1]
        up = [words[cue.anchor].relation]
        for ancestor in tree.ancestors(cue.anchor):
            if first <= ancestor <= last and ancestor in view.words:
                return ">" + ">".join(reversed(up))
            up.append(words[ancestor].relation)
            if len(up) > 3:
                break
    return best


def _above(layout: Layout, view: QuoteView, cue: Cue, vocabulary: Vocabulary) -> str:
    """Whether the cue governs the quote in the tree, and how many speech verbs stand nearer."""
    words = layout.passage.tree.words
    if not view.heads:
        return "?"
    nearer = 0
    for ancestor in layout.passage.tree.ancestors(view.heads[0]):
        if ancestor == cue.anchor:
            return "directly" if not nearer else "over one" if nearer == 1 else "over many"
        word = words[ancestor]
        if word.upos == "VERB" and fold(word.lemma) in vocabulary.speech_verbs:
            nearer += 1
    return "no"


def _heads_sentence(layout: Layout, cue: Cue) -> str:
    """Where a source preposition stands: opening its sentence, behind a comma, or elsewhere."""
    if cue.first == 0:
        return "opens"
    before = layout.passage.tree.words[cue.first - 1].form
    return "after comma" if before == "," else "after mark" if before in '»”"›' else "within"


def _between(layout: Layout, view: QuoteView, cue: Cue) -> list[str]:
    """What separates quote and cue: punctuation, another quote or source, a conjunction « que »."""
    passage = layout.passage
    words = passage.tree.words
    if cue.anchor <= view.first_outside:
        first, last = cue.last + 1, view.first_outside + 1
        stretch_end = view.span.outer.start
    else:
        first = view.next_outside if view.next_outside >= 0 else cue.first
        last = cue.first
        stretch_end = words[cue.first].start
    found: list[str] = []
    behind = bisect_left(layout.starts, stretch_end)
    for index in range(max(first, 0), min(behind, max(first, 0) + _WIDEST)):
        word = words[index]
        if index >= last and word.upos != "PUNCT":
            break
        inside = passage.inside[index]
        if inside != view.host:
            if inside != view.number:
                found.append("quote")
        elif index in layout.source_starts:
            found.append("source")
        elif layout.forms[index] in _SEPARATING:
            found.append(_SEPARATING[layout.forms[index]])
        elif word.upos == "VERB" and "VerbForm=Fin" in word.feats:
            found.append("verb")
    return list(dict.fromkeys(found))


_WIDEST: Final = 300
"""Words looked at between a quote and its cue; the features count none twice."""
_SEPARATING: Final = {
    **{sign: sign for sign in (":", ";", ".", ",", "(", ")", "—", "–")},
    **dict.fromkeys(THAT, "que"),
    **dict.fromkeys(("qui", "dont", "où"), "relative"),
}
"""Signs and conjunctions between a quote and its cue."""


@remembered
def _on_marks(kind: str, place: str, order: str, between: tuple[str, ...]) -> tuple[str, ...]:
    alone = (f"{kind},{place},between={mark}" for mark in between)
    return *alone, *(f"{kind},{place},{order},between={mark}" for mark in between)
