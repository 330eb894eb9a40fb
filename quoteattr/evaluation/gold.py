"""Annotated articles and predictions: what they are, and how they are read."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Iterator, Mapping
from os import PathLike, fspath
from typing import Any, BinaryIO, Final

from attrs import frozen

from quoteattr.errors import InputError
from quoteattr.formats import documents
from quoteattr.model import Quotes, Span

_SURROGATE: Final = re.compile(r"\\u[dD][89a-fA-F]")


_SPEECH_KINDS: Final = frozenset({"speech", "direct", "mixed"})


@frozen
class GoldQuote:
    """A quote as annotated.

    ``speech`` is False for a term. ``entity`` is who the words belong to, ``aliases`` are other
    names of the same, ``mention`` and ``verb`` the spans of the cue, None where there is none.
    ``mark`` is the opening mark, None where the annotation does not tell.
    """

    start: int
    end: int
    speech: bool
    entity: str | None = None
    aliases: tuple[str, ...] = ()
    mention: Span | None = None
    verb: Span | None = None
    mark: str | None = None


@frozen
class GoldArticle:
    """An annotated article; ``outlet`` is None where the annotation does not tell."""

    id: str
    text: str
    quotes: tuple[GoldQuote, ...]
    outlet: str | None = None


@frozen
class PredictedQuote:
    """A quote as predicted.

    ``speech`` is False for a term. ``speaker`` is the resolved name. ``confidence`` and ``mark``
    are None where the predictions do not tell.
    """

    start: int
    end: int
    speech: bool = True
    speaker: str | None = None
    mention: Span | None = None
    verb: Span | None = None
    confidence: float | None = None
    mark: str | None = None


def read_gold(path: str | PathLike[str]) -> tuple[GoldArticle, ...]:
    """The annotated articles of a JSON Lines file, ``-`` for standard input.

    Raises ``InputError`` for a file that can't be read, a malformed line, an id that stands twice.
    """
    articles: dict[str, GoldArticle] = {}
    for where, data in _records(path):
        article = gold_article(data, where)
        if article.id in articles:
            raise InputError(f"{where}: id {article.id!r} stands twice; give each article its own")
        articles[article.id] = article
    if not articles:
        shown = documents.located(fspath(path))
        raise InputError(f"{shown}: no article in it; give a file of annotated articles")
    return tuple(articles.values())


def read_predictions(path: str | PathLike[str]) -> dict[str, tuple[PredictedQuote, ...]]:
    """The predicted quotes of a JSON Lines file by article id, ``-`` for standard input.

    Lines are as ``quoteattr extract --format jsonl`` writes them or of the plain shape. Raises
    ``InputError`` for a file that can't be read, a malformed line, an id that stands twice.
    """
    predictions: dict[str, tuple[PredictedQuote, ...]] = {}
    for where, data in _records(path):
        article = _identity(data, where)
        if article in predictions:
            raise InputError(f"{where}: id {article!r} stands twice; give each article its own")
        predictions[article] = predicted_quotes(data, where)
    return predictions


def gold_article(data: Mapping[str, Any], where: str = "gold") -> GoldArticle:
    """The article of one line of gold; ``where`` begins the message of an ``InputError``."""
    identity = _identity(data, where)
    text = data.get("text")
    if not isinstance(text, str):
        raise InputError(f"{where}: no text; a gold line needs id, text and quotes")
    outlet = data.get("outlet")
    if not isinstance(outlet, str | None):
        raise InputError(f"{where}: outlet {outlet!r} is no string")
    found = tuple(
        _gold_quote(quote, text, at) for quote, at in _quotes(data, where, "a gold article")
    )
    return GoldArticle(identity, text, found, outlet)


def predicted_quotes(
    data: Mapping[str, Any], where: str = "predictions"
) -> tuple[PredictedQuote, ...]:
    """The quotes of one line of predictions; ``where`` begins the message of an ``InputError``."""
    return tuple(
        _predicted_quote(quote, at) for quote, at in _quotes(data, where, "a line of predictions")
    )


def from_quotes(quotes: Quotes) -> tuple[PredictedQuote, ...]:
    """What a parser found in one article, as predictions."""
    return predicted_quotes(quotes.to_dict(text=False))


def _records(path: str | PathLike[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """File and line in words, and the object, of each line that is not blank."""
    name = fspath(path)
    try:
        with _open(name) as stream:
            for number, line in documents.lines(stream, name):
                if isinstance(line, InputError):
                    raise line
                if line.strip():
                    where = documents.located(name, number)
                    yield where, _object(line, where)
    except OSError as error:
        reason = error.strerror or str(error)
        shown = documents.located(name)
        raise InputError(f"{shown}: {reason}; give the path of a JSON Lines file") from error


def _open(name: str) -> BinaryIO:
    if name != documents.STANDARD_INPUT:
        return open(name, "rb")
    documents.check(name)
    return io.BytesIO(sys.stdin.buffer.read())


def _object(line: str, where: str) -> Mapping[str, Any]:
    try:
        data = json.loads(line)
    except json.JSONDecodeError as error:
        reason = f"{error.msg}, character {error.colno}"
        raise InputError(f"{where}: no JSON ({reason}); write one object a line") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"{where}: no JSON ({error}); write one object a line") from error
    if not isinstance(data, dict):
        raise InputError(f"{where}: no JSON object; write one object a line")
    if _SURROGATE.search(line):
        try:
            json.dumps(data, ensure_ascii=False).encode()
        except UnicodeEncodeError as error:
            raise InputError(
                f"{where}: half a character (a lone surrogate); write the whole character"
            ) from error
    return data


def _identity(data: Mapping[str, Any], where: str) -> str:
    identity = data.get("id")
    if type(identity) is not int and not isinstance(identity, str):
        raise InputError(f"{where}: no id; give each article a string or a whole number as id")
    return str(identity)


def _quotes(
    data: Mapping[str, Any], where: str, owner: str
) -> Iterator[tuple[Mapping[str, Any], str]]:
    """Each quote of a line, with its place in words."""
    found = data.get("quotes")
    if not isinstance(found, list):
        raise InputError(f"{where}: no list of quotes; {owner} needs one, if an empty one")
    for number, quote in enumerate(found, start=1):
        at = f"{where}, quote {number}"
        if not isinstance(quote, dict):
            raise InputError(f"{at}: no JSON object")
        yield quote, at


def _gold_quote(data: Mapping[str, Any], text: str, where: str) -> GoldQuote:
    span = _span([data.get("start"), data.get("end")], where, "start and end")
    speech = _speech(data, where)
    entity = _string(data.get("entity"), where, "entity")
    aliases = data.get("aliases") or []
    if not isinstance(aliases, list) or not all(isinstance(alias, str) for alias in aliases):
        raise InputError(f"{where}: aliases {aliases!r} is no list of strings")
    if speech and not entity:
        raise InputError(f"{where}: speech without an entity; name who says it, or make it a term")
    mention = _optional_span(data.get("speaker"), where, "speaker")
    verb = _optional_span(data.get("verb"), where, "verb")
    for part in (span, mention, verb):
        if part is not None and part.start == part.end:
            raise InputError(f"{where}: a span from {part.start} to {part.end} holds nothing")
        check_inside(part, text, where)
    mark = _string(data.get("mark"), where, "mark")
    return GoldQuote(span.start, span.end, speech, entity, tuple(aliases), mention, verb, mark)


def _predicted_quote(data: Mapping[str, Any], where: str) -> PredictedQuote:
    span = _span([data.get("start"), data.get("end")], where, "start and end")
    speaker: Any = data.get("speaker")
    mention: Any = data.get("mention")
    if isinstance(speaker, dict):
        speaker, mention = speaker.get("name"), speaker.get("mention")
    confidence = data.get("confidence")
    if confidence is not None and not (
        isinstance(confidence, int | float)
        and not isinstance(confidence, bool)
        and 0 <= confidence <= 1
    ):
        raise InputError(f"{where}: confidence {confidence!r} is no number from 0 to 1")
    return PredictedQuote(
        span.start,
        span.end,
        _speech(data, where),
        _string(speaker, where, "speaker") or None,
        _optional_span(mention, where, "mention"),
        _optional_span(data.get("verb"), where, "verb"),
        confidence,
        _string(data.get("mark"), where, "mark"),
    )


def _speech(data: Mapping[str, Any], where: str) -> bool:
    kind = data.get("kind", "speech")
    if kind == "term":
        return False
    if not isinstance(kind, str) or kind not in _SPEECH_KINDS:
        raise InputError(f"{where}: kind {kind!r}; write speech, direct, mixed or term")
    return True


def _string(value: object, where: str, name: str) -> str | None:
    if value is not None and not isinstance(value, str):
        raise InputError(f"{where}: {name} {value!r} is no string")
    return value


def _optional_span(value: object, where: str, name: str) -> Span | None:
    return None if value is None else _span(value, where, name)


def _span(value: object, where: str, name: str) -> Span:
    pair: object = value
    if isinstance(value, dict):
        pair = [value.get("start"), value.get("end")]
    if isinstance(pair, list) and len(pair) == 2:
        start, end = pair
        if type(start) is int and type(end) is int and 0 <= start <= end:
            return Span(start, end)
    raise InputError(
        f"{where}: {name} {value!r} is no span; give two offsets in code points, end exclusive"
    )


def check_inside(span: Span | None, text: str, where: str) -> None:
    """Raise ``InputError`` where a span runs beyond its text; ``where`` names file and line."""
    if span is not None and span.end > len(text):
        raise InputError(
            f"{where}: span {span.start}-{span.end} runs beyond the text, which has {len(text)}"
            " characters; offsets count code points of exactly this text"
        )
