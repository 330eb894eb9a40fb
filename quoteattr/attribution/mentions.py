"""Candidates for the speaker's mention at a cue, their features, and the extent of a mention.

The mention is most often the subject of the cue, before or behind it; else the subject of the
clause that governs a participle or infinitive, the noun phrase of « selon », the agent of a
passive, the noun that a relative clause modifies, or what stands before a colon or behind a dash.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import islice
from typing import Final

from attrs import define, field

from quoteattr.attribution.cues import Cue, Layout, QuoteView
from quoteattr.attribution.passage import OUTSIDE, Passage
from quoteattr.attribution.vocabulary import Vocabulary, fold
from quoteattr.model import Span
from quoteattr.syntax.tree import ROOT, Word

MAX_MENTIONS: Final = 8
"""Mentions looked at for one cue: those the tree ties to it, then the nearest."""

_WITHIN_NAME: Final = frozenset({"flat", "fixed", "compound", "goeswith"})
_LATTER: Final = {
    "dernier": "celui",
    "dernière": "celle",
    "derniers": "ceux",
    "dernières": "celles",
}


PRONOUN_KINDS: Final = frozenset(
    {"il", "elle", "ils", "elles", "lui", "eux", "celui", "celle", "ceux", "celles"}
    | {"je", "tu", "nous", "vous", "on", "ce", "qui", "object", "pronoun", "possessive"}
)
"""Kinds of mention that name nobody by themselves, as the lexicon of pronouns has them."""

STANDING_KINDS: Final = frozenset({"one", "some"})
"""Pronouns that stand for themselves, as a description does: « l'un des militaires »."""

UNRESOLVED_KINDS: Final = frozenset(
    {"je", "tu", "nous", "vous", "on", "ce", "qui", "object", "nobody", "pronoun"}
)
"""Pronouns that no referent is looked for: the speaker is shown by the mention alone."""


@define(eq=False)
class Nominal:
    """A noun, name or pronoun that could be a mention; ``antecedent`` is that of « qui »."""

    index: int
    kind: str
    antecedent: int = -1


@define(eq=False)
class Candidate:
    """A nominal as the speaker's mention at one cue."""

    passage: Passage
    index: int
    """The word that heads the mention: for « qui » its antecedent."""
    place: int
    """The word that stands in the clause of the cue."""
    kind: str
    path: str = ""
    features: list[str] = field(factory=list)


def nominals(passage: Passage, forms: list[str], vocabulary: Vocabulary) -> list[Nominal]:
    """All words of a passage that could head a mention."""
    words = passage.tree.words
    pronouns = vocabulary.pronouns
    found = []
    for index, word in enumerate(words):
        if word.upos not in ("NOUN", "PROPN", "PRON", "DET", "ADJ", "NUM", "X", "ADV"):
            continue
        relation = word.relation
        if _is_possessive(forms[index], vocabulary):
            # « à ses yeux », « Son verdict : »: the possessor speaks.
            if word.head != ROOT and words[word.head].upos == "NOUN":
                found.append(Nominal(index, "possessive"))
            continue
        if _is_latter(passage, index, forms):
            found.append(Nominal(index, _LATTER[forms[index]]))
            continue
        if relation in _WITHIN_NAME:
            continue
        if word.upos in ("DET", "ADJ", "NUM", "X", "ADV") and relation not in (
            "nsubj",
            "root",
            "obl",
        ):
            continue
        if word.upos in ("ADV", "X") and relation != "nsubj":
            continue
        form = forms[index].lstrip("-")
        if form.startswith("t-"):
            form = form[2:]
        if word.upos == "PRON" or form in ("il", "elle", "ils", "elles", "on"):
            if pronouns.get(form) == "empty" or (
                word.relation in ("expl", "iobj")
                and word.deprel != "expl:subj"
                and form not in ("il", "elle", "ils", "elles")
            ):
                continue
            kind = pronouns.get(form, "pronoun")
            antecedent = -1
            if kind == "qui":
                antecedent = _antecedent(passage, index)
            found.append(Nominal(index, kind, antecedent))
        else:
            found.append(Nominal(index, _noun_kind(passage, index, forms, vocabulary)))
    return found


def _is_possessive(form: str, vocabulary: Vocabulary) -> bool:
    determiner = vocabulary.determiner(form)
    return determiner is not None and determiner.kind == "possessive"


def _is_latter(passage: Passage, index: int, forms: list[str]) -> bool:
    """« ce dernier », « cette dernière »: a pronoun in all but its tag."""
    return forms[index] in _LATTER and index > 0 and forms[index - 1] in ("ce", "cette", "ces")


