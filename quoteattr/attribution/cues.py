"""Candidates for the cue of a quote, and the features that speak for and against each.

A cue is a verb (« …, tonne le patron »), a source preposition (« selon »), a noun (« dans un
communiqué : ») or nothing but a colon or a dash. Two readings do without a cue: somebody utters
it whom the text names elsewhere, mostly whoever spoke before (``continues``), or nobody does
(``term``).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal

import regex
from attrs import define, field

from quoteattr.attribution.passage import OUTSIDE, Passage, Source
from quoteattr.attribution.ranking import Feature, remembered
from quoteattr.attribution.vocabulary import Vocabulary, fold
from quoteattr.marks import MarkedSpan
from quoteattr.syntax import excerpt
from quoteattr.syntax.tree import ROOT, Word

if TYPE_CHECKING:
    from quoteattr.attribution.mentions import Tally

CueKind = Literal["verb", "preposition", "noun", "bare", "continues", "term"]

MAX_CUES: Final = 6
"""Cues looked at for one quote, nearest first; a source preposition may stand farther away."""

_REACH: Final = 20
"""Cues looked at on either side of a quote before the nearest are chosen."""

_SUBJECT: Final = frozenset({"nsubj", "csubj"})
_GROUP: Final = frozenset({"aux", "expl", "iobj", "cop"})
_BEFORE_INCISE: Final = frozenset(
    {",", "»", '"', "”", ">>", "›", "!", "?", "…", "...", "—", "–", "-", "?!", "!?"}
)


@define(eq=False)
class Cue:
    """A candidate: ``first`` to ``last`` are the indices of its words, ``anchor`` the one that
    stands for it in the tree; all three are -1 for the readings without a cue word."""

    kind: CueKind
    passage: Passage | None = None
    anchor: int = -1
    first: int = -1
    last: int = -1
    lemma: str = ""
    """The lemma of its word as the lexicons write it, empty without a cue word."""
    features: list[Feature] = field(factory=list)

    @property
    def word(self) -> Word:
        assert self.passage is not None
        return self.passage.tree.words[self.anchor]


@define(eq=False)
class Layout:
    """What a passage offers to all of its quotes, computed once."""

    passage: Passage
    cues: list[Cue]
    forms: list[str]
    """The words as the lexicons write them."""
    group_starts: dict[int, int]
    """For each verb the first word of its group: auxiliaries, clitics, « ne »."""
    inverted: dict[int, bool]
    """For each verb, whether its subject (or what looks like it) follows it."""
    incises: set[int]
    """The verbs that may open an incise, where the mark or comma before them is inside a quote."""
    starts: list[int]
    """Where the words begin in the text."""
    anchors: list[int]
    """The anchors of the cues, in text order."""
    hosts: dict[int, tuple[int, bool]] = field(factory=dict)
    """For the journalist and each quote: how many words of theirs there are, and whether a verb."""
    zones: dict[int, list[int]] = field(factory=dict)
    """For the journalist and each quote, the indices of their words, punctuation left out."""
    tallies: dict[int, Tally] = field(factory=dict)
    """Counts of words before each word, by zone; ``mentions`` fills them."""


def layout(passage: Passage, text: str, vocabulary: Vocabulary) -> Layout:
    """All words of a passage of a text that could be a cue to some quote."""
    tree = passage.tree
    words = tree.words
    forms = [fold(word.form) for word in words]
    found: list[Cue] = []
    starts: dict[int, int] = {}
    inverted: dict[int, bool] = {}
    incises: set[int] = set()
    skip = -1
    sources = vocabulary.sources
    written = _written(passage, text, forms)
    for index, word in enumerate(words):
        last = -1
        if written[index] in sources and index > skip:
            last = _preposition(written, index, vocabulary)
        if last >= 0:
            # The noun of a locution heads what follows it (aux « yeux » de X).
            anchor = next(
                (i for i in range(index, last + 1) if words[i].upos in ("NOUN", "VERB")), index
            )
            lemma = fold(words[anchor].lemma)
            found.append(Cue("preposition", passage, anchor, index, last, lemma))
            skip = last
        elif (
            word.upos == "VERB"
            or (word.upos == "AUX" and word.relation not in ("aux", "cop"))
            or _is_predicate(passage, index)
            or _is_mistagged(passage, index, forms[index], vocabulary)
        ):
            lemma = _verb_lemma(word, forms[index], vocabulary)
            found.append(Cue("verb", passage, index, index, index, lemma))
            starts[index] = _group_start(passage, index, vocabulary)
            inverted[index] = _subject_follows(passage, index, starts[index])
            if _opens_incise(passage, index, starts[index], inverted[index], lemma, vocabulary):
                incises.add(index)
        elif (
            word.upos == "NOUN"
            and index > skip
            and (noun := _speech_noun(word, forms[index], vocabulary))
        ):
            found.append(Cue("noun", passage, index, index, index, noun))
        elif (
            index
            and words[index - 1].form in _OPENS_INCISE
            and word.upos in ("NOUN", "ADJ", "PROPN", "X", "ADV")
            and _looks_like_incise(passage, index)
        ):
            lemma = _verb_lemma(word, forms[index], vocabulary)
            found.append(Cue("verb", passage, index, index, index, lemma))
            starts[index] = index
            inverted[index] = True
            incises.add(index)
        elif word.upos == "NOUN" and index + 1 < len(words) and forms[index + 1] == ":":
            found.append(Cue("noun", passage, index, index, index, fold(word.lemma)))
    offsets = [word.start for word in words]
    anchors = [cue.anchor for cue in found]
    return Layout(passage, found, forms, starts, inverted, incises, offsets, anchors)


def _speech_noun(word: Word, form: str, vocabulary: Vocabulary) -> str:
    """The lemma of a noun of speech, empty for any other; « cris » is of « cri », whatever lemma a
    parser gives it."""
    lemma = fold(word.lemma)
    singular = form.removesuffix("s")
    nouns = vocabulary.speech_nouns
    if lemma in nouns or form in nouns:
        return lemma
    return singular if singular in nouns else ""


def _verb_lemma(word: Word, form: str, vocabulary: Vocabulary) -> str:
    """The infinitive of a cue: « juge », tagged for a noun, is that of « juger »."""
    infinitive = "" if word.upos in ("VERB", "AUX") else _infinitive(form, vocabulary)
    return infinitive or fold(word.lemma)


def _infinitive(form: str, vocabulary: Vocabulary) -> str:
    """The speech verb in -er that a form may be a present or a participle of, empty for none:
    « juge » is of « juger », « complète » of « compléter », « martèle » of « marteler », « tweeté »
    of « tweeter », « jugeant » of « juger », « insinuant » of « insinuer »."""
    before, grave, behind = form.rpartition("è")
    stems = [form, f"{before}é{behind}", f"{before}e{behind}"] if grave else [form]
    if _is_participle(form):
        stems.append(form[: form.rindex("é")] + "e")
    elif form.endswith(_PRESENT):
        stem = form.removesuffix(_PRESENT)
        stems += [stem, f"{stem}e"]
    found = (f"{stem}r" for stem in stems)
    return next((one for one in found if one in vocabulary.speech_verbs), "")


_PRESENT: Final = "ant"
"""The ending of present participles."""


def _is_participle(form: str) -> bool:
    """« tweeté », « indignées »: the ending alone."""
    return form.endswith(("é", "ée", "és", "ées"))


def _is_mistagged(passage: Passage, index: int, form: str, vocabulary: Vocabulary) -> bool:
    """A verb that was tagged for a noun, by its place: « Luc Roy abonde : « … » », « il juge »,
    « l'élu juge « lâche » », « a-t-il tweeté », « comme l'explique Luc Roy », « une décision jugée
    « lâche » », « , martelant que ».

    « le juge », « sans critique » and « une critique » are none.
    """
    words = passage.tree.words
    word = words[index]
    if not index or word.upos not in _MISTAKEN or not word.form[:1].islower():
        return False
    if not _infinitive(form, vocabulary):
        return False
    if _is_comparison(passage, index):
        return True
    leads = _leads_to_words(words, index)
    if _is_participle(form):
        group = words[max(index - _GROUP_WIDTH, 0) : index]
        return leads or any(one.lemma in _AUXILIARIES for one in group)
    before = words[index - 1]
    if (
        before.upos not in ("PRON", "PROPN")
        and not (leads and (before.upos in ("NOUN", "ADV") or before.form in _BEFORE_INCISE))
        and not (before.form in _OPENS_INCISE and _looks_like_incise(passage, index))
        and not _is_behind_quote(words, index)
    ):
        return False
    children = passage.tree.children[index]
    return not any(words[child].relation in ("det", "case", "amod") for child in children)


def _leads_to_words(words: Sequence[Word], index: int) -> bool:
    """Whether an opening mark, a colon or a « que » is one of the two words behind a word."""
    behind = words[index + 1 : index + 3]
    return any(word.form in _OPENING or word.form in _ANNOUNCING for word in behind)


def _is_behind_quote(words: Sequence[Word], index: int) -> bool:
    """Whether a closing mark, and perhaps a comma, stands right before: « …», tranche, amer, X."""
    at = index - 2 if words[index - 1].form == "," else index - 1
    return at >= 0 and words[at].form in _OPENS_INCISE and words[at].form != ","


_MISTAKEN: Final = ("NOUN", "ADJ", "X", "PROPN")
_AUXILIARIES: Final = ("avoir", "être")
_OPENING: Final = frozenset({"«", "“", '"', "<<", "‹"})
_ANNOUNCING: Final = frozenset({":", "que", "qu'", "qu’"})
_GROUP_WIDTH: Final = 5
"""Words between an auxiliary and its participle: « a pour sa part tweeté »."""


def _is_comparison(passage: Passage, index: int) -> bool:
    """« Comme l'explique Luc Roy », « comme le note Anne »: a pronoun before a verb whose subject
    follows."""
    words = passage.tree.words
    if index < 2 or index + 1 == len(words):
        return False
    if fold(words[index - 2].form) != "comme" or words[index - 1].upos not in ("DET", "PRON"):
        return False
    pronoun = fold(words[index - 1].form) in _OBJECTS
    return pronoun and words[index + 1].upos in ("DET", "PROPN")


_OBJECTS: Final = frozenset({"l'", "le", "la", "les"})


def _is_predicate(passage: Passage, index: int) -> bool:
    """« Le maire est formel sur ce point : « … » »: before a colon, an adjective with a copula
    speaks as a verb does."""
    words = passage.tree.words
    if words[index].upos != "ADJ":
        return False
    behind = (word.form for word in words[index + 1 : index + _TO_COLON])
    if next((form for form in behind if form in _BREAKS), "") != ":":
        return False
    return any(words[one].relation == "cop" for one in passage.tree.children[index])


_TO_COLON: Final = 12
_BREAKS: Final = frozenset(':;.?!«»"“”')


def _written(passage: Passage, text: str, forms: Sequence[str]) -> list[str]:
    """The tokens as they are written, a contraction at the first of its words and nothing at the
    others: « aux yeux » is « aux », « », « yeux » where a parser has « à », « les », « yeux »."""
    written = list(forms)
    for index, (word, following) in enumerate(pairwise(passage.tree.words)):
        if (following.start, following.end) == (word.start, word.end):
            if written[index]:
                written[index] = fold(text[word.start : word.end])
            written[index + 1] = ""
    return written


def _preposition(written: Sequence[str], index: int, vocabulary: Vocabulary) -> int:
    """The last word of the source preposition that begins at a word, -1 where none does."""
    for phrase in vocabulary.sources[written[index]]:
        at = index
        for token in phrase:
            if at == len(written) or written[at] != token:
                break
            at += 1
            while at < len(written) and not written[at]:
                at += 1
        else:
            return at - 1
    return -1


def _group_start(passage: Passage, index: int, vocabulary: Vocabulary) -> int:
    """The first word of a verb's group: auxiliaries, clitics, « ne ».

    No punctuation stands within it, whatever the tree has: « Nous avons tenu, a dit la maire ».
    « nous confie-t-il » and « nous dit la maire » begin with their object, whatever its label.
    """
    words = passage.tree.words
    children = passage.tree.children[index]
    first = index
    lowest = min(children[0] if children else index, index - 1)
    for at in range(index - 1, max(lowest, 0) - 1, -1):
        word = words[at]
        if word.upos == "PUNCT":
            break
        within = word.relation in _GROUP or (
            word.relation == "advmod" and fold(word.form) in ("ne", "n'")
        )
        clitic = at == first - 1 and _is_object_clitic(word, words[index], vocabulary)
        if clitic or (within and word.head == index):
            first = at
    return first


def _is_object_clitic(word: Word, verb: Word, vocabulary: Vocabulary) -> bool:
    """« y », « l' », « s' »; « nous » where the verb is of another person."""
    kind = vocabulary.pronouns.get(fold(word.form), "") if word.upos == "PRON" else ""
    if kind in ("nous", "vous"):
        return verb.feat("Person") == "3"
    return kind in ("object", "clitic")


def _subject_follows(passage: Passage, index: int, first: int) -> bool:
    """Whether the subject stands behind the verb, by label or, where the label fails, by order.

    « …», a résumé Vladimir Poutine. »: a verb group behind a mark or comma, with no subject before
    it and a noun phrase without a preposition right behind, has its subject there.
    """
    words = passage.tree.words
    children = passage.tree.children[index]
    subjects = [
        child
        for child in children
        if words[child].relation in _SUBJECT or words[child].deprel == "expl:subj"
    ]
    if subjects:
        return subjects[-1] > index or words[subjects[-1]].form.startswith("-")
    if any(_is_clitic(words[at].form) for at in range(first, min(index + 2, len(words)))):
        return True
    if _is_comparison(passage, index):
        return True
    before = words[first - 1].form if first else ""
    if before not in _BEFORE_INCISE or "VerbForm=Inf" in words[index].feats:
        return False
    for at in range(index + 1, min(index + 8, len(words))):
        word = words[at]
        if word.upos in ("DET", "PROPN") or (word.upos == "NOUN" and word.form[:1].isupper()):
            return True
        if word.upos not in ("ADV", "ADP", "NOUN", "ADJ", "PUNCT") or word.form in (".", ";", ":"):
            return False
        if word.upos == "ADP" and word.relation == "case":
            # Over an adverbial: « a déclaré mardi devant la presse le procureur ».
            head = word.head
            if head > at:
                continue
        if word.upos == "PRON":
            return True
    return False


def _opens_incise(
    passage: Passage, index: int, first: int, inverted: bool, lemma: str, vocabulary: Vocabulary
) -> bool:
    """Whether a verb follows a comma or an end mark, as an incise does: « Tout va bien, dit-il. »

    Where the tree gives it the subject of the clause before, what stands behind a verb of speech
    still may be its own: « Cette image, explique le maire, reste. »
    """
    words = passage.tree.words
    if not first or words[first - 1].form not in _BEFORE_INCISE:
        return False
    if inverted or lemma not in vocabulary.speech_verbs:
        return inverted
    following = words[index + 1] if index + 1 < len(words) else words[index]
    return following.upos in ("DET", "PROPN") or _is_clitic(following.form)


def _is_clitic(form: str) -> bool:
    """« -il », « -t-elle », « -ils »: any pronoun that a hyphen ties to its verb."""
    return form[:1] == "-" and form.lower().lstrip("-").removeprefix("t-").isalpha()


_OPENS_INCISE: Final = frozenset({",", "»", '"', "”", ">>", "›"})


def _looks_like_incise(passage: Passage, index: int) -> bool:
    """A word mistagged for a verb, by its place: « …», juge l'élu. / « …, objecte Paul Roux, …»."""
    words = passage.tree.words
    word = words[index]
    if index == 0 or index + 1 >= len(words) or not word.form[:1].islower() or len(word.form) < 3:
        return False
    before = words[index - 1].form
    if before == "," and index > 1 and words[index - 2].form not in _OPENS_INCISE - {","}:
        # Inside the marks any comma may open an incise.
        if passage.inside[index] == OUTSIDE:
            return False
    elif before not in _OPENS_INCISE:
        return False
    following = words[index + 1]
    return (
        following.upos in ("DET", "PROPN")
        or following.form[:1].isupper()
        or following.form.startswith("-")
    )


