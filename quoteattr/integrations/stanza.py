"""The Stanza processor ``quotes``: import this module, then ask a pipeline for it::

    import stanza
    import quoteattr.integrations.stanza

    nlp = stanza.Pipeline("fr", processors="tokenize,mwt,pos,lemma,depparse,quotes")
    nlp(text).quotes

Options are arguments of the pipeline: ``quotes_marks``, ``quotes_min_confidence``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from importlib.metadata import version
from typing import Any, Final

import stanza
from attrs import evolve
from stanza.pipeline.processor import Processor, register_processor
from stanza.pipeline.registry import NAME_TO_PROCESSOR_CLASS

from quoteattr.attribution import ranking
from quoteattr.errors import InputError
from quoteattr.parser import QuoteParser
from quoteattr.syntax import shipped

NAME: Final = "quotes"


class QuotesProcessor(Processor):  # type: ignore[misc]
    """Finds the quotes of a parsed ``stanza.Document`` and puts them into ``document.quotes``."""

    PROVIDES_DEFAULT = frozenset({NAME})
    REQUIRES_DEFAULT = frozenset({"tokenize", "pos", "lemma", "depparse"})

    def __init__(self, config: Mapping[str, Any], pipeline: Any, device: Any) -> None:
        super().__init__(config, pipeline, device)
        if config["lang"] != "fr":
            raise InputError(
                f"quoteattr reads French: ask a French pipeline for quotes, not {config['lang']!r}"
            )
        marks = config.get("marks")
        if isinstance(marks, str):
            marks = [name.strip() for name in marks.split(",")]
        least: Any = config.get("min_confidence")
        if isinstance(least, str):
            with suppress(ValueError):  # QuoteParser refuses what is no number.
                least = float(least)
        self._parser = QuoteParser("stanza", marks=marks, min_confidence=least)
        self._meta = {
            "parser": f"stanza {version('stanza')}",
            "model": _model(pipeline),
            "weights": ranking.shipped("stanza").version,
        }

    def process(self, doc: Any) -> Any:
        """Set ``doc.quotes``, a ``Quotes``; ``InputError`` where the Document has no text."""
        quotes = self._parser.from_stanza(doc)
        doc.quotes = evolve(quotes, meta={**quotes.meta, **self._meta})
        return doc

    def mark_inactive(self) -> None:
        """Stanza calls this where a pipeline lacks what the processor needs; nothing to free."""


def pipeline(
    *, marks: Collection[str] | None = None, min_confidence: float | None = None, **options: Any
) -> stanza.Pipeline:
    """A pipeline of the model that the package ships, with ``quotes`` as its last processor.

    ``options`` are those of ``quoteattr.syntax.shipped.pipeline`` and ``stanza.Pipeline``; to
    ``processors``, a str with commas as Stanza takes it, ``quotes`` is added. Raises what
    ``shipped.pipeline`` raises, and ``InputError`` for options that ``QuoteParser`` refuses.
    """
    wanted = options.pop("processors", None) or ",".join(shipped.PROCESSORS)
    named = NAME in (processor.strip() for processor in wanted.split(","))
    return shipped.pipeline(
        processors=wanted if named else f"{wanted},{NAME}",
        quotes_marks=marks,
        quotes_min_confidence=min_confidence,
        **options,
    )


def _model(pipeline: Any) -> str:
    """The name of the package whose parser the pipeline runs."""
    if str(pipeline.dir) == str(shipped.FOLDER):
        return shipped.model_version()
    packages = dict(pipeline.load_list)["depparse"]
    return f"{pipeline.lang}/{packages[0].package}"


# A second registration would run the processor twice.
if NAME not in NAME_TO_PROCESSOR_CLASS:
    register_processor(NAME)(QuotesProcessor)
