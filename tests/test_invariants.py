"""What holds for every text, however it was written, scraped or broken."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import pytest
from attrs import evolve
from growth import STEEPEST, steepness
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from strategies import (
    BLANKS,
    LINE_ENDS,
    MARKS,
    NOISE,
    articles,
    empty,
    enormous,
    marks_only,
    nested,
    texts,
)
from stubs import StubParser, rankers, tree

from quoteattr import marks
from quoteattr._version import __version__
from quoteattr.attribution import ranking
from quoteattr.attribution.assembly import MAX_CONTEXT
from quoteattr.marks import MarkedSpan
from quoteattr.model import Quote, Quotes, Span
from quoteattr.parser import QuoteParser
from quoteattr.syntax import excerpt, framing
from quoteattr.syntax.tree import Tree
from tests import frozen, inline

WEIGHTS = [rankers(seed) for seed in range(4)]
QUICK = settings(max_examples=150, deadline=None)
SLOW = settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


class Weights:
    """Stands for ``ranking.shipped``: the weights that are on trial."""

    def __init__(self) -> None:
        self.number = 0

    def __call__(self, parser: str = "") -> ranking.Rankers:
        return WEIGHTS[self.number]


@pytest.fixture
def weights(monkeypatch: pytest.MonkeyPatch) -> Iterator[Weights]:
    chosen = Weights()
    monkeypatch.setattr(ranking, "shipped", chosen)
    yield chosen


# The mark finder


def check_marks(text: str, found: list[MarkedSpan]) -> None:
    order = [(span.outer.start, -span.outer.end) for span in found]
    assert order == sorted(order)
    assert len(set(order)) == len(order)
    around: list[int] = []
    for number, span in enumerate(found):
        words = text[span.start : span.end]
        assert words and words == words.strip()
        assert span.span in span.outer
        assert text.startswith(span.mark, span.outer.start)
        assert not text[span.outer.start + len(span.mark) : span.start].strip()
        closing = text[span.end : span.outer.end].strip()
        assert (closing in {*'«»‹›“”„"', "<<", ">>"}) is span.closed
        assert closing or span.outer.end == span.end
        for at in span.repeated:
            assert span.start <= at < span.end
            assert text.startswith(span.mark, at)
        while around and found[around[-1]].outer.end <= span.outer.start:
            around.pop()
        parent = around[-1] if around else None
        assert span.parent == parent
        if parent is not None:
            assert span.outer in found[parent].span
        around.append(number)


@given(st.one_of(texts(), marks_only(), articles()))
@example("«" * 20 + "a" + "»" * 20)
@example('"' * 21 + "a")
@example("« a\n« b » c » d » « e")
@example("„ a “ b ” c ” “ d")
@example("»a« »b« ”c“")
@example("»a\n«b«")
@QUICK
def test_marks_of_any_text(text: str) -> None:
    found = marks.find(text)
    check_marks(text, found)
    assert marks.find(text) == found


@given(st.one_of(texts(), marks_only()), st.sets(st.sampled_from(marks.FAMILIES)))
@QUICK
def test_marks_of_any_choice_of_families(text: str, names: set[str]) -> None:
    found = marks.find(text, names)
    check_marks(text, found)
    known = {mark for family in marks.families(names) for mark in family.openers | family.closers}
    assert {span.mark for span in found} <= known


@given(
    st.one_of(texts(), articles()),
    st.sampled_from(["Il pleut.\n", "Il pleut.\r\n\r\n", "Il pleut…\n\n"]),
)
@QUICK
def test_a_neutral_paragraph_before_a_text_shifts_its_marks(text: str, before: str) -> None:
    shift = len(before)
    moved = [
        MarkedSpan(
            span.start + shift,
            span.end + shift,
            Span(span.outer.start + shift, span.outer.end + shift),
            span.mark,
            span.closed,
            tuple(at + shift for at in span.repeated),
            span.parent,
        )
        for span in marks.find(text)
    ]
    assert marks.find(before + text) == moved


@given(enormous())
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_marks_of_an_enormous_paragraph(text: str) -> None:
    check_marks(text, marks.find(text))


@given(nested())
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
def test_marks_nested_ten_thousand_deep(text: str) -> None:
    check_marks(text, marks.find(text))


@given(empty())
@QUICK
def test_empty_paragraphs_hold_no_quote(text: str) -> None:
    assert marks.find(text) == []
    assert QuoteParser(Unasked())(text) == Quotes((), text, (), {"quoteattr": __version__})


def test_the_strategies_hold_what_they_promise() -> None:
    pieces = "".join((*MARKS, *BLANKS, *LINE_ENDS, *NOISE))
    promised = {
        "combining accents": "e\u0301",
        "zero width": "\u200b",
        "bidirectional": "\u202e",
        "emoji with joiners": "👩‍🚒",
        "astral": "𝔄",
        "CRLF": "\r\n",
        "tab": "\t",
        "form feed": "\f",
        "HTML entity": "&nbsp;",
        "markup": "<script>",
        **{f"mark {mark}": mark for family in marks.families() for mark in family.openers},
        **{f"mark {mark}": mark for family in marks.families() for mark in family.closers},
    }
    assert [name for name, piece in promised.items() if piece not in pieces] == []


# The whole way through


class Unasked(StubParser):
    """A parser that nobody may ask."""

    def parse(self, sentences: Sequence[str]) -> list[Tree]:
        raise AssertionError(f"asked for {sentences}")


def check_quotes(text: str, quotes: Quotes) -> None:
    assert quotes.text == text
    size = Span(0, len(text))
    order = [(quote.start, -quote.end) for quote in quotes]
    assert order == sorted(order)
    spans = {quote.span for quote in quotes}
    ids = [entity.id for entity in quotes.entities]
    assert ids == list(range(len(ids)))
    for number, quote in enumerate(quotes):
        assert text[quote.start : quote.end] == quote.text
        assert quote.text and quote.text == quote.text.strip()
        assert quote.span in size
        assert 0.0 <= quote.confidence <= 1.0
        for other in quotes[number + 1 :]:
            nested = other.span in quote.span or quote.span in other.span
            assert nested or not quote.span.overlaps(other.span)
        if quote.parent is not None:
            assert quote.parent in spans
            assert quote.span in quote.parent
        context = quote.context
        assert quote.span in context.sentence
        assert context.sentence in size and context.paragraph in size
        assert context.paragraph.start <= quote.start < context.paragraph.end
        sentence = text[context.sentence.start : context.sentence.end]
        # Bounded on either side, so that an endless sentence of quotes takes linear memory.
        assert context.before in sentence and context.after in sentence
        assert len(sentence) > MAX_CONTEXT or (
            sentence.startswith(context.before) and sentence.endswith(context.after)
        )
        assert max(len(context.before), len(context.after)) <= MAX_CONTEXT
        assert quote.fragments
        for fragment in quote.fragments:
            assert fragment in quote.span and fragment.start < fragment.end
        for left, right in pairwise(quote.fragments):
            assert left.end <= right.start
        if quote.kind == "term":
            assert quote.speaker is None
        if quote.verb is not None:
            assert quote.verb in size
            assert text[quote.verb.start : quote.verb.end] == quote.verb.text
        if quote.speaker is not None:
            mention, who = quote.speaker.mention, quote.speaker.entity
            if mention is not None:
                assert mention in size
                assert mention.text and text[mention.start : mention.end] == mention.text
            assert who is None or quote.speaker.name == quotes.entities[who].name
            if who is None:
                assert quote.speaker.name is None
                assert mention is not None
        assert quote.explain()
    spoken = {quote.speaker.entity for quote in quotes if quote.speaker is not None}
    assert spoken - {None} == set(ids)
    for entity in quotes.entities:
        assert entity.name and entity.name not in entity.aliases
        assert len(set(entity.aliases)) == len(entity.aliases)


@given(st.one_of(articles(), texts(40)), st.integers(0, len(WEIGHTS) - 1))
@SLOW
def test_quotes_of_any_text(weights: Weights, text: str, number: int) -> None:
    weights.number = number
    parser = QuoteParser(StubParser())
    quotes = parser(text)
    check_quotes(text, quotes)
    assert QuoteParser(StubParser())(text) == quotes
    for evidence in (True, False):
        written = json.dumps(quotes.to_dict(evidence=evidence), allow_nan=False)
        assert Quotes.from_dict(json.loads(written)) == quotes


@given(st.lists(st.one_of(articles(3), texts(15)), max_size=5), st.integers(1, 6))
@SLOW
def test_pipe_equals_one_by_one(weights: Weights, batch: list[str], size: int) -> None:
    parser = QuoteParser(StubParser())
    assert list(parser.pipe(batch, batch_size=size)) == [parser(text) for text in batch]


NEUTRAL = ("Il pleut.\n", "Il pleut.\r\n\r\n", "Il pleut depuis lundi…\n\n")
"""Paragraphs that name nobody and quote nothing."""


def moved(quotes: Quotes, before: str) -> Quotes:
    """The same answers, to a text that stands behind another."""
    shift = len(before)

    def place(span: Span) -> Span:
        return Span(span.start + shift, span.end + shift)

    def quote(old: Quote) -> Quote:
        mention = old.speaker and old.speaker.mention
        return evolve(
            old,
            start=old.start + shift,
            end=old.end + shift,
            fragments=tuple(map(place, old.fragments)),
            parent=old.parent and place(old.parent),
            context=evolve(
                old.context,
                sentence=place(old.context.sentence),
                paragraph=place(old.context.paragraph),
            ),
            verb=old.verb
            and evolve(old.verb, start=old.verb.start + shift, end=old.verb.end + shift),
            speaker=old.speaker
            and evolve(
                old.speaker,
                mention=mention
                and evolve(mention, start=mention.start + shift, end=mention.end + shift),
            ),
        )

    return Quotes(tuple(map(quote, quotes)), before + quotes.text, quotes.entities, quotes.meta)


@given(st.one_of(articles(), texts(40)), st.sampled_from(NEUTRAL), st.integers(0, len(WEIGHTS) - 1))
@SLOW
def test_a_neutral_paragraph_before_a_text_shifts_its_answers_and_changes_nothing_else(
    weights: Weights, text: str, before: str, number: int
) -> None:
    weights.number = number
    parser = QuoteParser(StubParser())
    alone = parser(text)
    # A paragraph that holds the quoted words is not neutral: they stand in it without marks.
    assume(not any(quote.text.lower() in before.lower() for quote in alone))
    assert parser(before + text) == moved(alone, before)


class Neutral(frozen.FrozenParser):
    """Frozen trees, and one for each neutral sentence."""

    def parse(self, sentences: Sequence[str]) -> list[Tree]:
        known = {before.strip() for before in NEUTRAL}
        return [
            tree(sentence) if sentence in known else super(Neutral, self).parse([sentence])[0]
            for sentence in sentences
        ]


def changed_by(name: str, before: str, first: str) -> list[str]:
    """The cases whose answers another paragraph before ``first`` and their text changes."""
    parser = QuoteParser(Neutral(name))
    changed = []
    for case in inline.read(frozen.CASES):
        alone = parser(first + case.text)
        behind = parser(before + first + case.text)
        if behind != evolve(moved(alone, before), meta=behind.meta):
            changed.append(case.id)
    return changed


@pytest.mark.parametrize("name", frozen.PARSERS)
@pytest.mark.parametrize("before", NEUTRAL, ids=range(len(NEUTRAL)))
def test_a_neutral_paragraph_changes_no_answer_on_frozen_trees(name: str, before: str) -> None:
    assert changed_by(name, before, NEUTRAL[0]) == []


@pytest.mark.parametrize("name", frozen.PARSERS)
def test_a_neutral_paragraph_before_the_first_sentence_changes_no_answer(name: str) -> None:
    assert changed_by(name, NEUTRAL[0], "") == []


# Growth


def frames(text: str) -> None:
    framing.find(text, marks.find(text))


def through(text: str) -> None:
    """What ``QuoteParser`` does with a text before its parser is asked."""
    spans = marks.find(text)
    excerpt.of_text(text, framing.find(text, spans), spans)


HOSTILE: dict[str, Callable[[int], str]] = {
    "only «": lambda n: "«" * n,
    "only » ": lambda n: "» " * n,
    "« and words": lambda n: "« mot " * n,
    "« and words in one sentence each": lambda n: "« Un mot. " * n,
    "« repeated, then closed": lambda n: "« Un mot.\n" * (n // 2) + "Fin. »",
    "quotes of two sentences in one frame": lambda n: "« Un mot. Un autre », " * (n // 4),
    "« at each paragraph": lambda n: "« Un mot.\n" * (n // 2),
    "nested": lambda n: "« mot " * (n // 2) + "» " * (n // 2),
    "nested without spaces": lambda n: "«a" * (n // 2) + "»" * (n // 2),
    "straight marks only": lambda n: '"' * n,
    "straight marks and words": lambda n: 'un "mot" et ' * (n // 4),
    "one line without a full stop": lambda n: ("un mot « cité » et " * (n // 5))[: 2 * n],
    "crossing": lambda n: "« a “ b » c ” " * (n // 4),
    "closed inside unclosed": lambda n: "« a “ b ” " * (n // 4),
    "full stops": lambda n: "." * n + "« a »",
    "question marks": lambda n: "a" + "?" * n + " « a »",
    "spaces": lambda n: "« a." + " " * n + "b »",
    "closing marks after a full stop": lambda n: "« a." + " »" * n + "b",
    "empty lines": lambda n: "« a" + "\n" * n + "b »",
    "lines": lambda n: "a\n" * n + "« b »",
    "ASCII": lambda n: "<" * n + ">" * n,
    "elisions": lambda n: "l«" * n,
}


def reading(
    read: Callable[[str], object], make: Callable[[int], str]
) -> Callable[[int], Callable[[], object]]:
    """Reading the text of a size, to be timed."""

    def work(size: int) -> Callable[[], object]:
        text = make(size)
        return lambda: read(text)

    return work


@pytest.mark.parametrize("kind", HOSTILE)
def test_marks_and_frames_grow_linearly(kind: str) -> None:
    assert steepness(reading(frames, HOSTILE[kind]), 1_000) < STEEPEST


@pytest.mark.parametrize("kind", HOSTILE)
def test_excerpts_grow_linearly(kind: str) -> None:
    assert steepness(reading(through, HOSTILE[kind]), 1_000) < STEEPEST


def test_a_hundred_thousand_opening_marks() -> None:
    text = "«" * 80_000 + "« mot " * 20_000
    found = marks.find(text)
    assert len(found) == 20_000
    assert not any(span.closed for span in found)
    assert len(framing.find(text, found)) == 1


def test_ten_thousand_nested_quotes() -> None:
    text = "« mot " * 10_000 + "» " * 10_000
    check_marks(text, marks.find(text))
    frames(text)


def test_one_line_of_two_hundred_thousand_characters() -> None:
    text = "un mot « cité » et " * 10_600
    assert len(text) > 200_000
    assert len(marks.find(text)) == 10_600
    through(text)


def test_a_million_characters_without_a_mark() -> None:
    assert marks.find("Le maire est venu lundi. " * 40_000) == []


def _letters(number: int) -> str:
    """Letters for a number, another word for each."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


