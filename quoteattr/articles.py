"""The quotes of one article or of many, as every table and count takes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from numbers import Integral
from typing import Any, Protocol, TypeAlias, runtime_checkable

from quoteattr.errors import InputError
from quoteattr.model import Quotes

ArticleId: TypeAlias = str | int


@runtime_checkable
class ById(Protocol):
    """Quotes by the ids of their articles: a mapping, or a pandas Series, whose labels are ids."""

    def items(self) -> Iterable[tuple[ArticleId, Quotes]]:
        """(id, quotes) pairs."""
        ...


Articles: TypeAlias = Quotes | ById | Iterable[Quotes] | Iterable[tuple[ArticleId, Quotes]]
"""``Quotes``, or many of them: by their ids, as (id, quotes) pairs, or without any ids."""


def identified(articles: Articles) -> Iterator[tuple[ArticleId, Quotes]]:
    """Each article's id and quotes, in order; an article without an id gets its number, from 0.

    Raises ``InputError`` where something else than ``Quotes`` comes along.
    """
    if isinstance(articles, Quotes):
        articles = (articles,)
    elif isinstance(articles, ById):
        articles = articles.items()
    elif not isinstance(articles, Iterable):
        raise InputError(
            f"articles are Quotes, or many of them, not {type(articles).__name__}: give what a"
            " QuoteParser returned"
        )
    article: Any
    for number, article in enumerate(articles):
        paired = isinstance(article, tuple) and len(article) == 2
        id, quotes = article if paired else (number, article)
        if not isinstance(quotes, Quotes):
            raise InputError(
                f"article {id!r} is a {type(quotes).__name__}, not Quotes: give what a QuoteParser"
                " returned, one of them or many"
            )
        # Of numpy's whole numbers JSON knows nothing.
        yield int(id) if isinstance(id, Integral) else id, quotes