@define(eq=False)
class QuoteView:
    """One quote as the cue model sees it: its shape and its surroundings."""

    number: int
    span: MarkedSpan
    layout: Layout | None
    previous: Layout | None
    """The layout of the frame before, where the quote's own frame has no other words."""
    caption: Layout | None
    """The layout of the line below a quote that is set off: « …» / Un syndiqué CGT."""
    following: Layout | None
    """The layout of the sentence that takes the quote up: « C'est ce qu'affirme X. »"""
    host: int
    words: list[int] = field(factory=list)
    """Indices of the quoted words in the passage."""
    heads: list[int] = field(factory=list)
    """Those of them, punctuation left out, whose head is not quoted."""
    first_outside: int = -1
    """The last word before the mark, and the first one behind it, that are the host's."""
    next_outside: int = -1
    left: str = ""
    right: str = ""
    opens: str = ""
    """The first word of the journalist's sentence, or of the kicker that stands before it."""
    shape: tuple[str, ...] = ()
    clause: bool = False
    utterance: bool = False


def view(
    source: Source,
    number: int,
    layouts: dict[int, Layout],
    frame_of: list[int],
    bare_frames: set[int],
) -> QuoteView:
    """Look at one quote of the source."""
    span = source.spans[number]
    frame = frame_of[number]
    own = layouts.get(frame)
    previous = layouts.get(frame - 1) if frame in bare_frames else None
    caption = following = None
    if frame in bare_frames:
        if excerpt.is_caption(source.text, source.frames, frame + 1):
            caption = layouts.get(frame + 1)
        elif excerpt.takes_up(source.text, source.frames, frame + 1):
            following = layouts.get(frame + 1)
    host = OUTSIDE if span.parent is None else span.parent
    seen = QuoteView(number, span, own, previous, caption, following, host)
    text = source.text
    if own is not None:
        passage = own.passage
        words = passage.tree.words
        first = bisect_left(own.starts, span.outer.start)
        last = bisect_left(own.starts, span.outer.end)
        seen.words = [
            index
            for index in range(first, last)
            if span.start <= words[index].start and words[index].end <= span.end
        ]
        quoted = set(seen.words)
        seen.heads = [
            index
            for index in seen.words
            if words[index].head not in quoted and words[index].upos != "PUNCT"
        ]
        zone = _zone(own, host)
        before, behind = bisect_left(zone, first), bisect_left(zone, last)
        seen.first_outside = zone[before - 1] if before else -1
        seen.next_outside = zone[behind] if behind < len(zone) else -1
        if zone:
            seen.opens = _kicker(source, frame) or fold(words[zone[0]].form)
    seen.left = _left(text, span, own, seen)
    seen.right = _right(text, span)
    _describe_shape(text, seen)
    return seen


