"""Noun phrases: how far a mention extends, whether it is a group, what a name between marks is."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import chain, takewhile
from typing import Final

from quoteattr.attribution.passages.passage import OUTSIDE, Passage
from quoteattr.attribution.vocabulary import Vocabulary, fold, spelled
from quoteattr.marks import CLOSERS, OPENERS
from quoteattr.model import Span
from quoteattr.syntax.tree import ROOT, Tree, Word

WITHIN_NAME: Final = frozenset({"flat", "fixed", "compound", "goeswith"})


def latter(passage: Passage, index: int, vocabulary: Vocabulary) -> tuple[str, int] | None:
    """The kind of pronoun that « ce dernier » and « l'intéressée » are like, and where they begin,
    None for any other word."""
    words = passage.tree.words
    for phrase in vocabulary.long_pronouns.get(fold(words[index].form), ()):
        first = index + 1 - len(phrase)
        if first >= 0 and all(
            fold(word.form) == form
            for word, form in zip(words[first : index + 1], phrase, strict=True)
        ):
            return vocabulary.pronoun_phrases[spelled(phrase)], first
    return None


def extent(
    passage: Passage,
    index: int,
    vocabulary: Vocabulary,
    host: int = OUTSIDE,
    behind: int = -1,
    uttered: int = OUTSIDE,
) -> Span:
    """The mention that a word heads: its noun phrase without relative clauses.

    Appositions belong to it (« Anne Roux, maire de Nîmes »), participles and other clauses do not.
    It begins behind the word ``behind``, the last one of a source preposition, and ends before an
    addressee (« a répondu le maire à la riveraine ») and before the quote ``uttered``, which is
    attributed to it: « accusé par l'opposition de « laxisme » ».
    """
    tree, pronouns = passage.tree, vocabulary.pronouns
    words = tree.words
    pronoun = latter(passage, index, vocabulary)
    if pronoun is not None and not any(
        words[child].relation == "appos" for child in tree.children[index]
    ):
        return Span(words[pronoun[1]].start, words[index].end)
    if words[index].upos == "DET" and words[index].relation in ("det", "nmod"):
        # « à ses yeux »: the possessive is the mention.
        return Span(words[index].start, words[index].end)
    modified = any(
        words[child].relation in ("nmod", "amod", "det") for child in tree.children[index]
    )
    clitic = words[index].form.startswith("-") and unhyphened(words[index].form) in pronouns
    if clitic or (words[index].upos == "PRON" and not modified):
        return _whole(tree, index, _without_hyphens(words[index]), vocabulary)
    if passage.inside[index] not in (host, OUTSIDE):
        if host_of_name(passage, index) == host:
            return _quoted_phrase(passage, index, vocabulary)
        host = passage.inside[index]
    members = set(tree.subtree(index, without=_OUTSIDE_MENTION))
    members.update(_rest_of_name(tree, index))
    first = index
    while first - 1 > behind and first - 1 in members and _belongs(passage, first - 1, host):
        first -= 1
    last = _last(passage, index, index, members, host, vocabulary, uttered)
    while first < index and (
        words[first].upos in ("PUNCT", "CCONJ", "SCONJ")
        or words[first].relation in ("case", "cc", "mark", "advmod")
        or words[first].feat("PronType") == "Rel"  # « dont la maire », « dont l'un »
    ):
        first += 1
    return _whole(tree, first, Span(words[first].start, words[last].end), vocabulary)


def _whole(tree: Tree, first: int, span: Span, vocabulary: Vocabulary) -> Span:
    """A mention with the whole of its first word, which a parser may have cut: « quelqu'un »,
    « quelques-uns »."""
    word = tree.words[first]
    if first == 0 or vocabulary.pronouns.get(unhyphened(word.form)) not in ("one", "some"):
        return span
    before = tree.words[first - 1]
    cut = before.end == word.start and fold(before.form + word.form) in vocabulary.function_words
    return Span(before.start, span.end) if cut else span


_SHORT_NAME: Final = 6
"""Words of the longest quote that may be a name for somebody: « les « gilets jaunes » disent »."""


def host_of_name(passage: Passage, index: int) -> int:
    """Whose words a few quoted words are among that go on with a phrase begun before the marks."""
    words, inside = passage.tree.words, passage.inside
    head = words[index].head
    first, last = _stretch(passage, index)
    if head == ROOT or inside[head] == inside[index] or first < 2:
        return inside[index]
    if not _may_name(words[first : last + 1]):
        return inside[index]
    before = words[first - 2].upos
    title = before == "ADP" and words[index].form[:1].isupper()  # « selon « Le Courrier du Lot » »
    begun = title or before in _BEFORE_NAME or words[index].upos == "PROPN"
    return inside[first - 2] if begun else inside[index]


def _may_name(words: Sequence[Word]) -> bool:
    """Whether quoted words could be a name: few and without a verb, unlike « Je suis Charlie »."""
    verb = any(word.upos in ("VERB", "AUX") for word in words)
    return len(words) <= _SHORT_NAME and not verb


_BEFORE_NAME: Final = frozenset({"DET", "ADJ", "NUM"})


def _stretch(passage: Passage, index: int) -> tuple[int, int]:
    """The first and the last of the words around a quoted one that stand between the same marks; of
    a long quote no more than it takes to see that it is long."""
    inside = passage.inside
    first = last = index
    while first and inside[first - 1] == inside[index] and index - first < _SHORT_NAME:
        first -= 1
    while (
        last + 1 < len(inside) and inside[last + 1] == inside[index] and last - index < _SHORT_NAME
    ):
        last += 1
    return first, last


def _rest_of_name(tree: Tree, index: int) -> list[int]:
    """What goes on with a name that hangs within another: « à l'AFP Marcel Roux » hangs both words
    on « AFP »."""
    word = tree.words[index]
    if word.relation not in WITHIN_NAME or word.head == ROOT:
        return []
    siblings = (child for child in tree.children[word.head] if child > index)
    within = takewhile(lambda child: tree.words[child].relation in WITHIN_NAME, siblings)
    return [one for child in within for one in tree.subtree(child, without=_OUTSIDE_MENTION)]


def _last(
    passage: Passage,
    head: int,
    last: int,
    members: Set[int],
    host: int,
    vocabulary: Vocabulary,
    uttered: int = OUTSIDE,
) -> int:
    """The last word of a mention that goes on behind ``last``.

    It ends where the phrase or the journalist's words do, but may hold a name between marks:
    « des dizaines de « gilets jaunes » en colère ».
    """
    words = passage.tree.words
    floor = last
    while last + 1 < len(words):
        closing = _named_behind(passage, last, members, host, uttered)
        if closing > 0:
            floor = last = closing
        elif (
            last + 1 in members
            and _belongs(passage, last + 1, host)
            and not _ends_mention(passage, head, last + 1, vocabulary)
            and not _is_addressing(passage, head, last + 1, vocabulary)
        ):
            last += 1
        else:
            break
    while (
        last > floor
        and words[last].upos in _NOT_LAST
        and not (words[last].relation in WITHIN_NAME and words[last].form[:1].isupper())
    ):
        last -= 1
    return last


_NOT_LAST: Final = frozenset({"PUNCT", "ADP", "AUX", "CCONJ", "DET", "ADV", "SCONJ"})


def _named_behind(passage: Passage, last: int, members: Set[int], host: int, uttered: int) -> int:
    """The end of a name between marks that goes on with a phrase, -1 where none opens there."""
    words, inside = passage.tree.words, passage.inside
    opening = last + 1
    if opening + 1 >= len(words) or words[opening].upos != "PUNCT":
        return -1
    if inside[opening] != host or inside[opening + 1] in (host, OUTSIDE, uttered):
        return -1
    begin, end = _stretch(passage, opening + 1)
    name = words[begin : end + 1]
    tied = any(one in members for one in range(begin, end + 1))
    if begin != opening + 1 or not tied or not _may_name(name):
        return -1
    closing = end + 1 if end + 1 < len(words) and words[end + 1].upos == "PUNCT" else end
    # « l'élu « frondeur » Luc Roy », but not « un ministre « furieux » »
    on = closing + 1 in members and words[closing + 1].upos == "PROPN"
    complement = words[last].upos in _BEFORE_COMPLEMENT or name[0].upos == "PROPN"
    return closing if complement or on else -1


_BEFORE_COMPLEMENT: Final = frozenset({"ADP", "DET", "NUM"})


def _quoted_phrase(passage: Passage, index: int, vocabulary: Vocabulary) -> Span:
    """A name between marks with the determiner before them: « un autre « gilet jaune » »."""
    words = passage.tree.words
    first, last = _stretch(passage, index)
    start = first - 1
    while start > 0 and words[start - 1].upos in _BEFORE_NAME:
        start -= 1
    closed = last + 1 < len(words) and words[last + 1].upos == "PUNCT"
    if start == first - 1:
        return Span(words[first].start, words[last].end)  # « selon « Le Monde » »
    members = set(passage.tree.subtree(index, without=_OUTSIDE_MENTION))
    # « un « gilet jaune » du Gard »
    last = _last(passage, index, last + closed, members, passage.inside[start], vocabulary)
    return Span(words[start].start, words[last].end)


def seats(passage: Passage, verb: int, vocabulary: Vocabulary) -> Iterator[int]:
    """The nouns that say where a verb takes place: « reconnaît-on au parquet », « chez Total ».

    « au sein du ministère », « du côté du ministère »: what a locution leads to comes behind it.
    « On dit de la mairie » speaks about it: « de » leads to no place.
    """
    words, children = passage.tree.words, passage.tree.children
    for child in (*children[verb], *_strays(passage, verb)):
        if not _cases(passage, child, vocabulary).isdisjoint(_PLACING):
            yield child
            yield from (one for one in children[child] if words[one].relation in _BEHIND)


_PLACING: Final = ("to", "at", "among")
"""Classes of prepositions that lead to a place where « on » speaks."""


def _cases(passage: Passage, index: int, vocabulary: Vocabulary) -> set[str]:
    """The classes of a preposition and of those that stand with it: « auprès », « du côté »."""
    words = passage.tree.words
    cases = (one for one in passage.tree.children[index] if words[one].relation == "case")
    forms = (fold(words[one].form) for one in (index, *cases))
    return {vocabulary.prepositions.get(form, "") for form in forms}


def is_among(passage: Passage, index: int, vocabulary: Vocabulary) -> bool:
    """Whether « on » speaks for the people whom a noun names: « chez les élus », « parmi eux », but
    not « dit-on aux élus »."""
    return "among" in _cases(passage, index, vocabulary)


def _strays(passage: Passage, verb: int) -> Iterator[int]:
    """The nouns right behind a verb that a tree hangs on what is quoted before it."""
    words, inside = passage.tree.words, passage.inside
    for index in range(verb + 1, len(words)):
        if inside[index] != inside[verb]:
            break
        head = words[index].head
        if head != ROOT and head < verb and inside[head] != inside[verb]:
            yield index


_BEHIND: Final = frozenset({"nmod", "obl"})
"""How a place hangs on a locution: « au sein du parquet », « auprès du parquet »."""


def author(passage: Passage, document: int, vocabulary: Vocabulary) -> int:
    """Who writes or publishes a document by the verb that it is the object of, -1 where nobody is
    told: « L'association a publié un rapport qui dénonce « … » »."""
    words, children = passage.tree.words, passage.tree.children
    verb = words[document].head
    if words[document].relation != "obj" or verb == ROOT:
        return -1
    if vocabulary.speech_verbs.get(fold(words[verb].lemma)) != "write":
        return -1
    complements = (one for one in children[document] if words[one].relation == "nmod")
    if any(
        words[one].form[:1].isupper() or fold(words[one].form) in vocabulary.collective_nouns
        for one in complements
    ):
        return -1  # « un rapport de l'Inspection » is not that of the paper that has it
    if words[verb].relation == "acl" and any(words[one].upos == "AUX" for one in children[verb]):
        return words[verb].head  # « l'association ayant publié un rapport », « qui a publié »
    # « L'association vient de publier »: the subject is that of the verb above.
    above = (verb, words[verb].head) if words[verb].relation == "xcomp" else (verb,)
    subjects = (child for one in above if one != ROOT for child in children[one])
    return next((one for one in subjects if words[one].deprel == "nsubj"), -1)


