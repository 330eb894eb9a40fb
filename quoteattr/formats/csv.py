"""CSV: a row a quote, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io

from quoteattr.model import Quote, Quotes

COLUMNS = (
    "id",
    "start",
    "end",
    "text",
    "mark",
    "closed",
    "kind",
    "speaker_name",
    "speaker_entity",
    "speaker_gender",
    "speaker_number",
    "speaker_role",
    "mention_start",
    "mention_end",
    "mention_text",
    "verb_start",
    "verb_end",
    "verb_text",
    "verb_lemma",
    "verb_kind",
    "verb_negated",
    "verb_hedged",
    "sentence_start",
    "sentence_end",
    "paragraph_start",
    "paragraph_end",
    "before",
    "after",
    "fragments",
    "parent_start",
    "parent_end",
    "confidence",
)
EVIDENCE_COLUMNS = (
    "evidence_rule",
    "evidence_path",
    "evidence_features",
    "evidence_runner_up",
)
# What spreadsheets take for the beginning of a formula, full-width forms included.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def escape(cell: str) -> str:
    """The cell, with an apostrophe before it where a spreadsheet could run it as a formula.

    A cell that begins with an apostrophe gets another one, so that ``unescape`` gives back every
    text unchanged.
    """
    return f"'{cell}" if cell.startswith(("'", *_FORMULA)) else cell


def unescape(cell: str) -> str:
    """The text that ``escape`` was given."""
    return cell.removeprefix("'")


class Writer:
    """Writes a header and a row a quote: comma, double quotes where needed, ``\\n`` after a row."""

    def __init__(self, *, evidence: bool = False) -> None:
        self._evidence = evidence

    def start(self) -> str:
        return _rows([[*COLUMNS, *(EVIDENCE_COLUMNS if self._evidence else ())]])

    def document(self, id: str | int, quotes: Quotes) -> str:
        return _rows([_row(id, quote, quotes, self._evidence) for quote in quotes])

    def end(self) -> str:
        return ""


def _rows(rows: list[list[object]] | list[list[str]]) -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()


def _row(id: str | int, quote: Quote, quotes: Quotes, evidence: bool) -> list[object]:
    speaker, verb, context = quote.speaker, quote.verb, quote.context
    mention = None if speaker is None else speaker.mention
    entity = None
    if speaker is not None and speaker.entity is not None:
        entity = next((found for found in quotes.entities if found.id == speaker.entity), None)
    values: list[object] = [
        str(id),
        quote.start,
        quote.end,
        quote.text,
        quote.mark,
        quote.closed,
        quote.kind,
        speaker and speaker.name,
        None if speaker is None else speaker.entity,
        entity and entity.gender,
        entity and entity.number,
        entity and entity.role,
        mention and mention.start,
        mention and mention.end,
        mention and mention.text,
        verb and verb.start,
        verb and verb.end,
        verb and verb.text,
        verb and verb.lemma,
        verb and verb.kind,
        verb and verb.negated,
        verb and verb.hedged,
        context.sentence.start,
        context.sentence.end,
        context.paragraph.start,
        context.paragraph.end,
        context.before,
        context.after,
        " ".join(f"{span.start}-{span.end}" for span in quote.fragments),
        quote.parent and quote.parent.start,
        quote.parent and quote.parent.end,
        quote.confidence,
    ]
    if evidence:
        found = quote.evidence
        values += [
            found and found.rule,
            found and found.path,
            found and "; ".join(f"{name} {weight:+g}" for name, weight in found.features),
            found and found.runner_up,
        ]
    return [_cell(value) for value in values]


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    return escape(value) if isinstance(value, str) else value
