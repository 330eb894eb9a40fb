"""What a passage offers to the quotes in it: the words that could be cues, and the groups of verbs.

Verbs are found by their tag and, where a parser mistook them, by their place: « Luc Roy abonde :
« … » », « comme le note Anne », « …, tranche la maire ».
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from typing import Final, Literal

from attrs import define, field

from quoteattr import marks
from quoteattr.attribution import conjugation
from quoteattr.attribution.passages import verbs
from quoteattr.attribution.passages.passage import OUTSIDE, Passage
from quoteattr.attribution.passages.phrases import is_determined
from quoteattr.attribution.passages.verbs import VerbGroup
from quoteattr.attribution.ranking import Feature
from quoteattr.attribution.vocabulary import THAT, Vocabulary, fold
from quoteattr.syntax.tree import Word

CueKind = Literal["verb", "preposition", "noun", "punctuation", "continues", "term"]


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
        """The word that heads the cue, of one that has words."""
        assert self.passage is not None
        return self.passage.tree.words[self.anchor]


@define(eq=False)
class Host:
    """The words of a passage that are the journalist's own, or those of one quote."""

    first: int
    """The first and the last of them, punctuation included."""
    last: int = -1
    words: list[int] = field(factory=list)
    """Their indices, punctuation left out."""
    verb: bool = False
    """Whether a verb is among them."""

    def count(self, first: int, last: int) -> int:
        """How many of its words stand between two words, from the first to right before the last;
        none where the last comes first."""
        return max(bisect_left(self.words, last) - bisect_left(self.words, first), 0)


def _hosts(passage: Passage) -> dict[int, Host]:
    """Whose words a passage holds: the journalist's, ``OUTSIDE``, and those of quotes."""
    hosts: dict[int, Host] = {}
    for index, (number, word) in enumerate(zip(passage.inside, passage.tree.words, strict=True)):
        host = hosts.get(number) or hosts.setdefault(number, Host(index))
        host.last = index
        host.verb |= word.upos in ("VERB", "AUX")
        if word.upos != "PUNCT":
            host.words.append(index)
    return hosts


_SILENT: Final = Host(0)
"""Whoever has no word in a passage."""


@define(eq=False)
class Tally:
    """How many words of one host stand before each word.

    Counts are kept for the words from the first to the last of the host; ``place`` tells where.
    """

    first: int
    words: list[int]
    nominals: list[int]
    verbs: list[int]
    commas: list[int]

    def place(self, index: int) -> int:
        """Where the counts before a word of the passage stand."""
        return min(max(index - self.first, 0), len(self.words) - 1)


def _counted(held: Iterable[bool]) -> list[int]:
    """How often something holds before each place."""
    return list(accumulate(held, initial=0))


_SEPARATORS: Final = frozenset({",", ";", ":", "—", "–", "("})


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
    source_starts: set[int]
    """The first words of source prepositions."""
    hosts: dict[int, Host]
    """The words of the journalist and of each quote that has any."""
    groups: dict[int, VerbGroup] = field(factory=dict)
    """What verbs look like, as far as somebody has asked."""
    tallies: dict[int, Tally] = field(factory=dict)
    """Counts of words before each word, by host, as far as somebody has asked."""

    def group(self, anchor: int) -> VerbGroup:
        """What a verb looks like with its auxiliaries and clitics."""
        known = self.groups.get(anchor)
        if known is None:
            known = self.groups[anchor] = verbs.read(self.passage, self.forms, anchor)
        return known

    def host(self, number: int) -> Host:
        """The words of one quote, or of the journalist (``OUTSIDE``)."""
        return self.hosts.get(number, _SILENT)

    def tally(self, number: int, nominals: Iterable[int]) -> Tally:
        """What stands before each word of the journalist's or of one quote's; ``nominals`` are the
        passage's words that could head a mention."""
        known = self.tallies.get(number)
        if known is None:
            words, inside = self.passage.tree.words, self.passage.inside
            host = self.host(number)
            heads = {index for index in nominals if words[index].relation != "nmod"}
            here = [
                (index, words[index]) if inside[index] == number else None
                for index in range(host.first, host.last + 1)
            ]
            known = self.tallies[number] = Tally(
                host.first,
                _counted(one is not None for one in here),
                _counted(one is not None and one[0] in heads for one in here),
                _counted(one is not None and one[1].upos == "VERB" for one in here),
                _counted(one is not None and one[1].form in _SEPARATORS for one in here),
            )
        return known


