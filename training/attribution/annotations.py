"""Annotations that stand apart from their texts, which belong to others and stay where they are.

``annotations.jsonl`` holds one article a line: its ``id``, the beginning of the SHA-256 of its
text, and ``quotes`` with ``start``, ``end`` and ``kind``; speech has ``entity`` and ``aliases``,
places of the text that name the source, and where there is a cue ``speaker`` and ``verb``. All
places are code points of the text, end exclusive. The conventions are those of the annotated
articles that teach together with these.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from quoteattr.errors import InputError
from quoteattr.evaluation import GoldArticle, gold_article

ANNOTATIONS = Path(__file__).with_name("annotations.jsonl")


def read(texts: Path, annotations: Path = ANNOTATIONS) -> list[GoldArticle]:
    """The annotated articles whose texts stand in ``texts``: ``{"id","text"}`` a line, or ``.gz``.

    Raises ``InputError`` where a text is missing or is another than the one that was annotated.
    """
    lines = annotations.read_text(encoding="utf-8").splitlines()
    wanted = {article["id"]: article for article in map(json.loads, lines)}
    found = {row["id"]: row["text"] for row in _rows(texts) if row["id"] in wanted}
    result = []
    for id, article in wanted.items():
        text = found.get(id)
        if text is None or digest(text) != article["sha256"]:
            state = "is not the one that was annotated" if text else "is not there"
            raise InputError(f"{texts}: the text of article {id!r} {state}; give the same corpus")
        quotes = [_named(quote, text) for quote in article["quotes"]]
        result.append(gold_article({"id": id, "text": text, "quotes": quotes}, f"{annotations}"))
    return result


def digest(text: str) -> str:
    """What tells one text from another."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def _rows(texts: Path) -> Iterator[dict[str, Any]]:
    opened = gzip.open if texts.suffix == ".gz" else open
    with opened(texts, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _named(quote: dict[str, Any], text: str) -> dict[str, Any]:
    """A quote with its source by name instead of by place."""
    if quote["kind"] == "term":
        return quote
    start, end = quote["entity"]
    aliases = [text[first:last] for first, last in quote.get("aliases", ())]
    return {**quote, "entity": text[start:end], "aliases": aliases}
