"""The spaCy component: ``nlp.add_pipe("quoteattr")`` on any French pipeline with a parser.

spaCy finds it through entry points. Import this module only where Docs are read that another
process has made, so that they have ``doc._.quotes``.
"""

# No "from __future__ import annotations" here: spaCy before 3.8 checks a component's options
# against the annotations themselves and can't read them as text.
from importlib.metadata import version
from typing import Any, Final

from spacy.language import Language
from spacy.tokens import Doc

from quoteattr.attribution import ranking
from quoteattr.errors import InputError
from quoteattr.model import Quotes, Span
from quoteattr.parser import QuoteParser

KEY: Final = "quoteattr"
"""Under this key ``doc.user_data`` holds the quotes as plain data."""
LANGUAGES: Final = ("fr", "xx")


class QuoteComponent:
    """Finds the quotes of a parsed ``Doc`` and who utters each.

    The answers stand in ``doc._.quotes`` (a ``Quotes``) and in the span groups ``quotes``,
    ``speakers`` and ``cues`` of ``doc.spans``, whose spans are whole tokens. A span's ``id_`` is
    the index of its quote in ``doc._.quotes``; its label is the kind of the quote, ``speaker``, or
    the kind of the cue.
    """

    def __init__(self, parser: QuoteParser, meta: dict[str, str]) -> None:
        self._parser = parser
        self._meta = meta

    def __call__(self, doc: Doc) -> Doc:
        """Add the quotes; raises ``InputError`` where the Doc has no dependency parse."""
        quotes = self._parser.from_spacy(doc)
        data = quotes.to_dict(text=False, evidence=True)
        data["meta"] |= self._meta
        doc.user_data[KEY] = data
        groups: dict[str, list[Any]] = {"quotes": [], "speakers": [], "cues": []}
        for number, quote in enumerate(quotes):
            groups["quotes"].append(_span(doc, quote.span, quote.kind, number))
            if quote.speaker is not None and quote.speaker.mention is not None:
                mention = _span(doc, quote.speaker.mention, "speaker", number)
                groups["speakers"].append(mention)
            if quote.verb is not None:
                groups["cues"].append(_span(doc, quote.verb, quote.verb.kind, number))
        for name, spans in groups.items():
            doc.spans[name] = [span for span in spans if span is not None]
        return doc


@Language.factory(
    "quoteattr",
    default_config={"marks": None, "min_confidence": None},
    requires=["token.lemma", "token.pos", "token.dep", "token.head", "doc.sents"],
    assigns=["doc._.quotes", "doc.spans"],
)
def make_quoteattr(
    nlp: Language,
    name: str,
    marks: list[str] | None = None,
    min_confidence: float | None = None,
) -> QuoteComponent:
    """The component, with options as ``QuoteParser`` takes them.

    Raises ``InputError`` for a pipeline that is not French, for options that ``QuoteParser``
    refuses, and where somebody else has registered ``doc._.quotes``.
    """
    if nlp.lang not in LANGUAGES:
        raise InputError(f"quoteattr reads French: add it to a French pipeline, not {nlp.lang!r}")
    _register()
    if Doc.get_extension("quotes")[2] is not quotes_of:
        raise InputError(
            "another package has registered doc._.quotes: call Doc.remove_extension('quotes')"
            " before quoteattr is added to the pipeline"
        )
    meta = {
        "parser": f"spacy {version('spacy')}",
        "model": f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}",
        "weights": ranking.shipped("spacy").version,
    }
    return QuoteComponent(QuoteParser("spacy", marks=marks, min_confidence=min_confidence), meta)


def quotes_of(doc: Doc) -> Quotes:
    """The quotes of a Doc that the component has read: what ``doc._.quotes`` gives.

    Raises ``InputError`` where it has not, and where the quotes are those of another text.
    """
    data = doc.user_data.get(KEY)
    if data is None:
        raise InputError(
            'this Doc has no quotes: run it through a pipeline with nlp.add_pipe("quoteattr"), and'
            " keep its user data where you store it (DocBin(store_user_data=True))"
        )
    try:
        return Quotes.from_dict(data, text=doc.text)
    except ValueError:
        raise InputError(
            "the quotes of this Doc are those of another text, as after"
            " as_doc(copy_user_data=True): run the component over it again"
        ) from None


def _span(doc: Doc, span: Span, label: str, number: int) -> Any:
    return doc.char_span(
        span.start, span.end, label=label, span_id=str(number), alignment_mode="expand"
    )


def _register() -> None:
    if not Doc.has_extension("quotes"):
        Doc.set_extension("quotes", getter=quotes_of)


# A Doc that was read back in a process without the component has doc._.quotes all the same.
_register()
