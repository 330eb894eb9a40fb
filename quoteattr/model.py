"""What a quote is: frozen objects of plain data, and the way to dictionaries and back.

Offsets count Unicode code points from the start of the source text; ends are exclusive, so
``text[span.start:span.end]`` is what a span covers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Literal, TypeAlias, overload

from attrs import field, frozen

from quoteattr.errors import InputError

QuoteKind: TypeAlias = Literal["direct", "mixed", "term"]
VerbKind: TypeAlias = Literal["verb", "preposition", "noun"]
Gender: TypeAlias = Literal["masculine", "feminine"]
Number: TypeAlias = Literal["singular", "plural"]

notebook_view: Callable[[Quote | Quotes], str] = repr
"""What notebooks show; ``quoteattr`` puts the HTML view here, for the core knows no format."""


@frozen(order=True)
class Span:
    """A stretch of the source text: ``source[start:end]``."""

    start: int
    end: int

    def __contains__(self, other: object) -> bool:
        """True where another span lies inside this one, edges included."""
        return isinstance(other, Span) and self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """True where both spans share at least one character."""
        return self.start < other.end and other.start < self.end


@frozen
class Mention(Span):
    """A noun phrase or pronoun of the text that refers to somebody."""

    text: str


@frozen
class Speaker:
    """Who a quote belongs to.

    ``name`` is the best name over the whole text, one noun phrase and never a bare pronoun; None
    where « il » can't be resolved. ``mention`` is the noun phrase or pronoun in the cue, None where
    no cue attributes the quote. ``entity`` is the ``id`` of an entity of the same ``Quotes``.
    """

    name: str | None
    mention: Mention | None
    entity: int | None


@frozen
class Entity:
    """Somebody who is quoted, over the whole text.

    ``gender``, ``number`` and ``role`` are given only where the text itself marks them: an
    article, a title, a pronoun, a noun of the speaker. A first name marks nothing, nor does a
    participle.
    """

    id: int
    name: str | None
    aliases: tuple[str, ...] = ()
    gender: Gender | None = None
    number: Number | None = None
    role: str | None = None


@frozen
class Verb(Span):
    """The cue: the word or words that introduce a quote.

    ``text`` holds the lexical part without auxiliary and clitic: ``déclaré`` in « a-t-il déclaré ».
    ``negated`` as in « n'a jamais dit », ``hedged`` as in « aurait déclaré ».
    """

    text: str
    lemma: str
    kind: VerbKind = "verb"
    negated: bool = False
    hedged: bool = False


@frozen
class Context:
    """Where a quote stands: its sentence, and the paragraph that it begins in.

    ``before`` and ``after`` are the rest of its sentence, on either side of the marks.
    """

    sentence: Span
    paragraph: Span
    before: str
    after: str


@frozen
class Evidence:
    """What an answer rests on.

    ``rule`` names the kind of candidate that won, ``path`` the way through the dependency tree from
    the cue to the mention, ``features`` the strongest (name, weight) pairs, ``runner_up`` the best
    other reading in words, None where there was no other.
    """

    rule: str
    path: str = ""
    features: tuple[tuple[str, float], ...] = ()
    runner_up: str | None = None


@frozen
class Quote:
    """Words between quotation marks, and who says them.

    ``start`` and ``end`` bound the words between the marks, white space at the marks left out:
    ``source[q.start:q.end] == q.text``. ``mark`` is the opening mark as written, ``closed`` is
    False where the closing mark is missing and the end was inferred. ``kind`` is ``direct`` (a
    whole utterance), ``mixed`` (a fragment in the journalist's sentence) or ``term`` (a scare
    quote, name, title or slogan: nobody is presented as uttering it). ``fragments`` are the quoted
    words without an incise that stands inside the marks, ``parent`` is the span of the quote around
    this one. ``confidence`` is the probability that kind and speaker are both right.
    """

    text: str
    start: int
    end: int
    mark: str
    closed: bool
    kind: QuoteKind
    speaker: Speaker | None
    verb: Verb | None
    context: Context
    fragments: tuple[Span, ...]
    parent: Span | None
    confidence: float
    evidence: Evidence | None = field(default=None, eq=False, repr=False)

    @property
    def span(self) -> Span:
        """The span of the quoted words."""
        return Span(self.start, self.end)

    @property
    def parts(self) -> tuple[Span, ...]:
        """The quoted words without an incise: the fragments that lie between the marks, the whole
        quote where there are none."""
        return tuple(span for span in self.fragments if span in self.span) or (self.span,)

    @property
    def word_count(self) -> int:
        """How many words are quoted, an incise inside the marks left out: what white space divides
        and holds a letter or digit, as a word processor counts."""
        return sum(
            any(character.isalnum() for character in word)
            for span in self.parts
            for word in self.text[span.start - self.start : span.end - self.start].split()
        )

    def explain(self) -> str:
        """The evidence in one short text."""
        head = f"« {self.text} » is {_KIND_IN_WORDS[self.kind]}"
        if self.speaker is not None:
            head += f", said by {self.speaker.name or 'somebody who could not be resolved'}"
            mention = self.speaker.mention
            if mention is not None and mention.text != self.speaker.name:
                head += f" (« {mention.text} » at {mention.start}-{mention.end})"
        elif self.kind != "term":
            head += ", its speaker left open"
        if self.verb is not None:
            head += f"; cue « {self.verb.text} » at {self.verb.start}-{self.verb.end}"
        lines = [f"{head}; confidence {self.confidence:.2f}."]
        if self.evidence is not None:
            lines.append(f"Reading: {self.evidence.rule}")
            if self.evidence.path:
                lines.append(f"Path: {self.evidence.path}")
            if self.evidence.features:
                shown = ", ".join(
                    f"{name} {weight:+.2f}" for name, weight in self.evidence.features
                )
                lines.append(f"Strongest features: {shown}")
            if self.evidence.runner_up:
                lines.append(f"Runner-up: {self.evidence.runner_up}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        """The quote in its sentence, for notebooks."""
        return notebook_view(self)

    def to_dict(self, *, evidence: bool = False) -> dict[str, Any]:
        """Plain data with the names of the JSON Lines contract."""
        data: dict[str, Any] = {
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "mark": self.mark,
            "closed": self.closed,
            "kind": self.kind,
            "speaker": _speaker_to_dict(self.speaker),
            "verb": _verb_to_dict(self.verb),
            "context": {
                "sentence": [self.context.sentence.start, self.context.sentence.end],
                "paragraph": [self.context.paragraph.start, self.context.paragraph.end],
                "before": self.context.before,
                "after": self.context.after,
            },
            "fragments": [[span.start, span.end] for span in self.fragments],
            "parent": None if self.parent is None else [self.parent.start, self.parent.end],
            "confidence": self.confidence,
        }
        if evidence:
            found = self.evidence
            data["evidence"] = found and {
                "rule": found.rule,
                "path": found.path,
                "features": [[name, weight] for name, weight in found.features],
                "runner_up": found.runner_up,
            }
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Quote:
        """The quote that ``to_dict`` wrote; ``KeyError`` where a name of it is missing."""
        context = data["context"]
        found = data.get("evidence")
        return cls(
            text=data["text"],
            start=data["start"],
            end=data["end"],
            mark=data["mark"],
            closed=data["closed"],
            kind=data["kind"],
            speaker=_speaker_from_dict(data["speaker"]),
            verb=_verb_from_dict(data["verb"]),
            context=Context(
                sentence=Span(*context["sentence"]),
                paragraph=Span(*context["paragraph"]),
                before=context["before"],
                after=context["after"],
            ),
            fragments=tuple(Span(*pair) for pair in data["fragments"]),
            parent=None if data["parent"] is None else Span(*data["parent"]),
            confidence=data["confidence"],
            evidence=found
            and Evidence(
                rule=found["rule"],
                path=found["path"],
                features=tuple((name, weight) for name, weight in found["features"]),
                runner_up=found["runner_up"],
            ),
        )


@frozen(repr=False)
class Quotes(Sequence[Quote]):
    """The quotes of one text, in text order; a slice is a ``Quotes`` of the same text.

    ``text`` is the source, ``entities`` everybody who is quoted in it, ``meta`` the versions that a
    published count must name: quoteattr, parser, model, weights.
    """

    quotes: tuple[Quote, ...]
    text: str
    entities: tuple[Entity, ...] = ()
    meta: Mapping[str, str] = field(factory=dict)

    def __len__(self) -> int:
        return len(self.quotes)

    def __iter__(self) -> Iterator[Quote]:
        return iter(self.quotes)

    @overload
    def __getitem__(self, index: int) -> Quote: ...
    @overload
    def __getitem__(self, index: slice) -> Quotes: ...
    def __getitem__(self, index: int | slice) -> Quote | Quotes:
        if isinstance(index, slice):
            return Quotes(self.quotes[index], self.text, self.entities, self.meta)
        return self.quotes[index]

    def entity_of(self, quote: Quote) -> Entity | None:
        """Whom a quote of this text belongs to, with gender, number and role; None where its
        speaker is nobody of ``entities``."""
        wanted = None if quote.speaker is None else quote.speaker.entity
        if wanted is None:
            return None
        if 0 <= wanted < len(self.entities) and self.entities[wanted].id == wanted:
            return self.entities[wanted]  # As the parser numbers them.
        return next((one for one in self.entities if one.id == wanted), None)

    def __hash__(self) -> int:
        return hash((self.quotes, self.text))

    def __repr__(self) -> str:
        shown = ", ".join(
            f"<{quote.kind} {quote.start}-{quote.end}"
            f" {quote.speaker.name if quote.speaker else None!r}>"
            for quote in self.quotes[:5]
        )
        return f"Quotes([{shown}{', …' if len(self.quotes) > 5 else ''}], n={len(self.quotes)})"

    def _repr_html_(self) -> str:
        """The text with its quotes marked, for notebooks."""
        return notebook_view(self)

    def to_dict(self, *, text: bool = True, evidence: bool = False) -> dict[str, Any]:
        """Plain data, ready for JSON; the source text is left out with ``text=False``."""
        data: dict[str, Any] = {"text": self.text} if text else {}
        data["quotes"] = [quote.to_dict(evidence=evidence) for quote in self.quotes]
        data["entities"] = [
            {
                "id": entity.id,
                "name": entity.name,
                "aliases": list(entity.aliases),
                "gender": entity.gender,
                "number": entity.number,
                "role": entity.role,
            }
            for entity in self.entities
        ]
        data["meta"] = dict(self.meta)
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], text: str | None = None) -> Quotes:
        """The quotes that ``to_dict`` wrote.

        ``text`` is the source where the data left it out. Raises ``InputError`` where there is no
        text at all or one that does not hold the quotes at their offsets, ``KeyError`` where a
        name of the contract is missing.
        """
        source = data.get("text") if text is None else text
        if source is None:
            raise InputError(
                "these quotes came without their text: pass it as from_dict(…, text=…)"
            )
        quotes = tuple(map(Quote.from_dict, data["quotes"]))
        for quote in quotes:
            if source[quote.start : quote.end] != quote.text:
                raise InputError(
                    f"the quote at {quote.start}-{quote.end} is not in this text:"
                    " pass the text that the quotes were extracted from, unchanged"
                )
        return cls(
            quotes=quotes,
            text=source,
            entities=tuple(
                Entity(
                    id=entity["id"],
                    name=entity["name"],
                    aliases=tuple(entity["aliases"]),
                    gender=entity["gender"],
                    number=entity["number"],
                    role=entity["role"],
                )
                for entity in data["entities"]
            ),
            meta=dict(data["meta"]),
        )


_KIND_IN_WORDS = {
    "direct": "a whole utterance",
    "mixed": "a fragment of somebody's words",
    "term": "a term that nobody utters",
}


def _speaker_to_dict(speaker: Speaker | None) -> dict[str, Any] | None:
    if speaker is None:
        return None
    found = speaker.mention
    mention = found and {"start": found.start, "end": found.end, "text": found.text}
    return {"name": speaker.name, "mention": mention, "entity": speaker.entity}


def _speaker_from_dict(data: Mapping[str, Any] | None) -> Speaker | None:
    if data is None:
        return None
    mention = data["mention"]
    return Speaker(
        name=data["name"],
        mention=None
        if mention is None
        else Mention(mention["start"], mention["end"], mention["text"]),
        entity=data["entity"],
    )


def _verb_to_dict(verb: Verb | None) -> dict[str, Any] | None:
    if verb is None:
        return None
    return {
        "start": verb.start,
        "end": verb.end,
        "text": verb.text,
        "lemma": verb.lemma,
        "kind": verb.kind,
        "negated": verb.negated,
        "hedged": verb.hedged,
    }


def _verb_from_dict(data: Mapping[str, Any] | None) -> Verb | None:
    if data is None:
        return None
    return Verb(
        start=data["start"],
        end=data["end"],
        text=data["text"],
        lemma=data["lemma"],
        kind=data["kind"],
        negated=data["negated"],
        hedged=data["hedged"],
    )