def _kicker(source: Source, frame: int) -> str:
    """The first word of what stands in capitals before a sentence: « LIRE AUSSI - Le maire… »."""
    if not frame:
        return ""
    before, own = source.frames[frame - 1].span, source.frames[frame].span
    text = source.text
    if text[before.end - 1] not in _KICKER_ENDS or "\n" in text[before.end : own.start]:
        return ""
    first = _WORD.search(text, before.start, before.end)
    return fold(first.group()) if first else ""


_KICKER_ENDS: Final = frozenset("-–—|")
_WORD: Final = regex.compile(r"\p{L}+")


def _zone(own: Layout, host: int) -> list[int]:
    """The words of the journalist or of one quote, punctuation left out."""
    if not own.zones:
        pairs = zip(own.passage.inside, own.passage.tree.words, strict=True)
        for index, (inside, word) in enumerate(pairs):
            if word.upos != "PUNCT":
                own.zones.setdefault(inside, []).append(index)
    return own.zones.get(host, [])


_LINE_GAP: Final = 40
"""White space looked over between a quote that begins a line and the line above."""


def _left(text: str, span: MarkedSpan, own: Layout | None, seen: QuoteView) -> str:
    """What stands right before the opening mark: a punctuation mark, or the last word.

    At the start of a line that is a colon where the line before ends with one.
    """
    at = span.outer.start - 1
    while at >= 0 and text[at] in " \t\u00a0\u202f\u2009":
        at -= 1
    if at < 0 or text[at] in "\r\n":
        above = text[max(0, at - _LINE_GAP) : at + 1].rstrip()
        return ":" if above[-1:] == ":" else "start"
    if not text[at].isalnum() and text[at] not in "'’":
        return text[at]
    if own is not None and seen.first_outside >= 0:
        word = own.passage.tree.words[seen.first_outside]
        if word.end > at:
            form = fold(word.form)
            if word.upos in ("DET", "ADP", "SCONJ", "CCONJ", "PRON", "ADV"):
                return form if len(form) < 7 else word.upos
            return word.upos
    return "word"