def lay_out(passage: Passage, text: str, vocabulary: Vocabulary) -> Layout:
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
            found.append(_source(passage, index, last))
            skip = last
        elif word.upos not in _TAGS:
            continue
        elif _is_verb(passage, index, forms[index], vocabulary):
            lemma = _verb_lemma(word, forms[index], vocabulary)
            found.append(Cue("verb", passage, index, index, index, lemma))
            starts[index] = _group_start(passage, index, vocabulary)
            inverted[index] = _subject_follows(passage, index, starts[index], vocabulary)
            if _opens_incise(passage, index, starts[index], inverted[index], lemma, vocabulary):
                incises.add(index)
        elif (
            word.upos == "NOUN"
            and index > skip
            and (noun := speech_noun(word, forms[index], vocabulary))
        ):
            found.append(Cue("noun", passage, index, index, index, noun))
        elif word.upos in _MISTAKEN_INCISE and _looks_like_incise(passage, index):
            lemma = _verb_lemma(word, forms[index], vocabulary)
            found.append(Cue("verb", passage, index, index, index, lemma))
            starts[index], inverted[index] = index, True
            incises.add(index)
        elif word.upos == "NOUN" and index + 1 < len(words) and forms[index + 1] == ":":
            found.append(Cue("noun", passage, index, index, index, fold(word.lemma)))
    return Layout(
        passage,
        found,
        forms,
        starts,
        inverted,
        incises,
        [word.start for word in words],
        [cue.anchor for cue in found],
        {cue.first for cue in found if cue.kind == "preposition"},
        _hosts(passage),
    )


def _source(passage: Passage, first: int, last: int) -> Cue:
    """A source preposition, by the word that heads what follows: aux « yeux » de X."""
    words = passage.tree.words
    heads = (at for at in range(first, last + 1) if words[at].upos in ("NOUN", "VERB"))
    anchor = next(heads, first)
    return Cue("preposition", passage, anchor, first, last, fold(words[anchor].lemma))


def _is_verb(passage: Passage, index: int, form: str, vocabulary: Vocabulary) -> bool:
    """Whether a word speaks as a verb does, whatever its tag: no auxiliary is one."""
    word = passage.tree.words[index]
    return (
        word.upos == "VERB"
        or (word.upos == "AUX" and word.relation not in ("aux", "cop"))
        or is_predicate(passage, index)
        or _is_mistagged(passage, index, form, vocabulary)
    )


def speech_noun(word: Word, form: str, vocabulary: Vocabulary) -> str:
    """The lemma of a noun of speech, empty for any other; « cris » is of « cri », whatever lemma a
    parser gives it."""
    lemma = fold(word.lemma)
    singular = form.removesuffix("s")
    nouns = vocabulary.speech_nouns
    return next((noun for noun in (lemma, form, singular) if noun in nouns), "")


def _verb_lemma(word: Word, form: str, vocabulary: Vocabulary) -> str:
    """The infinitive of a cue: « juger » of « juge », be it that the parser tagged it for a noun or
    that it left the verb as it is, as « cache », or made up another, as « décriver » of
    « décrivent »."""
    lemma = fold(word.lemma)
    tagged = word.upos in ("VERB", "AUX")
    if not (tagged and lemma.endswith(_INFINITIVE)):
        known = conjugation.infinitive_in_er(form, vocabulary)
        if tagged and not known:
            known = vocabulary.verb_forms.get(form) or (f"{form}r" if form.endswith("e") else "")
        return known or lemma
    if lemma in vocabulary.speech_verbs:
        return lemma
    return vocabulary.verb_forms.get(form) or conjugation.regular(form, vocabulary) or lemma


_INFINITIVE: Final = ("r", "re")
"""The endings of infinitives."""


def _is_mistagged(passage: Passage, index: int, form: str, vocabulary: Vocabulary) -> bool:
    """A verb that was tagged for a noun, by its place: « Luc Roy abonde : « … » », « il juge »,
    « l'élu juge « lâche » », « a-t-il tweeté », « comme l'explique Luc Roy », « une décision jugée
    « lâche » », « , martelant que »,
    « « … », l'attaque Anne ».

    « le juge », « sans critique », « une critique » and « de l'accusé : » are none.
    """
    words = passage.tree.words
    word = words[index]
    if not index or word.upos not in _MISTAKEN or not word.form[:1].islower():
        return False
    if not conjugation.infinitive_in_er(form, vocabulary):
        return False
    if _is_behind_object(passage, index, vocabulary):
        return True
    leads = _leads_to_words(words, index)
    if conjugation.is_participle(form):
        group = words[max(index - _GROUP_WIDTH, 0) : index]
        leads = leads and not is_determined(passage.tree, index)
        return leads or any(one.lemma in _AUXILIARIES for one in group)
    before = words[index - 1]
    if (
        before.upos not in ("PRON", "PROPN")
        and not (leads and (before.upos in ("NOUN", "ADV") or before.form in _BEFORE_INCISE))
        and not _looks_like_incise(passage, index)
        and not _is_behind_quote(words, index)
    ):
        return False
    children = passage.tree.children[index]
    return not any(words[child].relation in ("det", "case", "amod") for child in children)