def is_group(passage: Passage, index: int, span: Span) -> bool:
    """« Luc Roy et Anne Petit », « Ali Reza et son avocate »: several who speak as one.

    « Anne Petit, historienne et enseignante » is one, wherever the tree hangs her second role, and
    so is « le journaliste et député ».
    """
    words, children = passage.tree.words, passage.tree.children
    apposed = False
    # « MM. Roux et Petit »: the second name may hang on the first, and that on the title.
    within = [one for one in children[index] if words[one].relation in WITHIN_NAME]
    tied = chain(children[index], *(children[one] for one in within))
    for child in _with_followers(passage.tree, tied):
        word = words[child]
        apposed = apposed or (
            _is_second_role(passage.tree, index, child)
            or (word.relation == "appos" and word.upos != "PROPN")
        )
        named = word.upos in ("NOUN", "PROPN") or word.form[:1].isupper()  # « MM. Roux et Petit »
        if word.relation == "conj" and named and word.end <= span.end:
            # « Luc Roy, boulanger et Bonnet vert » too, but not « Luc Roy, élu, et Anne Petit »
            common = word.upos == "NOUN" or (apposed and not _behind_comma(passage.tree, child))
            bare = common and not is_determined(passage.tree, child)
            if bare and (apposed or _is_one(passage.tree, index)):
                return False
            # The conjunction of « la CGT, FO et la CFDT » hangs on the last of them.
            if any(
                words[other].relation == "cc" and fold(words[other].form) in ("et", "&")
                for other in passage.tree.children[child]
            ):
                return True
    return False