def kind_of(passage: Passage, index: int, vocabulary: Vocabulary) -> str:
    """The kind of a noun or pronoun, as ``nominals`` gives it."""
    forms = [fold(word.form) for word in passage.tree.words]
    word = passage.tree.words[index]
    if word.upos == "PRON":
        return vocabulary.pronouns.get(forms[index], "pronoun")
    return _noun_kind(passage, index, forms, vocabulary)


def place(seen: QuoteView, cue: Cue) -> str:
    """Where a cue stands to its quote: before it, after it, inside its marks."""
    if cue.kind == "bare":
        return "bare"
    passage = cue.passage
    assert passage is not None
    if seen.layout is None or passage is not seen.layout.passage:
        takes_up = seen.following is not None and passage is seen.following.passage
        return "next sentence" if takes_up else "previous sentence"
    if passage.inside[cue.anchor] == seen.number:
        return "inside"
    return "after" if cue.anchor > seen.first_outside else "before"


def _antecedent(passage: Passage, index: int) -> int:
    """The noun that a relative clause modifies: the head of the nearest acl above its pronoun."""
    words = passage.tree.words
    if words[index].relation == "acl":
        return words[index].head
    for ancestor in passage.tree.ancestors(index):
        if words[ancestor].relation == "acl" and words[ancestor].head != ROOT:
            head = words[ancestor].head
            return head if head < index else -1
    return -1


def _noun_kind(passage: Passage, index: int, forms: list[str], vocabulary: Vocabulary) -> str:
    """What a noun phrase seems to name, by lexicons: role, body, name, time, place, medium."""
    word = passage.tree.words[index]
    form = forms[index]
    lemma = fold(word.lemma)
    if word.form in vocabulary.titles:
        return "name"
    if form in vocabulary.role_nouns or lemma in vocabulary.role_nouns:
        return "role"
    if form in vocabulary.collective_nouns or lemma in vocabulary.collective_nouns:
        return "body"
    if form in vocabulary.demonyms or lemma in vocabulary.demonyms:
        return "role"
    if form in vocabulary.document_nouns or lemma in vocabulary.document_nouns:
        return "document"
    if form in vocabulary.temporal_nouns or lemma in vocabulary.temporal_nouns:
        return "time"
    if word.form[:1].isupper():
        if word.form in vocabulary.media:
            return "medium"
        if word.form in vocabulary.organisations:
            return "body name"
        if word.form in vocabulary.places:
            return "place"
        if word.form in vocabulary.first_names:
            return "name"
        if word.upos == "PROPN" or index:
            flat = any(
                passage.tree.words[child].relation == "flat"
                for child in passage.tree.children[index]
            )
            return "long name" if flat else "short name"
    return "noun" if word.upos == "NOUN" else word.upos.lower()


def candidates(
    seen: QuoteView, cue: Cue, own: Layout, found: list[Nominal], vocabulary: Vocabulary
) -> list[Candidate]:
    """The mentions that could name the speaker at one cue, each with its features."""
    passage = cue.passage
    assert passage is not None
    inside = passage.inside
    allowed = []
    incise = cue.kind != "bare" and inside[cue.anchor] == seen.number
    anchor = cue.anchor
    if cue.kind == "bare" and _is_caption(seen, cue):
        anchor = 0
    elif cue.kind == "bare":
        anchor = (
            seen.first_outside
            if seen.left not in ("start", ".") and seen.first_outside >= 0
            else seen.next_outside
        )
        if anchor < 0:
            return []
    words = passage.tree.words
    governors = {anchor, *islice(passage.tree.ancestors(anchor), _HIGH)}
    if cue.kind == "bare":
        governors = set()
    for nominal in _around(found, anchor, governors, passage):
        where = inside[nominal.index]
        if cue.kind != "bare" and nominal.index == cue.anchor:
            continue
        if where == seen.host or (incise and where == seen.number):
            allowed.append(nominal)
    # First those that the tree ties to the cue or to a clause above it, however far they stand.
    allowed.sort(
        key=lambda nominal: (
            words[nominal.index].head not in governors and nominal.index not in governors,
            abs(nominal.index - anchor),
        )
    )
    result = []
    for nominal in allowed[:MAX_MENTIONS]:
        index = nominal.index if nominal.antecedent < 0 else nominal.antecedent
        candidate = Candidate(passage, index, nominal.index, nominal.kind)
        kind = nominal.kind
        if nominal.antecedent >= 0:
            kind = "qui " + _noun_kind(passage, nominal.antecedent, own.forms, vocabulary)
        _describe(seen, cue, own, candidate, kind, found, vocabulary)
        result.append(candidate)
    return result


