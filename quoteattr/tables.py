"""Quotes as a table, a row a quote: plain rows, a pandas DataFrame, an Arrow table.

pandas and pyarrow come with ``pip install quoteattr[tables]`` and are imported where they are used.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from quoteattr.articles import ArticleId, Articles, identified
from quoteattr.errors import QuoteattrError
from quoteattr.model import Quotes

if TYPE_CHECKING:
    import pandas
    import pyarrow

ColumnType: TypeAlias = Literal["text", "integer", "boolean", "number", "spans", "features"]
Row: TypeAlias = dict[str, Any]

_QUOTE: dict[str, ColumnType] = {
    "id": "text",
    "start": "integer",
    "end": "integer",
    "text": "text",
    "mark": "text",
    "closed": "boolean",
    "kind": "text",
    "speaker_name": "text",
    "speaker_entity": "integer",
    "speaker_gender": "text",
    "speaker_number": "text",
    "speaker_role": "text",
    "mention_start": "integer",
    "mention_end": "integer",
    "mention_text": "text",
    "verb_start": "integer",
    "verb_end": "integer",
    "verb_text": "text",
    "verb_lemma": "text",
    "verb_kind": "text",
    "verb_negated": "boolean",
    "verb_hedged": "boolean",
    "sentence_start": "integer",
    "sentence_end": "integer",
    "paragraph_start": "integer",
    "paragraph_end": "integer",
    "before": "text",
    "after": "text",
    "fragments": "spans",
    "parent_start": "integer",
    "parent_end": "integer",
    "confidence": "number",
}
_EVIDENCE: dict[str, ColumnType] = {
    "evidence_rule": "text",
    "evidence_path": "text",
    "evidence_features": "features",
    "evidence_runner_up": "text",
}
COLUMNS = tuple(_QUOTE)
EVIDENCE_COLUMNS = tuple(_EVIDENCE)
META = b"quoteattr"
"""Under this key an Arrow or Parquet schema holds the versions that made the table, as JSON."""


class MissingLibrary(QuoteattrError, ImportError):
    """A library that a table needs is not installed; the message says how to get it."""


def columns(*, evidence: bool = False) -> Mapping[str, ColumnType]:
    """The columns of a table and what they hold, in order."""
    return MappingProxyType({**_QUOTE, **_EVIDENCE} if evidence else _QUOTE)


def rows(id: ArticleId, quotes: Quotes, *, evidence: bool = False) -> Iterator[Row]:
    """A row for each quote of one article, with the values under their columns' names.

    Missing values are None. ``fragments`` is a tuple of ``Span``, ``evidence_features`` a tuple of
    (name, weight) pairs, None where a quote came without evidence.
    """
    for quote in quotes:
        speaker, verb, context, parent = quote.speaker, quote.verb, quote.context, quote.parent
        mention = None if speaker is None else speaker.mention
        entity = quotes.entity_of(quote)
        row = {
            "id": str(id),
            "start": quote.start,
            "end": quote.end,
            "text": quote.text,
            "mark": quote.mark,
            "closed": quote.closed,
            "kind": quote.kind,
            "speaker_name": speaker and speaker.name,
            "speaker_entity": speaker and speaker.entity,
            "speaker_gender": entity and entity.gender,
            "speaker_number": entity and entity.number,
            "speaker_role": entity and entity.role,
            "mention_start": mention and mention.start,
            "mention_end": mention and mention.end,
            "mention_text": mention and mention.text,
            "verb_start": verb and verb.start,
            "verb_end": verb and verb.end,
            "verb_text": verb and verb.text,
            "verb_lemma": verb and verb.lemma,
            "verb_kind": verb and verb.kind,
            "verb_negated": verb and verb.negated,
            "verb_hedged": verb and verb.hedged,
            "sentence_start": context.sentence.start,
            "sentence_end": context.sentence.end,
            "paragraph_start": context.paragraph.start,
            "paragraph_end": context.paragraph.end,
            "before": context.before,
            "after": context.after,
            "fragments": quote.fragments,
            "parent_start": parent and parent.start,
            "parent_end": parent and parent.end,
            "confidence": quote.confidence,
        }
        if evidence:
            found = quote.evidence
            row |= {
                "evidence_rule": found and found.rule,
                "evidence_path": found and found.path,
                "evidence_features": found and found.features,
                "evidence_runner_up": found and found.runner_up,
            }
        yield row


def to_dataframe(articles: Articles, *, evidence: bool = False) -> pandas.DataFrame:
    """A pandas DataFrame with the columns of ``columns``, a row a quote.

    Integers and truth values have the nullable types ``Int64`` and ``boolean``, so that a missing
    one is ``<NA>`` and offsets stay whole numbers. ``fragments`` holds a list of (start, end) pairs
    in each cell, ``evidence_features`` a list of dicts with ``name`` and ``weight``. The versions
    stand in ``frame.attrs["quoteattr"]``.

    Raises ``MissingLibrary`` where pandas is not installed.
    """
    try:
        import pandas
    except ImportError as error:
        raise _missing("a DataFrame", "pandas") from error
    versions: dict[str, list[str]] = {}
    table = _by_column(_rows_of(articles, versions, evidence), evidence)
    frame = pandas.DataFrame(
        {
            name: pandas.Series(values, dtype=_pandas_type(kind))
            for (name, kind), values in zip(
                columns(evidence=evidence).items(), table.values(), strict=True
            )
        }
    )
    frame.attrs["quoteattr"] = versions
    return frame


def to_arrow(articles: Articles, *, evidence: bool = False) -> pyarrow.Table:
    """An Arrow table with the columns of ``columns``, a row a quote.

    ``fragments`` is a list of ``{start, end}`` in each cell, ``evidence_features`` a list of
    ``{name, weight}``. The versions stand in the schema's metadata under ``META``.

    Raises ``MissingLibrary`` where pyarrow is not installed.
    """
    versions: dict[str, list[str]] = {}
    table = arrow_table(_rows_of(articles, versions, evidence), evidence=evidence)
    return table.replace_schema_metadata({META: versions_to_json(versions)})


def arrow_table(rows: Iterable[Row], *, evidence: bool = False) -> pyarrow.Table:
    """An Arrow table of rows that are there already, without versions."""
    schema = arrow_schema(evidence=evidence)
    import pyarrow

    return pyarrow.table(_by_column(rows, evidence), schema=schema)


def arrow_schema(*, evidence: bool = False) -> pyarrow.Schema:
    """Names and types of an Arrow table; ``MissingLibrary`` where pyarrow is not installed."""
    try:
        import pyarrow
    except ImportError as error:
        raise _missing("an Arrow or Parquet table", "pyarrow") from error
    offset = pyarrow.int64()
    types = {
        "text": pyarrow.string(),
        "integer": offset,
        "boolean": pyarrow.bool_(),
        "number": pyarrow.float64(),
        "spans": pyarrow.list_(pyarrow.struct([("start", offset), ("end", offset)])),
        "features": pyarrow.list_(
            pyarrow.struct([("name", pyarrow.string()), ("weight", pyarrow.float64())])
        ),
    }
    return pyarrow.schema(
        [(name, types[kind]) for name, kind in columns(evidence=evidence).items()]
    )


def note_versions(versions: dict[str, list[str]], quotes: Quotes) -> None:
    """Add the versions that made these quotes to those of a table, each different one once."""
    for name, version in quotes.meta.items():
        known = versions.setdefault(name, [])
        if version not in known:
            known.append(version)


def versions_to_json(versions: Mapping[str, list[str]]) -> bytes:
    """Versions as an Arrow schema stores them: an object of lists."""
    return json.dumps(versions, ensure_ascii=False, sort_keys=True).encode()


def _rows_of(articles: Articles, versions: dict[str, list[str]], evidence: bool) -> Iterator[Row]:
    for id, quotes in identified(articles):
        note_versions(versions, quotes)
        yield from rows(id, quotes, evidence=evidence)


def _by_column(rows: Iterable[Row], evidence: bool) -> dict[str, list[Any]]:
    """Values by column, as the table libraries take them."""
    types = columns(evidence=evidence)
    table: dict[str, list[Any]] = {name: [] for name in types}
    for row in rows:
        for name, kind in types.items():
            value = row[name]
            if kind == "text" and value is not None:
                value = _encoded(value)
            elif kind == "spans":
                value = [(span.start, span.end) for span in value]
            elif kind == "features" and value is not None:
                value = [{"name": _encoded(feature), "weight": weight} for feature, weight in value]
            table[name].append(value)
    return table


def _encoded(text: str) -> str:
    """The text as UTF-8 can hold it: half a character becomes its escape."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _pandas_type(kind: ColumnType) -> str:
    types = {"text": "string", "integer": "Int64", "boolean": "boolean", "number": "float64"}
    return types.get(kind, "object")


def _missing(what: str, library: str) -> MissingLibrary:
    return MissingLibrary(f"{what} needs {library}: `pip install quoteattr[tables]` brings it")