_TAGS: Final = frozenset({"VERB", "AUX", "NOUN", "ADJ", "PROPN", "X", "ADV"})
"""Classes of words among which there may be cues, right or wrong tags."""
_MISTAKEN: Final = ("NOUN", "ADJ", "X", "PROPN")
_MISTAKEN_INCISE: Final = (*_MISTAKEN, "ADV")


_AUXILIARIES: Final = ("avoir", "être")


_GROUP_WIDTH: Final = 5
"""Words between an auxiliary and its participle: « a pour sa part tweeté »."""


def _leads_to_words(words: Sequence[Word], index: int) -> bool:
    """Whether an opening mark, a colon or a « que » is one of the two words behind a word."""
    behind = words[index + 1 : index + 3]
    return any(word.form in marks.OPENERS or fold(word.form) in _ANNOUNCING for word in behind)


_ANNOUNCING: Final = frozenset({":", *THAT})


def _is_behind_quote(words: Sequence[Word], index: int) -> bool:
    """Whether a closing mark, and perhaps a comma, stands right before: « …», tranche, amer, X."""
    at = index - 2 if words[index - 1].form == "," else index - 1
    return at >= 0 and words[at].form in _CLOSING


def _is_behind_object(passage: Passage, index: int, vocabulary: Vocabulary) -> bool:
    """« Comme l'explique Luc Roy », « « … », le coupe Anne »: a pronoun before a verb whose subject
    follows; « « … », le juge Roy » is none."""
    words = passage.tree.words
    if index < 2 or index + 1 == len(words) or words[index - 1].upos not in ("DET", "PRON"):
        return False
    compares = fold(words[index - 2].form) == "comme"
    person = fold(words[index].form) in vocabulary.role_nouns
    if not compares and (person or not _is_behind_quote(words, index - 1)):
        return False
    pronoun = vocabulary.pronouns.get(fold(words[index - 1].form)) == "object"
    return pronoun and words[index + 1].upos in ("DET", "PROPN")


def is_predicate(passage: Passage, index: int) -> bool:
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


_GROUP: Final = frozenset({"aux", "expl", "iobj", "cop"})


def _is_object_clitic(word: Word, verb: Word, vocabulary: Vocabulary) -> bool:
    """« y », « l' », « s' »; « nous » where the verb is a singular or of another person."""
    kind = vocabulary.pronouns.get(fold(word.form), "") if word.upos == "PRON" else ""
    if kind in ("nous", "vous"):
        return verb.feat("Number") == "Sing" or verb.feat("Person") == "3"
    return kind in ("object", "clitic")


def _subject_follows(passage: Passage, index: int, first: int, vocabulary: Vocabulary) -> bool:
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
    if _is_behind_object(passage, index, vocabulary):
        return True
    before = words[first - 1].form if first else ""
    if before not in _BEFORE_INCISE or "VerbForm=Inf" in words[index].feats:
        return False
    at, end = index + 1, min(index + 8, len(words))
    while at < end:
        word = words[at]
        if word.upos in ("DET", "PROPN") or (word.upos == "NOUN" and word.form[:1].isupper()):
            return True
        if word.upos not in ("ADV", "ADP", "NOUN", "ADJ", "PUNCT") or word.form in (".", ";", ":"):
            return False
        if word.upos == "ADP" and word.relation == "case" and word.head > at:
            at = word.head  # over an adverbial: « a déclaré devant la presse le procureur »
        at += 1
    return False


_SUBJECT: Final = frozenset({"nsubj", "csubj"})


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


_CLOSING: Final = frozenset({"»", '"', "”", ">>", "›"})
"""Marks that close a quote wherever they stand; “ may open one."""
_OPENS_INCISE: Final = _CLOSING | {","}
_BEFORE_INCISE: Final = _OPENS_INCISE | {"!", "?", "…", "...", "—", "–", "-", "?!", "!?"}


def _looks_like_incise(passage: Passage, index: int) -> bool:
    """Whether what follows a mark or comma is a word mistagged for a verb, by its place: « …», juge
    l'élu. / « …, objecte Paul Roux, …»."""
    words = passage.tree.words
    word = words[index]
    if not index or words[index - 1].form not in _OPENS_INCISE:
        return False
    if index + 1 >= len(words) or not word.form[:1].islower() or len(word.form) < 3:
        return False
    # Inside the marks any comma may open an incise.
    comma = words[index - 1].form == "," and index > 1 and passage.inside[index] == OUTSIDE
    if comma and words[index - 2].form not in _CLOSING:
        return False
    following = words[index + 1]
    return (
        following.upos in ("DET", "PROPN")
        or following.form[:1].isupper()
        or following.form.startswith("-")
    )