def _right(text: str, span: MarkedSpan) -> str:
    at = span.outer.end
    while at < len(text) and text[at] in " \t\u00a0\u202f\u2009":
        at += 1
    if at >= len(text) or text[at] in "\r\n":
        return "end"
    character = text[at]
    if character.isalpha():
        return "Word" if character.isupper() else "word"
    return character if not character.isdigit() else "digit"


def _describe_shape(text: str, seen: QuoteView) -> None:
    span = seen.span
    inner = text[span.start : span.end]
    length = inner.count(" ") + 1
    finite = False
    first_person = False
    kinds: list[str] = []
    if seen.layout is not None:
        words = seen.layout.passage.tree.words
        for index in seen.words:
            word = words[index]
            if word.upos in ("VERB", "AUX") and "VerbForm=Fin" in word.feats:
                finite = True
            if "Person=1" in word.feats or "Person=2" in word.feats:
                first_person = True
            if len(kinds) < 4 and word.upos != "PUNCT":
                kinds.append(word.upos)
    capital = inner[:1].isupper()
    stopped = inner[-1:] in ".!?…" or text[span.end : span.end + 1] in ".!?…"
    seen.clause = finite
    seen.utterance = capital and (finite or length > 6)
    bucket = (
        ["1", "2", "3", "4", "5-7", "5-7", "5-7", "8-14"][min(length, 8) - 1]
        if length < 15
        else "15+"
    )
    shape = [f"length={bucket}"]
    shape.append(f"capital={capital:d},finite={finite:d}")
    shape.append(f"capital={capital:d},length={bucket}")
    if stopped:
        shape.append(f"stopped,capital={capital:d}")
    if first_person:
        shape.append("first person")
    if length <= 4:
        shape.append("words=" + "+".join(kinds))
    if kinds:
        shape.append(f"first word={kinds[0]}")
    seen.shape = tuple(shape)


