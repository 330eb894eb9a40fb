"""Who is quoted how often, over one article or many."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable
from operator import itemgetter
from typing import Any, Final

from attrs import define, field, frozen

from quoteattr import lexicon
from quoteattr.articles import ArticleId, Articles, identified
from quoteattr.attribution.vocabulary import fold
from quoteattr.model import Entity, Gender, Quote, Quotes, Span

_ARTICLE: Final = re.compile(r"(?:(?:le|la|les)\s+|l['’]\s*)", re.IGNORECASE)


@frozen
class SpeakerCount:
    """What one speaker says over all articles that were counted.

    ``name`` is None in the one row for speech whose speaker could not be named. ``quotes`` counts
    direct and mixed quotes, never terms; ``words`` the quoted words, incises left out. ``verbs``
    are (lemma, count) pairs of the cues, most frequent first. ``gender`` is what the texts
    themselves mark; None where they mark nothing or contradict each other. ``role`` is the one most
    often given. ``articles`` are the ids of the articles that quote the speaker, in order.
    """

    name: str | None
    quotes: int
    words: int
    verbs: tuple[tuple[str, int], ...]
    gender: Gender | None
    role: str | None
    articles: tuple[ArticleId, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain data, ready for JSON."""
        return {
            "name": self.name,
            "quotes": self.quotes,
            "words": self.words,
            "verbs": [[lemma, count] for lemma, count in self.verbs],
            "gender": self.gender,
            "role": self.role,
            "articles": list(self.articles),
        }


def speakers(articles: Articles) -> tuple[SpeakerCount, ...]:
    """Who is quoted, most quoted first; speech without a named speaker is the last row.

    Over several articles two entities are one speaker where ``joins`` says that their name tells
    who they are, and the names are equal but for case, kind of apostrophe, white space and a
    definite article before them. « le maire » stays one row an article.

    Args:
        articles: ``Quotes``; an iterable of them (ids 0, 1, …); (id, quotes) pairs; or a mapping
            from ids or a pandas Series. An iterable is read once, an article at a time.

    Raises:
        InputError: if there is something else than ``Quotes`` in it.
    """
    counts: dict[Hashable, _Count] = {}
    short: dict[Hashable, set[Gender | None]] = {}
    for number, (id, quotes) in enumerate(identified(articles)):
        parents = {quote.span: quote.parent for quote in quotes}
        voices: dict[Span, Hashable] = {}
        seen: dict[Hashable, Entity | None] = {}
        for quote in quotes:
            if quote.kind == "term":
                continue
            entity, name = _named(quotes, quote)
            key = _key(name, number, entity)
            if entity is not None and name is not None:
                if isinstance(key, str) and " " not in key:  # « Mme Roux », « M. Roux », « Roux »
                    short.setdefault(key, set()).add(entity.gender)
                    key = key, entity.gender
                known = seen.get(key)
                if known is not None and known.id != entity.id:
                    key = key, number, entity.id
            count = counts.setdefault(key, _Count(name))
            voices[quote.span] = key
            # Words of somebody who quotes himself inside his own quote are counted already.
            outer = quote.parent
            while outer is not None and voices.get(outer) != key:
                outer = parents.get(outer)
            count.add(quote, 0 if outer is not None else quote.word_count)
            if key not in seen:
                seen[key] = entity
                count.articles[number] = id
                if entity is not None:
                    count.describe(entity)
    for word, genders in short.items():
        _join_unmarked(counts, word, genders)
    rows = [count.row() for count in counts.values()]
    rows.sort(key=lambda row: (row.name is None, -row.quotes, -row.words, row.name or ""))
    return tuple(rows)


def joins(name: str) -> bool:
    """Whether a name tells by itself who is meant, so that two articles with it mean the same one.

    It does where it is written with a capital and is no common word, with or without a definite
    article before it: « Léa Nkomo », « la CGT », « le maire de Lyon ». « le maire », « le Lillois »
    and « une proche de Léa Nkomo » do not.
    """
    article = _ARTICLE.match(name)
    words = re.split(r"[\s'’-]+", name[article.end() :] if article else name)
    while len(words) > 1 and words[0] in lexicon.words("titles"):
        del words[0]  # « Me Durand », but not « M. le maire »
    demonyms = lexicon.words("demonyms")
    capitals = [word[:1].isupper() and word.lower() not in demonyms for word in words]
    if article is not None:
        return any(capitals)
    common = lexicon.words("function_words")
    first = words[0].lower()
    if first in common or f"{first}'" in common:
        # « Le Monde », « Me Durand », but not « Plusieurs élus de Lyon ».
        return capitals[:2] == [True, True]
    return capitals[0]


def _join_unmarked(
    counts: dict[Hashable, _Count], word: Hashable, genders: set[Gender | None]
) -> None:
    """« Roux » in one article is Mme Roux of another, unless there is a M. Roux as well, or one of
    the articles tells them apart."""
    if len(genders) != 2 or None not in genders:
        return
    [gender] = genders - {None}
    marked, unmarked = counts[word, gender], counts[word, None]
    if marked.articles.keys().isdisjoint(unmarked.articles):
        marked.join(unmarked)
        del counts[word, None]


@define
class _Count:
    """One row as it grows."""

    name: str | None
    quotes: int = 0
    words: int = 0
    verbs: Counter[str] = field(factory=Counter)
    genders: set[Gender] = field(factory=set)
    roles: Counter[str] = field(factory=Counter)
    articles: dict[int, ArticleId] = field(factory=dict)
    """The ids of its articles, by their numbers."""

    def add(self, quote: Quote, words: int) -> None:
        self.quotes += 1
        self.words += words
        if quote.verb is not None:
            self.verbs[quote.verb.lemma] += 1

    def describe(self, entity: Entity) -> None:
        if entity.gender is not None:
            self.genders.add(entity.gender)
        if entity.role is not None:
            self.roles[entity.role] += 1

    def join(self, other: _Count) -> None:
        self.quotes += other.quotes
        self.words += other.words
        self.verbs += other.verbs
        self.genders |= other.genders
        self.roles += other.roles
        self.articles |= other.articles

    def row(self) -> SpeakerCount:
        return SpeakerCount(
            name=self.name,
            quotes=self.quotes,
            words=self.words,
            verbs=tuple(sorted(self.verbs.items(), key=lambda pair: (-pair[1], pair[0]))),
            gender=next(iter(self.genders)) if len(self.genders) == 1 else None,
            role=self.roles.most_common(1)[0][0] if self.roles else None,
            articles=tuple(id for _, id in sorted(self.articles.items(), key=itemgetter(0))),
        )


def _named(quotes: Quotes, quote: Quote) -> tuple[Entity | None, str | None]:
    """The entity that speaks and its name; neither where nobody is named."""
    speaker = quote.speaker
    if speaker is None or speaker.name is None:
        return None, None
    entity = quotes.entity_of(quote)
    return entity, (entity and entity.name) or speaker.name


def _key(name: str | None, article: int, entity: Entity | None) -> Hashable:
    """What is the same for two quotes of one speaker."""
    if name is None:
        return None
    if joins(name):
        rest = _ARTICLE.sub("", name, count=1) if _ARTICLE.match(name) else name
        return " ".join(fold(rest).split())
    return article, name if entity is None else entity.id
