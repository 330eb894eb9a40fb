"""The quotes of one article or of many, as every table and count takes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from quoteattr.errors import InputError
from quoteattr.model import Quotes

ArticleId: TypeAlias = str | int
Articles: TypeAlias = (
    Quotes | Mapping[ArticleId, Quotes] | Iterable[Quotes] | Iterable[tuple[ArticleId, Quotes]]
)
"""``Quotes``, or many of them: a mapping from ids, (id, quotes) pairs, or no ids at all."""


def identified(articles: Articles) -> Iterator[tuple[ArticleId, Quotes]]:
    """Each article's id and quotes, in order; an article without an id gets its number, from 0.

    Raises ``InputError`` where something else than ``Quotes`` comes along.
    """
    if isinstance(articles, Quotes):
        articles = (articles,)
    elif isinstance(articles, Mapping):
        articles = articles.items()
    elif not isinstance(articles, Iterable):
        raise InputError(
            f"articles are Quotes, or many of them, not {type(articles).__name__}: give what a"
            " QuoteParser returned"
        )
    for number, article in enumerate(articles):
        paired = isinstance(article, tuple) and len(article) == 2
        id, quotes = article if paired else (number, article)
        if not isinstance(quotes, Quotes):
            raise InputError(
                f"article {id!r} is a {type(quotes).__name__}, not Quotes: give what a QuoteParser"
                " returned, one of them or many"
            )
        yield id, quotes
