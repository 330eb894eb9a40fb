"""The way through: text → marked spans → trees → cues, speakers, entities → quotes."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from types import FrameType
from typing import Any, Final, TypeAlias

from quoteattr import marks
from quoteattr._version import __version__
from quoteattr.attribution import assembly, ranking, readings, vocabulary
from quoteattr.attribution.passages import passage
from quoteattr.attribution.scene import set_scene
from quoteattr.attribution.vocabulary import Vocabulary
from quoteattr.errors import InputError, LongSentenceWarning, ModelError
from quoteattr.marks import MarkedSpan
from quoteattr.model import Quotes
from quoteattr.syntax import conllu, excerpt, framing, spacy, stanza
from quoteattr.syntax.excerpt import Excerpt
from quoteattr.syntax.framing import Frame
from quoteattr.syntax.tree import SyntaxParser, Tree

PARSERS = ("stanza", "spacy")
"""The parsers that can be named; any object that follows ``SyntaxParser`` can be given."""


_Prepared: TypeAlias = tuple[str, list[MarkedSpan], list[Frame], list[Excerpt]]


class QuoteParser:
    """Finds the quotes of French texts and says who utters each.

    ``parser`` is ``"stanza"`` (the shipped model unless ``model`` names another), ``"spacy"``, or
    an object of your own that follows ``quoteattr.syntax.tree.SyntaxParser``. ``marks`` limits the
    families of quotation marks (``quoteattr.marks.FAMILIES``). Below ``min_confidence`` a quote
    keeps no speaker; without it, a name that is likelier wrong than right is left out and the
    mention kept. ``threads`` bounds the threads of Stanza (spaCy has one), ``vocabulary`` replaces
    lexicons.

    Nothing is loaded before the first text or ``load()``. Raises ``InputError`` for an unknown
    parser or mark family, for options of another type, for an empty ``model``, for numbers out of
    range and for ``model`` or ``threads`` beside an object of your own, ``ModelError`` where a
    model can't be loaded.
    """

    def __init__(
        self,
        parser: str | SyntaxParser = "stanza",
        *,
        model: str | None = None,
        marks: Collection[str] | None = None,
        min_confidence: float | None = None,
        threads: int | None = None,
        vocabulary: Vocabulary | None = None,
    ) -> None:
        whole = isinstance(threads, int) and not isinstance(threads, bool)
        if threads is not None and not (whole and threads >= 1):
            raise InputError(f"threads must be at least 1, a whole number, not {threads!r}")
        if isinstance(parser, str):
            self._parser = _named(parser, model, threads)
        elif isinstance(parser, type) or not callable(getattr(parser, "parse", None)):
            given = parser if isinstance(parser, type) else type(parser)
            raise InputError(
                f"a parser is {' or '.join(map(repr, PARSERS))} or an object that follows"
                f" SyntaxParser, not {'a class, ' * (given is parser)}{given.__name__}"
            )
        elif model is not None or threads is not None:
            raise InputError("model and threads are for a parser by name: this object has its own")
        else:
            self._parser = parser
        self._marks = _checked(marks)
        if min_confidence is not None and not (
            isinstance(min_confidence, int | float)
            and not isinstance(min_confidence, bool)
            and 0.0 <= min_confidence <= 1.0
        ):
            raise InputError(f"min_confidence is a probability from 0 to 1, not {min_confidence!r}")
        if vocabulary is not None and not isinstance(vocabulary, Vocabulary):
            raise InputError(f"vocabulary is a Vocabulary, not {type(vocabulary).__name__}")
        self._min_confidence = min_confidence
        self._vocabulary = vocabulary

    def load(self) -> QuoteParser:
        """Load model and weights now rather than at the first text; returns the parser itself."""
        self._parser.load()
        ranking.shipped(self._name)
        return self

    @cached_property
    def _name(self) -> str:
        """The name of the parser; it takes time to ask, and texts without marks need none."""
        return self._parser.name

    def __call__(self, text: str) -> Quotes:
        """The quotes of one text; raises ``InputError`` where it is no ``str``."""
        if not isinstance(text, str):
            raise _no_text("the text", text)
        return next(self.pipe((text,)))

    def pipe(self, texts: Iterable[str], batch_size: int = 32) -> Iterator[Quotes]:
        """The quotes of each text, in order; the sentences of a batch are parsed together.

        Raises ``InputError`` at a text that is no ``str``, after the answers to those before it,
        and names it by its number, from 0.
        Warns (``LongSentenceWarning``), once a text, where a sentence is too long for a parser.
        """
        if not isinstance(batch_size, int) or isinstance(batch_size, bool):
            raise InputError(f"batch_size is a whole number, not {batch_size!r}")
        stream = _texts(texts)
        fault: Exception | None = None
        while fault is None:
            prepared: list[_Prepared] = []
            try:
                for text in islice(stream, max(batch_size, 1)):
                    prepared.append(self._prepare(text))
            except Exception as error:
                # What came before it in the batch gets its answers first.
                fault = error
            if not prepared:
                break
            trees = iter(self._parse([part.text for *_, own in prepared for part in own]))
            for text, spans, frames, own in prepared:
                _warn_of_cuts(text, own)
                restored = excerpt.restored(own, islice(trees, len(own)))
                name = self._name if spans else None
                meta = _versions(name, self._parser.model if own else None)
                yield self._attribute(text, spans, frames, restored, meta)
        if fault is not None:
            raise fault

    def from_stanza(self, document: Any) -> Quotes:
        """The quotes of a ``stanza.Document`` that is parsed already; parses and loads nothing.

        Raises ``InputError`` where it is no document or has no text.
        """
        return self._from_trees(stanza.trees(document), document.text, "stanza.Document")

    def from_spacy(self, document: Any) -> Quotes:
        """The quotes of a ``spacy.tokens.Doc`` that is parsed already; parses and loads nothing.

        Raises ``InputError`` where it is no document or has no dependency parse.
        """
        return self._from_trees(spacy.trees(document), document.text, "spacy.Doc")

    def from_conllu(self, sentences: str, text: str | None = None) -> Quotes:
        """The quotes of CoNLL-U sentences; offsets count in ``text``, or in the text that the
        tokens make up. Raises ``InputError`` naming the line that is no CoNLL-U."""
        text, trees = conllu.trees(sentences, text)
        return self._from_trees(trees, text, "CoNLL-U")

    def _frames(self, text: str) -> tuple[list[MarkedSpan], list[Frame]]:
        spans = marks.find(text, self._marks)
        return spans, framing.find(text, spans) if spans else []

    def _prepare(self, text: str) -> _Prepared:
        spans, frames = self._frames(text)
        if not spans:
            return text, spans, frames, []
        quoted = ranking.shipped(self._name).quoted
        return text, spans, frames, excerpt.of_text(text, frames, spans, quoted)

    def _parse(self, sentences: Sequence[str]) -> list[Tree]:
        """A tree for each sentence; a parser that is not asked loads nothing."""
        found = self._parser.parse(sentences) if sentences else []
        if not isinstance(found, Sequence) or not all(isinstance(one, Tree) for one in found):
            raise ModelError(
                "the parser gave no list of trees: each must be a quoteattr.syntax.tree.Tree"
            )
        if len(found) != len(sentences):
            raise ModelError(
                f"the parser gave {len(found)} trees for {len(sentences)} sentences:"
                " it must give one each"
            )
        return found

    def _from_trees(self, trees: Iterable[Tree], text: str, origin: str) -> Quotes:
        spans, frames = self._frames(text)
        meta = _versions(origin) if spans else _versions()
        return self._attribute(text, spans, frames, trees, meta)

    def _attribute(
        self,
        text: str,
        spans: Sequence[MarkedSpan],
        frames: Sequence[Frame],
        trees: Iterable[Tree],
        meta: Mapping[str, str],
    ) -> Quotes:
        if not spans:
            return Quotes((), text, (), dict(meta))
        rankers = ranking.shipped(meta["parser"])
        words = self._vocabulary or vocabulary.default()
        scene = set_scene(passage.build(text, spans, frames, trees), words)
        answers = readings.read(scene, rankers)
        return assembly.assemble(scene, answers, rankers, meta, self._min_confidence)


def _texts(texts: Iterable[str]) -> Iterator[str]:
    """Each of many texts; raises ``InputError`` where they are none, or at one that is no text."""
    if isinstance(texts, str):
        raise InputError("pipe reads many texts: give a list of them, or call the parser itself")
    if isinstance(texts, Mapping):
        raise InputError("pipe reads texts, not a mapping: give its values()")
    try:
        stream = enumerate(texts)
    except TypeError:
        raise InputError(
            f"pipe reads many texts, a list or an iterator, not {type(texts).__name__}"
        ) from None
    for number, text in stream:
        if not isinstance(text, str):
            raise _no_text(f"text {number}", text)
        yield text


def _no_text(which: str, given: object) -> InputError:
    return InputError(f"{which} is a {type(given).__name__}, not a str: decode it or convert it")


def _versions(parser: str | None = None, model: str | None = None) -> dict[str, str]:
    """What a published count must name.

    Nothing was weighed where a text has no quotes; a text whose only quotes are the same name over
    and over was weighed but not parsed.
    """
    versions = {"quoteattr": __version__}
    if parser is not None:
        versions["parser"] = parser
        if model is not None:
            versions["model"] = model
        versions["weights"] = ranking.shipped(parser).version
    return versions


def _warn_of_cuts(text: str, parts: Sequence[Excerpt]) -> None:
    """One warning for all sentences of a text that a parser is given in parts."""
    start = next((part.pieces[0].start for part in parts if part.cut), None)
    if start is not None:
        warnings.warn(
            f"a sentence of more than {excerpt.MAX_LENGTH} characters is cut for the parser, at"
            f" offset {start}: {text[start : start + 40]!r}; look at its speakers, or mark its end"
            " with a full stop or a new line",
            LongSentenceWarning,
            stacklevel=_level_of_caller(),
        )


def _level_of_caller() -> int:
    """The ``stacklevel``, for a warning from the function that asks, of the nearest caller that is
    not quoteattr's own."""
    frame, level = sys._getframe(1), 1
    while frame.f_back is not None and _package(frame) == _PACKAGE:
        frame, level = frame.f_back, level + 1
    return level


def _package(frame: FrameType) -> str:
    return str(frame.f_globals.get("__name__", "")).partition(".")[0]


_PACKAGE: Final = __name__.partition(".")[0]


def _named(name: str, model: str | None, threads: int | None) -> SyntaxParser:
    if not isinstance(model, str | None):
        raise InputError(f"model is the name or folder of a model, a str, not {model!r}")
    if model is not None and not model.strip():
        raise InputError(
            "model is empty: give the name or folder of a model, or leave it out for the default"
        )
    if name == "stanza":
        return stanza.StanzaParser(model, threads=threads)
    if name == "spacy":
        return spacy.SpacyParser(model)
    raise InputError(f"unknown parser {name!r}: choose from {', '.join(PARSERS)}")


def _checked(names: Collection[str] | None) -> tuple[str, ...] | None:
    if names is None:
        return None
    return tuple(family.name for family in marks.families(names))