def _around(
    found: list[Nominal], anchor: int, governors: set[int], passage: Passage
) -> list[Nominal]:
    """The nominals near a cue, and those that hang on it or on a clause above it."""
    middle = bisect_left(found, anchor, key=lambda nominal: nominal.index)
    near = found[max(0, middle - _REACH) : middle + _REACH]
    known = {nominal.index for nominal in near}
    tied = set(governors)
    for one in governors:
        children = passage.tree.children[one]
        at = bisect_left(children, anchor)
        tied.update(children[max(0, at - _NEAREST) : at + _NEAREST])
    for index in sorted(tied - known):
        at = bisect_left(found, index, key=lambda nominal: nominal.index)
        if at < len(found) and found[at].index == index:
            near.append(found[at])
    return near


_REACH: Final = 20
"""Nominals looked at on either side of a cue before the nearest are chosen."""

_NEAREST: Final = 60
"""Words that hang on one clause looked at on either side of a cue; no real clause has more."""

_HIGH: Final = 12
"""Clauses looked at above a cue."""


def _is_caption(seen: QuoteView, cue: Cue) -> bool:
    return seen.caption is not None and cue.passage is seen.caption.passage


def _describe(
    seen: QuoteView,
    cue: Cue,
    own: Layout,
    candidate: Candidate,
    kind: str,
    found: list[Nominal],
    vocabulary: Vocabulary,
) -> None:
    passage = candidate.passage
    words = passage.tree.words
    index = candidate.place
    word = words[index]
    features = candidate.features
    case = _case(passage, index)
    relation = word.relation
    if cue.kind == "bare" and _is_caption(seen, cue):
        features += [
            f"caption,{kind}",
            f"caption,{relation}",
            f"caption,first={index == found[0].index:d}",
        ]
        candidate.path = "the line below"
        return
    if cue.kind == "bare":
        side = "before" if word.end <= seen.span.outer.start else "after"
        anchor = seen.first_outside if side == "before" else seen.next_outside
        between = sum(1 for other in found if min(index, anchor) < other.index < max(index, anchor))
        features += [
            f"bare,{side},{kind}",
            f"bare,{side},nominals between={min(between, 3)}",
            f"bare,{side},case={case}",
            f"bare,{side},relation={relation}",
            f"bare,{side},left={seen.left}",
        ]
        candidate.path = f"{side} the mark"
        return
    anchor = cue.anchor
    tag = cue.kind
    order = own.inverted.get(anchor)
    side = "after" if index > cue.last else "before"
    low, high = (
        (cue.last + 1, index)
        if side == "after"
        else (index + 1, own.group_starts.get(anchor, cue.first))
    )
    zone = passage.inside[cue.anchor]
    tally = _tally(own, zone, found)
    distance = tally.words[high] - tally.words[low] if high > low else 0
    nominals_between = tally.nominals[high] - tally.nominals[low] if high > low else 0
    verbs_between = tally.verbs[high] - tally.verbs[low] if high > low else 0
    commas = high > low and tally.commas[high] > tally.commas[low]
    left, right = (index, anchor) if index < anchor else (anchor, index)
    quote_between = tally.words[right] - tally.words[left + 1] < right - left - 1
    near = str(distance) if distance < 3 else "3-5" if distance < 6 else "6+"
    path = _path(passage, anchor, index)
    candidate.path = path
    form = _verb_form(words[anchor], passage, anchor) if tag == "verb" else tag
    where = place(seen, cue)
    agreement = _agreement(passage, anchor, index) if tag == "verb" else "?"
    features += [
        f"{tag},path={path}",
        f"{tag},path={path},{side}",
        f"{form},path={path}",
        f"{tag},{kind}",
        f"{tag},path={path},{kind}",
        f"{tag},{side},{kind}",
        f"{tag},{side},{near},commas={commas:d}",
        f"{tag},{side},nominals between={min(nominals_between, 3)}",
        f"{form},{side},nominals between={min(nominals_between, 2)},verbs={min(verbs_between, 2)}",
        f"{tag},{side},case={case}",
        f"{form},{side},case={case or '-'},quote {where}",
        f"{tag},quote between={quote_between:d},{side}",
        f"{tag},quote {where},{side},inverted={order}",
        f"{tag},relation={relation},{side}",
        f"agreement={agreement}",
        f"agreement={agreement},path={path}",
        f"{tag},quote {where},{side},{near},case={case or '-'}",
    ]
    if tag == "verb" and where in ("after", "inside") and side == "after" and nominals_between == 0:
        features.append(f"first nominal behind an incise,case={case or '-'},{kind}")
    if tag == "verb" and side == "before" and verbs_between == 0:
        features.append(f"nominal before verb,relation={relation},case={case or '-'}")
    if relation == "nmod":
        features.append(f"{tag},within a noun phrase")
        features.append(f"{tag},within a noun phrase,{kind}")
    if passage is not (seen.layout.passage if seen.layout else None):
        features.append(f"previous sentence,relation={relation}")
    if tag == "verb" and relation == "nsubj" and word.head not in (anchor, -1):
        governor = fold(words[word.head].lemma)
        speaks = "speech" if governor in vocabulary.speech_verbs else "other"
        features.append(f"{form},subject of another {speaks} verb")
        features.append(f"{form},{side},subject of another {speaks} verb,path={path}")
    if tag == "verb" and words[anchor].head == index:
        thing = "document" if fold(word.lemma) in vocabulary.document_nouns else "other"
        features.append(f"{form},modifies a {thing} noun,{relation}")
        features.append(f"{form},modifies a {thing} noun")
    if tag == "preposition":
        features.append(f"{own.forms[cue.first]},path={path}")
        features.append(f"{tag},{side},{near}")