def _is_second_role(tree: Tree, name: int, noun: int) -> bool:
    """Whether a noun that a tree coordinates with a name is rather in apposition to it: « Anne
    Petit, autrice et lauréate du prix », « Luc Roy, ex-FN et fondateur d'un parti »."""
    word = tree.words[noun]
    return (
        (tree.words[name].upos, word.upos) == ("PROPN", "NOUN")
        and word.relation == "conj"
        and word.feat("Number") == "Sing"
        and any(tree.words[at].form == "," for at in range(name + 1, noun))
        and not is_determined(tree, noun)
    )


def _with_followers(tree: Tree, indices: Iterable[int]) -> Iterator[int]:
    """Words, each before those coordinated with it and with these in turn: a parser may hang « la
    CFDT » on « FO » and that on « la CGT »."""
    waiting = deque(indices)
    seen: set[int] = set()
    while waiting:
        index = waiting.popleft()
        if index not in seen:
            seen.add(index)
            yield index
            if tree.words[index].relation == "conj":
                others = tree.children[index]
                waiting.extend(one for one in others if tree.words[one].relation == "conj")


def _behind_comma(tree: Tree, index: int) -> bool:
    """Whether a comma stands before a coordinated phrase or its conjunction."""
    first = min(tree.subtree(index))
    return first > 0 and "," in (tree.words[first].form, tree.words[first - 1].form)