def candidates(seen: QuoteView) -> list[Cue]:
    """The cues that could introduce a quote, the two readings without a cue last."""
    found: list[tuple[int, Cue]] = []
    own = seen.layout
    if own is not None:
        middle = bisect_left(own.anchors, seen.words[0] if seen.words else seen.next_outside)
        around = range(max(0, middle - _REACH), min(len(own.cues), middle + _REACH))
        for cue in (own.cues[at] for at in around):
            inside = own.passage.inside[cue.anchor]
            if inside == seen.host:
                found.append((_distance(own, seen, cue), cue))
            elif inside == seen.number and (cue.anchor in own.incises or _opens(own, seen, cue)):
                found.append((2, cue))
    if seen.previous is not None:
        last = len(seen.previous.passage.tree)
        found.extend(
            (8 + (last - cue.anchor) // 4, cue)
            for cue in seen.previous.cues
            if seen.previous.passage.inside[cue.anchor] == seen.host
        )
    if seen.following is not None:
        found.extend((8 + cue.anchor // 4, cue) for cue in seen.following.cues)
    found.sort(key=lambda pair: pair[0])
    # « Selon X, … »: what opens a sentence governs all of it, however many verbs stand between.
    chosen = found[:MAX_CUES]
    chosen += [pair for pair in found[MAX_CUES:] if pair[1].kind == "preposition"][:1]
    result = [
        Cue(cue.kind, cue.passage, cue.anchor, cue.first, cue.last, cue.lemma) for _, cue in chosen
    ]
    if own is not None and (
        seen.left in (":", "—", "–", "-", "(") or seen.right in ("—", "–", "-", "(")
    ):
        result.append(Cue("bare", own.passage))
    elif seen.caption is not None and not seen.caption.cues:
        result.append(Cue("bare", seen.caption.passage))
    result.append(Cue("continues"))
    result.append(Cue("term"))
    return result


def place_of(seen: QuoteView, cue: Cue) -> str:
    """Where a cue stands to its quote: before it, after it, inside its marks as an incise, opening
    them as a part of the journalist's sentence, or in another sentence."""
    if cue.kind == "bare":
        return "bare"
    passage = cue.passage
    assert passage is not None
    if seen.layout is None or passage is not seen.layout.passage:
        takes_up = seen.following is not None and passage is seen.following.passage
        return "next sentence" if takes_up else "previous sentence"
    if passage.inside[cue.anchor] == seen.number:
        return "inside" if cue.anchor in seen.layout.incises else "opening"
    return "after" if cue.anchor > seen.first_outside else "before"


def _distance(own: Layout, seen: QuoteView, cue: Cue) -> int:
    """How many words of the host stand between the quote and a cue."""
    if cue.anchor <= seen.first_outside:
        return _count(own, seen.host, cue.last + 1, seen.first_outside + 1)
    start = seen.next_outside if seen.next_outside >= 0 else cue.first
    return _count(own, seen.host, start, own.group_starts.get(cue.anchor, cue.first))


def _opens(own: Layout, seen: QuoteView, cue: Cue) -> bool:
    """Whether a verb opens the marks and its subject stands before: « Le maire « juge bon… » »."""
    if not seen.words or own.group_starts.get(cue.anchor) != seen.words[0]:
        return False
    words = own.passage.tree.words
    children = own.passage.tree.children[cue.anchor]
    return any(
        words[child].relation == "nsubj" and own.passage.inside[child] == seen.host
        for child in children[: bisect_left(children, seen.words[0])]
    )


def _count(own: Layout, host: int, first: int, last: int) -> int:
    zone = _zone(own, host)
    return max(bisect_left(zone, last) - bisect_left(zone, first), 0)


def describe(
    seen: QuoteView,
    cue: Cue,
    rank: int,
    state: State,
    vocabulary: Vocabulary,
) -> list[Feature]:
    """The features of one candidate for one quote."""
    if cue.kind == "term":
        return _describe_term(seen, state, vocabulary)
    if cue.kind == "continues":
        return _describe_continues(seen, state)
    if cue.kind == "bare":
        if seen.caption is not None and cue.passage is seen.caption.passage:
            return ["caption", f"caption,utterance={seen.utterance:d}"]
        return [
            "bare",
            f"bare,left={seen.left}",
            f"bare,right={seen.right}",
            f"bare,left={seen.left},utterance={seen.utterance:d}",
            f"bare,words={_host_words(seen)}",
            f"bare,left={seen.left},verb={_has_verb(seen):d}",
            f"bare,right={seen.right},verb={_has_verb(seen):d}",
        ]
    return _describe_cue(seen, cue, rank, state, vocabulary)


@define(eq=False)
class State:
    """What is known of the quotes before this one and of the whole text."""

    previous_cue: Cue | None = None
    previous_kind: str = "none"
    same_paragraph: bool = False
    same_frame: bool = False
    between: str = ""
    marked: int = 1
    """How often the same words stand between marks in the text."""
    unmarked: bool = False
    """Whether the same words stand in the text without marks."""
    spoken: bool = False
    """Whether a quote before this one was found to be speech."""
    heading: bool = False


def _unknown(passage: Passage, index: int) -> str:
    """The class of a cue that the lexicon of speech verbs does not know."""
    if passage.tree.words[index].upos in ("VERB", "AUX"):
        return "other"
    return "predicate" if _is_predicate(passage, index) else "mistagged"


def _describe_cue(
    seen: QuoteView, cue: Cue, rank: int, state: State, vocabulary: Vocabulary
) -> list[Feature]:
    passage = cue.passage
    assert passage is not None
    word = cue.word
    words = passage.tree.words
    own = seen.layout if seen.layout is not None and seen.layout.passage is passage else None
    kind, lemma = cue.kind, cue.lemma
    if kind == "verb":
        lexical = vocabulary.speech_verbs.get(lemma) or vocabulary.speech_verbs.get(
            fold(word.form), ""
        )
        lexical = lexical or _unknown(passage, cue.anchor)
    elif kind == "noun":
        lexical = "speech" if lemma in vocabulary.speech_nouns else "other"
    else:
        lexical = fold(words[cue.first].form) if cue.first == cue.last else "locution"
    layout_ = own or seen.previous
    if seen.following is not None and seen.following.passage is passage:
        layout_ = seen.following
    assert layout_ is not None
    place = place_of(seen, cue)
    distance = 9 if own is None else 0
    if place in ("before", "after"):
        distance = _distance(layout_, seen, cue)
    near = (
        str(distance)
        if distance < 3
        else "3-5"
        if distance < 6
        else "6-10"
        if distance < 11
        else "11+"
    )
    order = ""
    if kind == "verb":
        order = "VS" if layout_.inverted.get(cue.anchor) else _form(word, passage, cue.anchor)
    tag = f"{kind}:{lexical}"
    features: list[Feature] = [_on_cue(kind, tag, place, near, order, seen.clause, min(rank, 3))]
    if place == "before":
        features.append(f"{kind},{place},left={seen.left}")
    else:
        features.append(f"{kind},{place},right={seen.right}")
    if own is None:
        features.append(f"{kind},{place},left={seen.left}")
        return features
    if place == "after":
        features.append(_on_after(kind, tag, order, near, seen.right))
        features.append(f"after,clause={seen.clause:d},{order},right={seen.right}")
        features.append(f"after,{order},right={seen.right},left={seen.left}")
    elif place == "before":
        features.append(_on_before(kind, tag, near, seen.left))
        features.append(
            f"before,left={seen.left},clause={seen.clause:d},utterance={seen.utterance:d}"
        )
    if kind == "verb" and place not in ("inside", "opening"):
        path = _path(own, seen, cue)
        features.append(_on_tree("path", path, lexical, place, seen.left))
        above = _above(own, seen, cue, vocabulary)
        features.append(_on_tree("above", above, lexical, place, seen.left))
        if word.feat("Person") in ("1", "2"):
            features.append("first person cue")
        if word.relation == "acl" or word.deprel == "acl:relcl":
            features.append(f"cue in {word.deprel},{place}")
    if kind == "preposition":
        features.append(f"{tag},{place},{_heads_sentence(own, cue)}")
    elif kind in ("verb", "noun"):
        features.append(_on_lemma(kind, lemma, place, order))
    between = _between(own, seen, cue)
    if between:
        features.append(_on_marks(kind, place, order, tuple(between)))
    previous = state.previous_cue
    if previous is not None and previous.passage is passage and previous.anchor == cue.anchor:
        features.append(_on_same(place, order, state.between, "quote" in between))
    return features


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
def _on_same(place: str, order: str, gap: str, others: bool) -> tuple[str, ...]:
    """« X dénonce « … » et « … » »: two quotes with one cue."""
    return (
        f"same cue as before,between={gap}",
        f"same cue as before,{place}",
        f"same cue as before,{place},{order}",
        f"same cue as before,between={gap},{order}",
        f"same cue as before,{place},quotes between={others:d}",
    )


@remembered
def _on_lemma(kind: str, lemma: str, place: str, order: str) -> tuple[str, ...]:
    return f"{kind} lemma={lemma}", f"{kind} lemma={lemma},{place},{order}"


@remembered
def _on_tree(name: str, value: str, lexical: str, place: str, left: str) -> tuple[str, ...]:
    return f"{name}={value}", f"{name}={value},{lexical}", f"{name}={value},{place},left={left}"


def _form(word: Word, passage: Passage, index: int) -> str:
    """Finite, participle or infinitive, as far as order and agreement need it."""
    form = word.feat("VerbForm") or "?"
    if form == "Part":
        if "Tense=Pres" in word.feats:
            return "present participle"
        children = passage.tree.children
        aux = [passage.tree.words[child] for child in children[index]]
        if any(child.relation == "aux" and child.deprel != "aux:pass" for child in aux):
            return "SV"
        if any(child.deprel == "aux:pass" for child in aux):
            return "passive"
        return "past participle"
    return "infinitive" if form == "Inf" else "SV"


def _path(own: Layout, seen: QuoteView, cue: Cue) -> str:
    """The way in the tree between the quote and the cue, as relations up and down."""
    tree = own.passage.tree
    words = tree.words
    best = "far"
    best_length = 4
    for head in seen.heads[:4]:
        up = [words[head].relation]
        for ancestor in tree.ancestors(head):
            if ancestor == cue.anchor:
                if len(up) < best_length:
                    best, best_length = "<".join(up), len(up)
                break
            up.append(words[ancestor].relation)
            if len(up) >= best_length:
                break
    if best == "far" and seen.words:
        first, last = seen.words[0], seen.words[-1]
        up = [words[cue.anchor].relation]
        for ancestor in tree.ancestors(cue.anchor):
            if first <= ancestor <= last and ancestor in seen.words:
                return ">" + ">".join(reversed(up))
            up.append(words[ancestor].relation)
            if len(up) > 3:
                break
    return best


def _above(own: Layout, seen: QuoteView, cue: Cue, vocabulary: Vocabulary) -> str:
    """Whether the cue governs the quote in the tree, and how many speech verbs stand nearer."""
    words = own.passage.tree.words
    if not seen.heads:
        return "?"
    nearer = 0
    for ancestor in own.passage.tree.ancestors(seen.heads[0]):
        if ancestor == cue.anchor:
            return "directly" if not nearer else "over one" if nearer == 1 else "over many"
        word = words[ancestor]
        if word.upos == "VERB" and fold(word.lemma) in vocabulary.speech_verbs:
            nearer += 1
    return "no"


def _heads_sentence(own: Layout, cue: Cue) -> str:
    """Where a source preposition stands: opening its sentence, behind a comma, or elsewhere."""
    if cue.first == 0:
        return "opens"
    before = own.passage.tree.words[cue.first - 1].form
    return "after comma" if before == "," else "after mark" if before in '»”"›' else "within"


def _between(own: Layout, seen: QuoteView, cue: Cue) -> list[str]:
    """What separates quote and cue: punctuation, other quotes, a conjunction « que »."""
    passage = own.passage
    words = passage.tree.words
    if cue.anchor <= seen.first_outside:
        first, last = cue.last + 1, seen.first_outside + 1
        stretch_end = seen.span.outer.start
    else:
        first = seen.next_outside if seen.next_outside >= 0 else cue.first
        last = cue.first
        stretch_end = words[cue.first].start
    found: list[str] = []
    behind = bisect_left(own.starts, stretch_end)
    for index in range(max(first, 0), behind):
        word = words[index]
        if index >= last and word.upos != "PUNCT":
            break
        inside = passage.inside[index]
        if inside != seen.host:
            if inside != seen.number:
                found.append("quote")
        elif own.forms[index] in _SEPARATING:
            found.append(_SEPARATING[own.forms[index]])
        elif word.upos == "VERB" and "VerbForm=Fin" in word.feats:
            found.append("verb")
    return list(dict.fromkeys(found))


_SEPARATING: Final = {
    **{sign: sign for sign in (":", ";", ".", ",", "(", ")", "—", "–")},
    **dict.fromkeys(("que", "qu'"), "que"),
    **dict.fromkeys(("qui", "dont", "où"), "relative"),
}
"""Signs and conjunctions between a quote and its cue."""


def _naming(word: Word, vocabulary: Vocabulary) -> str:
    """The class of a word that announces a name or label, empty for any other."""
    if word.upos == "ADP":
        return ""
    return vocabulary.naming_words.get(fold(word.lemma)) or vocabulary.naming_words.get(
        fold(word.form), ""
    )


def _has_verb(seen: QuoteView) -> bool:
    """Whether the journalist's own words of the frame hold a finite verb."""
    return seen.layout is not None and _host(seen.layout, seen.host)[1]


def _host(own: Layout, host: int) -> tuple[int, bool]:
    known = own.hosts.get(host)
    if known is None:
        zone = _zone(own, host)
        words = own.passage.tree.words
        verb = any(words[index].upos in ("VERB", "AUX") for index in zone)
        known = own.hosts[host] = len(zone), verb
    return known


def _host_words(seen: QuoteView) -> str:
    if seen.layout is None:
        return "0"
    count = _host(seen.layout, seen.host)[0]
    return str(count) if count < 6 else "6+"


def _describe_continues(seen: QuoteView, state: State) -> list[Feature]:
    bare = _host_words(seen) == "0"
    return [
        _on_going_on(bare, seen.left, seen.right, seen.utterance, _has_verb(seen)),
        _on_state(state.previous_kind, state.same_paragraph, state.same_frame, bare, state.spoken),
        f"continues,nested={seen.host != OUTSIDE:d}",
        _on_shape("continues", seen.shape),
    ]


@remembered
def _on_going_on(bare: bool, left: str, right: str, utterance: bool, verb: bool) -> tuple[str, ...]:
    return (
        "continues",
        f"continues,bare={bare:d},left={left}",
        f"continues,left={left},right={right}",
        f"continues,bare={bare:d},utterance={utterance:d}",
        f"continues,left={left},verb={verb:d},bare={bare:d}",
    )


@remembered
def _on_state(
    previous: str, paragraph: bool, frame: bool, bare: bool, spoken: bool
) -> tuple[str, ...]:
    return (
        f"continues,after={previous},paragraph={paragraph:d}",
        f"continues,after={previous},frame={frame:d},bare={bare:d}",
        f"continues,spoken={spoken:d}",
    )


@remembered
def _on_shape(kind: str, shape: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{kind},{one}" for one in shape)


@remembered
def _on_marks(kind: str, place: str, order: str, between: tuple[str, ...]) -> tuple[str, ...]:
    alone = (f"{kind},{place},between={mark}" for mark in between)
    return *alone, *(f"{kind},{place},{order},between={mark}" for mark in between)


@remembered
def _on_term(
    left: str, right: str, utterance: bool, nested: bool, bare: bool, length: str
) -> tuple[str, ...]:
    return (
        f"term,left={left},{length}",
        f"term,right={right},{length}",
        "term",
        f"term,left={left}",
        f"term,right={right}",
        f"term,left={left},utterance={utterance:d}",
        f"term,nested={nested:d}",
        f"term,bare={bare:d}",
    )


@remembered
def _on_text(marked: int, unmarked: bool, heading: bool) -> tuple[str, ...]:
    return f"term,marked={marked}", f"term,unmarked={unmarked:d}", f"term,heading={heading:d}"


@remembered
def _on_list(previous: str, frame: bool, between: str, left: str) -> tuple[str, ...]:
    """« poursuivi pour « vol » et « recel » »: what is listed together is of one kind."""
    return (
        f"term,after={previous},frame={frame:d}",
        f"term,after={previous},between={between}",
        f"term,after={previous},between={between},left={left}",
    )


def _describe_term(seen: QuoteView, state: State, vocabulary: Vocabulary) -> list[Feature]:
    bare = _host_words(seen) == "0"
    features: list[Feature] = [
        _on_term(seen.left, seen.right, seen.utterance, seen.host != OUTSIDE, bare, seen.shape[0]),
        _on_text(min(state.marked, 3), state.unmarked, state.heading),
        _on_list(state.previous_kind, state.same_frame, state.between, seen.left),
        _on_shape("term", seen.shape),
    ]
    if seen.layout is not None:
        words = seen.layout.passage.tree.words
        if seen.first_outside >= 0 and seen.left not in (":", ",", "start", "."):
            before = words[seen.first_outside]
            features.append(f"term,before={before.upos}")
            features.append(f"term,before={fold(before.form)}")
            naming = _naming(before, vocabulary)
            if naming:
                features.append(f"term,naming={naming}")
                features.append(f"term,naming={naming},{seen.shape[1]}")
        zone = _zone(seen.layout, seen.host)
        if seen.opens:
            features.append(f"term,opens={seen.opens}")  # « Lire aussi : « … » »
        at = bisect_left(zone, seen.first_outside)
        if at > 0:
            # « un chapitre intitulé «…» », « accusé de «…» »
            beyond = fold(words[zone[at - 1]].lemma)
            features.append(f"term,before that={beyond}")
            features.append(f"term,before={beyond} {fold(words[zone[at]].form)}")
        inner = [words[index] for index in seen.words]
        heads = [words[index] for index in seen.heads]
        if heads:
            features.append(f"term,relation={heads[0].relation}")
            features.append(f"term,relation={heads[0].relation},length={min(len(inner), 6)}")
            governor = heads[0].head
            if governor != ROOT:
                # « poursuivi pour «…» », « l'émission de télévision «…» »
                naming = _naming(words[governor], vocabulary)
                features.append(f"term,governor={words[governor].upos}")
                features.append(f"term,governor={fold(words[governor].lemma)}")
                if naming:
                    features.append(f"term,governor names={naming}")
                    features.append(f"term,governor names={naming},relation={heads[0].relation}")
        if len(heads) == 1:
            features.append(f"term,head={heads[0].upos},{heads[0].relation}")
            features.append(f"term,head={heads[0].upos},left={seen.left}")
        capitals = sum(word.form[:1].isupper() for word in inner[1:])
        features.append(f"term,capitals={min(capitals, 3)}")
        features.extend(_describe_words(inner, heads))
    return features


_SHORT: Final = 4
"""Words of the longest quote whose every word counts for its kind."""


def _describe_words(inner: list[Word], heads: list[Word]) -> Iterator[str]:
    """What the quoted words are: « gilets jaunes » and « grand débat » are often names."""
    if not inner:
        return
    yield f"term,first={fold(inner[0].form)}"
    yield f"term,last={fold(inner[-1].form)}"
    if len(inner) <= _SHORT:
        for word in inner:
            if word.upos != "PUNCT":
                yield f"term,word={fold(word.lemma)}"
    punctuation = "".join(sorted({word.form for word in inner if word.upos == "PUNCT"}))
    yield f"term,punctuation={punctuation}"
    if heads:
        yield f"term,head={fold(heads[0].lemma)}"
    if len(heads) == 1:
        head = heads[0]
        determined = any(word.upos == "DET" for word in inner)
        yield f"term,head={head.upos},determined={determined:d}"
        yield f"term,head={head.upos},number={head.feat('Number')}"