_SAID = "« Oui », dit Luc. "
GROWING: dict[str, Callable[[int], str]] = {
    "a quote in each paragraph": lambda n: "".join(
        f"« Un mot {number} », a déclaré Anne Ferrand, maire de Nay.\n" for number in range(n)
    ),
    "bare quotes": lambda n: "".join(f"« Un mot cité {number}. »\n" for number in range(n)),
    "speakers before colons in one sentence": lambda n: ", ".join(
        f"le maire Luc Petit : « non {number} »" for number in range(4 * n)
    ),
    "one long quote": lambda n: "Il dit : « " + "mot " * (5 * n) + "».",
    "a role that many bear": lambda n: _SAID + "Hier un maire dort. Le maire rit. " * (2 * n),
    "complements without an end": lambda n: _SAID + "la maire de " * (20 * n),
    "names without a sign between them": lambda n: _SAID + "Jean Roux Anne Petit " * (5 * n),
    "a surname that two bear": lambda n: (
        "« Oui », dit Luc Roux à Anne Roux. " + "Hier Roux dort. " * (10 * n)
    ),
    "a surname that many bear": lambda n: (
        _SAID + "".join(f"Il y a Z{_letters(number)} Roux. Roux dort. " for number in range(4 * n))
    ),
    "a name above each quote": lambda n: "".join(
        f"Anne Roux, élue {number}\n« Oui {number}. »\n" for number in range(n)
    ),
    "acronyms": lambda n: (
        _SAID
        + "".join(f"Hier l'Union Z{_letters(number)} Roux (UZR) dort. " for number in range(4 * n))
    ),
    "names with particles": lambda n: _SAID + "Ana von der Velde voit von der Velde. " * (5 * n),
    "pronouns that open sentences": lambda n: _SAID + "Anne Roux dort. Elle part. " * (10 * n),
    "a quote without words of the journalist's": lambda n: ", ".join(
        f"«{number}»" for number in range(2 * n)
    ),
}


def quotes_in_one_sentence(n: int) -> str:
    return "Luc dit " + "".join(f"un mot « cité {number} » et " for number in range(n))


@pytest.mark.parametrize("kind", GROWING)
def test_attribution_grows_linearly(weights: Weights, kind: str) -> None:
    parser = QuoteParser(StubParser())
    parser("« Un », dit-il.")
    assert steepness(reading(parser, GROWING[kind]), 40) < STEEPEST


def test_attribution_grows_linearly_in_one_sentence(weights: Weights) -> None:
    parser = QuoteParser(StubParser())
    parser("« Un », dit-il.")
    assert steepness(reading(parser, quotes_in_one_sentence), 50) < STEEPEST


def test_the_same_quote_a_thousand_times(weights: Weights) -> None:
    text = "« mot », a déclaré Anne Ferrand. " * 500
    assert [quote.text for quote in QuoteParser(StubParser())(text)] == ["mot"] * 500