def _is_one(tree: Tree, index: int) -> bool:
    """Whether a noun has a determiner and is a singular."""
    word = tree.words[index]
    singular = word.upos == "NOUN" and word.feat("Number") == "Sing"
    return singular and is_determined(tree, index)


def is_determined(tree: Tree, index: int) -> bool:
    """Whether a determiner hangs on a word."""
    return any(tree.words[child].relation == "det" for child in tree.children[index])


def _ends_mention(passage: Passage, head: int, index: int, vocabulary: Vocabulary) -> bool:
    """Whether a noun phrase ends before a word: at a bracket, at a comma that opens no apposition,
    at a preposition that ties an adverbial and not a complement to the noun."""
    words = passage.tree.words
    word = words[index]
    if word.form in ("(", "[") or (index > head and _is_moment(words, index, vocabulary)):
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
        if words[index - 1].upos == "ADP":
            return False  # « l'un d'entre eux »: the first preposition decides
        ties = vocabulary.prepositions.get(fold(word.lemma))
        if words[head].form[:1].isupper():
            return ties not in ("of", "name")  # « Reporters sans frontières »
        # « l'adjoint aux mobilités », where the tree ties it to the noun and not to the verb.
        tied = word.head >= 0 and words[word.head].relation == "nmod"
        return ties != "of" and not (tied and ties == "to")
    return False