@define(eq=False)
class Tally:
    """How many words of one zone (the journalist's, or one quote's) stand before each word."""

    words: list[int]
    nominals: list[int]
    verbs: list[int]
    commas: list[int]


def _tally(own: Layout, zone: int, found: list[Nominal]) -> Tally:
    known = own.tallies.get(zone)
    if known is None:
        tree = own.passage.tree
        nominal = {one.index for one in found if tree.words[one.index].relation != "nmod"}
        known = Tally([0], [0], [0], [0])
        for index, word in enumerate(tree.words):
            here = own.passage.inside[index] == zone
            known.words.append(known.words[-1] + here)
            known.nominals.append(known.nominals[-1] + (here and index in nominal))
            known.verbs.append(known.verbs[-1] + (here and word.upos == "VERB"))
            known.commas.append(known.commas[-1] + (here and word.form in _SEPARATORS))
        own.tallies[zone] = known
    return known


_SEPARATORS: Final = frozenset({",", ";", ":", "—", "–", "("})


def _case(passage: Passage, index: int) -> str:
    """The preposition of a noun phrase, empty for none."""
    words = passage.tree.words
    for child in passage.tree.children[index]:
        if words[child].relation == "case":
            return fold(words[child].lemma)
    return ""


def _path(passage: Passage, anchor: int, index: int) -> str:
    """The way from cue to mention: relations up (<) and then down (>), « far » beyond four."""
    words = passage.tree.words
    up: list[tuple[int, str]] = [(anchor, "")]
    labels = ""
    for ancestor in passage.tree.ancestors(anchor):
        labels += "<" + words[up[-1][0]].relation
        up.append((ancestor, labels))
        if len(up) > 4:
            break
    reached = dict(up)
    down = ""
    current = index
    for _ in range(4):
        if current in reached:
            return (reached[current] + down) or "self"
        down = ">" + words[current].relation + down
        current = words[current].head
        if current == ROOT:
            return "apart"
    return "far"


def _verb_form(word: Word, passage: Passage, index: int) -> str:
    form = word.feat("VerbForm")
    if form == "Inf":
        return "infinitive"
    if form == "Part":
        relations = {passage.tree.words[child].deprel for child in passage.tree.children[index]}
        if "aux:pass" in relations:
            return "passive"
        if any(relation.startswith("aux") for relation in relations):
            return "finite"
        return "present participle" if "Tense=Pres" in word.feats else "past participle"
    return "finite"


def _agreement(passage: Passage, anchor: int, index: int) -> str:
    """Whether verb and noun agree in number and person, as far as both mark them."""
    words = passage.tree.words
    verb = words[anchor]
    number = verb.feat("Number")
    person = verb.feat("Person")
    for child in passage.tree.children[anchor]:
        if words[child].relation == "aux":
            number = words[child].feat("Number") or number
            person = words[child].feat("Person") or person
    noun = words[index].feat("Number")
    if person in ("1", "2"):
        return "person" if words[index].feat("Person") == person else "other person"
    if not number or not noun:
        return "?"
    if number == noun:
        return "yes"
    coordinated = any(words[child].relation == "conj" for child in passage.tree.children[index])
    return "coordinated" if coordinated and number == "Plur" else "no"


