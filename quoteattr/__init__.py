"""quoteattr: who said what, in French.

>>> import quoteattr
>>> [q] = quoteattr.extract("« Notre rôle sera de former », dit le président.")
>>> q.text, q.speaker.name, q.verb.lemma
('Notre rôle sera de former', 'le président', 'dire')

Offsets count Unicode code points from the start of the text, ends are exclusive.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from quoteattr import model
from quoteattr._version import __version__
from quoteattr.errors import InputError, ModelError, QuoteattrError
from quoteattr.model import (
    Context,
    Entity,
    Evidence,
    Mention,
    Quote,
    Quotes,
    Span,
    Speaker,
    Verb,
)

if TYPE_CHECKING:
    from quoteattr.overview import speakers
    from quoteattr.parser import QuoteParser

__all__ = [
    "Context",
    "Entity",
    "Evidence",
    "InputError",
    "Mention",
    "ModelError",
    "Quote",
    "QuoteParser",
    "QuoteattrError",
    "Quotes",
    "Span",
    "Speaker",
    "Verb",
    "__version__",
    "extract",
    "speakers",
]


def extract(text: str) -> Quotes:
    """The quotes of one text, by the default parser, which is loaded once and kept.

    Raises ``InputError`` where ``text`` is no ``str``, ``ModelError`` where the model can't be
    loaded. A ``QuoteParser`` of your own has options and reads many texts in batches.
    """
    return _default()(text)


def __getattr__(name: str) -> object:
    """``QuoteParser`` and ``speakers``: their modules are imported when first asked for."""
    module = _LATER.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(module), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


_LATER = {"QuoteParser": "quoteattr.parser", "speakers": "quoteattr.overview"}


def _notebook_view(shown: Quote | Quotes) -> str:
    from quoteattr.formats import html

    return html.notebook(shown) if isinstance(shown, Quotes) else html.notebook_quote(shown)


model.notebook_view = _notebook_view


@cache
def _default() -> QuoteParser:
    from quoteattr.parser import QuoteParser

    return QuoteParser()