def _is_moment(words: Sequence[Word], index: int, vocabulary: Vocabulary) -> bool:
    """Whether a word says when something is said: « le maire mercredi soir », « le maire la
    veille », but « le maire de la veille », « un élu de la première heure »."""
    before = words[index - 1]
    if before.upos in ("ADP", "DET", "NUM") or (before.upos == "ADJ" and before.head == index):
        return False
    at = index
    while at + 1 < len(words) and words[at].upos in ("DET", "NUM"):
        at += 1
    return words[at].upos in ("NOUN", "ADV") and fold(words[at].form) in vocabulary.temporal_nouns


def _is_addressing(passage: Passage, head: int, index: int, vocabulary: Vocabulary) -> bool:
    """Whether a word leads to somebody who is spoken to: « le maire à la riveraine », « un témoin
    au Parisien », but « la présidente à la retraite », « l'adjointe au maire », « un journaliste
    au Parisien »."""
    words = passage.tree.words
    word = words[index]
    leads = vocabulary.prepositions.get(fold(word.form)) == "to" and word.head >= index
    if not leads or fold(words[head].form) in vocabulary.attached_nouns:
        return False
    verb = words[head].head
    if not (0 <= verb < head and words[verb].upos in ("VERB", "AUX")):
        return False  # « Un rival au maire dénonce »
    form = words[word.head].form
    if fold(form) in vocabulary.role_nouns or form in vocabulary.first_names:
        return True
    works = "media" in vocabulary.role_fields.get(fold(words[head].lemma), "")
    return not works and any(f"{article}{form}" in vocabulary.media for article in _ARTICLES)


_ARTICLES: Final = ("", "Le ", "La ", "L'", "Les ")
"""What the lexicons may have before the name of a medium: « au Parisien »."""


def is_of(form: str, vocabulary: Vocabulary) -> bool:
    """Whether a word of a text begins with « de », contracted or elided: « du », « d'Anne »."""
    word = fold(form)
    return any(
        vocabulary.prepositions.get(one) == "of" for one in (word, word.partition("'")[0] + "'")
    )


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


_PARTING: Final = frozenset(":;?!…—–") | OPENERS | CLOSERS
"""Signs that no mention goes beyond."""


def _belongs(passage: Passage, index: int, host: int) -> bool:
    word = passage.tree.words[index]
    if passage.inside[index] != host or word.form[-1:] in _PARTING:
        return False
    return not (word.upos == "VERB" and "VerbForm=Fin" in word.feats)


def unhyphened(form: str) -> str:
    """A clitic as the lexicon of pronouns has it: « -t-elle » is « elle »."""
    return fold(form).lstrip("-").removeprefix("t-")


def _without_hyphens(word: Word) -> Span:
    """A pronoun without the hyphens of « a-t-il »."""
    stripped = word.form.lstrip("-")
    if stripped.lower().startswith("t-"):
        stripped = stripped[2:]
    return (
        Span(word.end - len(stripped), word.end)
        if 0 < len(stripped) <= word.end - word.start
        else Span(word.start, word.end)
    )