def extent(passage: Passage, index: int, host: int = OUTSIDE, behind: int = -1) -> Span:
    """The mention that a word heads: its noun phrase without relative clauses.

    Appositions belong to it (« Anne Roux, maire de Nîmes »), participles and other clauses do not.
    It begins behind the word ``behind``, the last one of a source preposition.
    """
    tree = passage.tree
    words = tree.words
    forms = [fold(word.form) for word in words[max(index - 1, 0) : index + 1]]
    if forms[-1] in _LATTER and forms[0] in ("ce", "cette", "ces"):
        return Span(words[index - 1].start, words[index].end)
    if words[index].upos == "DET" and words[index].relation in ("det", "nmod"):
        # « à ses yeux »: the possessive is the mention.
        return Span(words[index].start, words[index].end)
    if words[index].upos == "PRON" and not any(
        words[child].relation in ("nmod", "amod", "det") for child in tree.children[index]
    ):
        return _bare(words[index])
    kept = [
        member
        for member in tree.subtree(index, without=_OUTSIDE_MENTION)
        if passage.inside[member] == host or words[member].upos != "PUNCT"
    ]
    # One unbroken stretch around the head, cut where the journalist's words or the phrase end.
    place = kept.index(index)
    first = last = place
    while (
        first
        and kept[first - 1] == kept[first] - 1
        and kept[first - 1] > behind
        and _belongs(passage, kept[first - 1], host)
    ):
        first -= 1
    while (
        last + 1 < len(kept)
        and kept[last + 1] == kept[last] + 1
        and _belongs(passage, kept[last + 1], host)
        and not _ends_mention(passage, index, kept[last + 1])
    ):
        last += 1
    while last > place and words[kept[last]].upos in (
        "PUNCT",
        "ADP",
        "CCONJ",
        "DET",
        "ADV",
        "SCONJ",
    ):
        last -= 1
    while first < place and (
        words[kept[first]].upos in ("PUNCT", "CCONJ", "SCONJ")
        or words[kept[first]].relation in ("case", "cc", "mark", "advmod")
    ):
        first += 1
    return Span(words[kept[first]].start, words[kept[last]].end)


def is_group(passage: Passage, index: int, span: Span) -> bool:
    """« Luc Roy et Anne Petit », « Ali Reza et son avocate »: several who speak as one."""
    words = passage.tree.words
    for child in passage.tree.children[index]:
        word = words[child]
        if word.relation == "conj" and word.upos in ("NOUN", "PROPN") and word.end <= span.end:
            return any(
                words[other].relation == "cc" and fold(words[other].form) in ("et", "&")
                for other in passage.tree.children[child]
            )
    return False


def _ends_mention(passage: Passage, head: int, index: int) -> bool:
    """Whether a noun phrase ends before a word: at a bracket, at a comma that opens no apposition,
    at a preposition that ties an adverbial and not a complement to the noun."""
    words = passage.tree.words
    word = words[index]
    if word.form in ("(", "["):
        return True
    if word.form == ",":
        following = words[index + 1] if index + 1 < len(words) else None
        if following is None:
            return True
        at = index + 1
        while at < len(words) and words[at].upos in ("DET", "ADJ"):
            at += 1
        nominal = at < len(words) and words[at].upos in ("NOUN", "PROPN")
        return not nominal or words[at].relation not in ("appos", "conj", "flat", "nmod")
    if word.upos == "ADP" and word.relation == "case" and index > head:
        if words[head].form[:1].isupper():
            return fold(word.lemma) not in _NAME_COMPLEMENT
        return fold(word.lemma) not in _COMPLEMENT
    return False


_COMPLEMENT: Final = frozenset({"de", "du", "des", "d'"})
_NAME_COMPLEMENT: Final = _COMPLEMENT | {"contre", "en", "pour", "sans"}


_OUTSIDE_MENTION: Final = frozenset(
    {
        "acl",
        "acl:relcl",
        "advcl",
        "parataxis",
        "ccomp",
        "cop",
        "nsubj",
        "aux",
        "expl",
        "csubj",
        "xcomp",
        "discourse",
        "mark",
        "dislocated",
        "obj",
        "iobj",
        "vocative",
        "orphan",
    }
)


def _belongs(passage: Passage, index: int, host: int) -> bool:
    word = passage.tree.words[index]
    if passage.inside[index] != host or word.form in (
        "«",
        "»",
        "“",
        "”",
        '"',
        ":",
        ";",
        "?",
        "!",
        "…",
        "—",
        "–",
    ):
        return False
    return not (word.upos == "VERB" and "VerbForm=Fin" in word.feats)


def _bare(word: Word) -> Span:
    """A pronoun without the hyphens of « a-t-il »."""
    stripped = word.form.lstrip("-")
    if stripped.lower().startswith("t-"):
        stripped = stripped[2:]
    return (
        Span(word.end - len(stripped), word.end)
        if len(stripped) <= word.end - word.start
        else Span(word.start, word.end)
    )
