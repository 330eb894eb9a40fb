"""The evaluation: every figure against hand-counted articles, and against the shared scorer."""

from __future__ import annotations

import importlib.util
import io
import json
import random
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple, TypeAlias

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from quoteattr import cli, evaluation, lexicon
from quoteattr.errors import InputError
from quoteattr.evaluation import (
    Figures,
    GoldArticle,
    GoldQuote,
    PredictedQuote,
    Ratio,
    Scores,
)
from quoteattr.model import Context, Mention, Quote, Quotes, Span, Speaker, Verb

SHARED = Path(__file__).parents[2] / "shared"
SCORER = SHARED / "tools" / "score.py"
GOLD = SHARED / "gold"
needs_shared = pytest.mark.skipif(not SCORER.exists(), reason="needs ../shared")

TEXT = (
    "« Nous partons demain », a déclaré Léa Nkomo. « Il fait froid », selon le maire Paul Rey. "
    'Le « plan vert » attend. "Jamais !" « Toujours ! »'
)


def at(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def gold_quote(words: str, entity: str | None, cue: tuple[str, str] | None = None) -> GoldQuote:
    span = at(words)
    return GoldQuote(
        span.start,
        span.end,
        entity is not None,
        entity,
        mention=at(cue[0]) if cue else None,
        verb=at(cue[1]) if cue else None,
        mark='"' if words == "Jamais !" else "«",
    )


ARTICLE = GoldArticle(
    "a1",
    TEXT,
    (
        gold_quote("Nous partons demain", "Léa Nkomo", ("Léa Nkomo", "déclaré")),
        gold_quote("Il fait froid", "Paul Rey", ("le maire Paul Rey", "selon")),
        gold_quote("plan vert", None),
        gold_quote("Jamais !", "Paul Rey"),
        gold_quote("Toujours !", "Léa Nkomo"),
    ),
    "Le Journal",
)


def predicted(quote: GoldQuote, **changes: Any) -> PredictedQuote:
    perfect = PredictedQuote(
        quote.start, quote.end, quote.speech, quote.entity, quote.mention, quote.verb, 0.95
    )
    return evolve(perfect, **changes)


PERFECT = tuple(map(predicted, ARTICLE.quotes))


def evaluate(*quotes: PredictedQuote, article: GoldArticle = ARTICLE) -> evaluation.Evaluation:
    return evaluation.evaluate([article], {article.id: quotes})


class TestMainFigures:
    def test_perfect_predictions_have_perfect_figures(self) -> None:
        result = evaluate(*PERFECT)
        assert result.figures == Figures(5, 5, 5, 4, 4, 4, 4, 4, 2, 2, 2, 2, 4)
        for measure in evaluation.MEASURES.values():
            assert measure(result.figures).value == 1.0
        assert result.errors == ()

    def test_no_predictions(self) -> None:
        result = evaluation.evaluate([ARTICLE], {})
        assert result.figures == Figures(gold_spans=5, gold_speech=4, gold_mentions=2, gold_verbs=2)
        assert result.figures.attributed.f1.value == 0.0
        assert (result.unpredicted, result.foreign) == (1, 0)
        assert result.calibration is None

    def test_counts_by_hand(self) -> None:
        nkomo, rey, term, never, _ = ARTICLE.quotes
        result = evaluate(
            predicted(nkomo, mention=at("Paul Rey")),
            predicted(rey, speaker="Léa Nkomo", verb=at("déclaré")),
            predicted(term, speech=True, speaker="Paul Rey"),
            predicted(never, speaker=None),
        )
        figures = result.figures
        assert figures == Figures(5, 4, 4, 4, 4, 3, 3, 1, 2, 1, 2, 1, 1)
        assert figures.spans == Scores(Ratio(4, 4), Ratio(4, 5), Ratio(8, 9))
        assert figures.speech == Scores(Ratio(3, 4), Ratio(3, 4), Ratio(6, 8))
        assert figures.attributed == Scores(Ratio(1, 4), Ratio(1, 4), Ratio(2, 8))
        assert figures.named == Ratio(1, 3)
        assert figures.own_name == Ratio(1, 1)
        assert figures.mention == Ratio(1, 2)
        assert figures.verb == Ratio(1, 2)

    @pytest.mark.parametrize(
        ("name", "right", "own"),
        [
            ("Léa Nkomo", 1, 1),
            ("Mme Léa Nkomo", 1, 1),
            ("Nkomo", 1, 0),
            ("la maire", 1, 0),
            ("la maire Léa Nkomo", 1, 0),
            ("Paul Rey", 0, 0),
        ],
    )
    def test_an_alias_names_the_speaker_and_is_not_the_name(
        self, name: str, right: int, own: int
    ) -> None:
        quote = evolve(ARTICLE.quotes[0], aliases=("la maire",))
        article = evolve(ARTICLE, quotes=(quote, *ARTICLE.quotes[1:]))
        figures = evaluate(predicted(quote, speaker=name), article=article).figures
        assert (figures.attributed_speech, figures.own_names) == (right, own)

    @pytest.mark.parametrize(
        ("start", "end", "exact", "found"),
        [
            (0, 0, True, True),
            (-1, 1, True, True),
            (0, -3, False, True),
            (0, -4, False, False),
            (0, 4, False, True),
            (0, 5, False, False),
            (-3, 0, False, True),
        ],
    )
    def test_edges_and_overlap(self, start: int, end: int, exact: bool, found: bool) -> None:
        # Of 19 characters 16 are 0.84 and 15 are 0.79; 19 are 0.83 of 23 and 0.79 of 24.
        quote = ARTICLE.quotes[0]
        text = "«  " + TEXT[2:]
        article = evolve(
            ARTICLE, text="x" + text, quotes=(evolve(quote, start=4, end=23, mention=None),)
        )
        figures = evaluate(
            predicted(quote, start=4 + start, end=23 + end, mention=None), article=article
        ).figures
        assert (figures.exact_spans, figures.found_speech) == (exact, found)

    def test_a_span_predicted_twice_counts_once_as_right(self) -> None:
        figures = evaluate(PERFECT[0], PERFECT[0]).figures
        assert (figures.exact_spans, figures.predicted_spans, figures.found_speech) == (1, 2, 1)

    def test_a_span_annotated_twice_is_found_once_by_one_prediction(self) -> None:
        quote = ARTICLE.quotes[0]
        figures = evaluate(PERFECT[0], article=evolve(ARTICLE, quotes=(quote, quote))).figures
        assert (figures.gold_spans, figures.exact_spans, figures.found_speech) == (2, 1, 1)

    def test_a_cover_of_exactly_four_fifths_is_a_match(self) -> None:
        quote = ARTICLE.quotes[4]
        assert evaluate(predicted(quote, end=quote.end - 2)).figures.found_speech == 1

    def test_the_best_cover_is_taken_not_the_first(self) -> None:
        quote = ARTICLE.quotes[0]
        worse = predicted(quote, end=quote.end - 2, speaker="Paul Rey")
        assert evaluate(worse, predicted(quote)).figures.attributed_speech == 1

    def test_span_beyond_the_text_is_refused(self) -> None:
        with pytest.raises(InputError, match=r"article 'a1', predicted quote 2: .*beyond the text"):
            evaluate(PERFECT[0], PredictedQuote(0, len(TEXT) + 1))

    def test_predictions_of_other_articles_only_are_refused(self) -> None:
        with pytest.raises(InputError, match=r"such as 'a1', the predictions 'b'"):
            evaluation.evaluate([ARTICLE], {"b": PERFECT})

    def test_a_foreign_article_is_left_out_and_counted(self) -> None:
        result = evaluation.evaluate([ARTICLE], {"a1": PERFECT, "b": PERFECT})
        assert result.foreign == 1
        assert result.figures == evaluate(*PERFECT).figures


@pytest.mark.parametrize(
    ("name", "names", "others", "same"),
    [
        ("STRASSE", ["Straße"], [], True),
        ("Le", ["le"], [], True),
        ("Léa Nkomo", ["Léa Nkomo"], [], True),
        ("LÉA NKOMO", ["Le\u0301a Nkomo"], [], True),
        ("Nkomo", ["Léa Nkomo"], [], True),
        ("Mme Nkomo", ["Léa Nkomo"], [], True),
        ("la maire de Lens Léa Nkomo", ["Léa Nkomo"], [], True),
        ("un deux trois quatre cinq Léa Nkomo", ["Léa Nkomo"], [], True),
        ("a b c deux trois Léa Nkomo", ["Léa Nkomo"], [], False),
        ("Léa Nkomo et Paul Rey", ["Léa Nkomo"], ["Paul Rey"], False),
        ("Léa Nkomo et Paul Rey", ["Léa Nkomo"], [], True),
        ("Léa Rey", ["Léa Nkomo"], [], False),
        ("la maire", ["Léa Nkomo", "la maire"], [], True),
        ("l’Élysée", ["l'Élysée"], [], True),
        ("Rey", ["Paul Rey"], [], True),
        ("il", ["Paul Rey"], [], False),
        ("le", ["Paul Rey"], [], False),
        ("", ["Paul Rey"], [], False),
        ("Paul Rey", [""], [], False),
        ("…", ["…"], [], False),
    ],
)
def test_names_match(name: str, names: list[str], others: list[str], same: bool) -> None:
    assert evaluation.names_match(name, names, others) is same


def test_another_speaker_inside_the_name_spoils_it() -> None:
    nkomo = ARTICLE.quotes[0]
    both = predicted(nkomo, speaker="Léa Nkomo, Paul Rey")
    assert evaluate(both).figures.attributed_speech == 0
    alone = evolve(ARTICLE, quotes=(nkomo,))
    assert evaluate(both, article=alone).figures.attributed_speech == 1


@pytest.mark.parametrize(
    ("other", "right"), [("Rey", 1), ("Paul Rey", 0), ("Léa Nkomo Rey", 1), ("Mme Nkomo", 1)]
)
def test_who_spoils_a_name_as_another_speaker(other: str, right: int) -> None:
    # A name of one word spoils nothing, nor one that holds, or is held by, the entity's own.
    nkomo, rey, *_ = ARTICLE.quotes
    article = evolve(ARTICLE, quotes=(nkomo, evolve(rey, entity=other)))
    found = evaluate(predicted(nkomo, speaker="Léa Nkomo avec Paul Rey"), article=article)
    assert found.figures.attributed_speech == right


class TestOverlap:
    def test_share_of_the_gold_quote_above_the_threshold(self) -> None:
        quote = ARTICLE.quotes[0]
        article = evolve(ARTICLE, quotes=(quote,))
        # A predicted quote around the gold one covers all of it, however long it is.
        easy, hard = evaluate(predicted(quote, start=0, end=len(TEXT)), article=article).overlap
        assert (easy.matched, hard.matched) == (1, 1)
        easy, hard = evaluate(predicted(quote, end=quote.start + 6), article=article).overlap
        assert (easy.threshold, easy.matched) == (0.3, 1)
        assert (hard.threshold, hard.matched) == (0.8, 0)
        assert easy.quotes == Scores(Ratio(1, 1), Ratio(1, 1), Ratio(2, 2))

    def test_a_share_equal_to_the_threshold_is_no_match(self) -> None:
        span = at("Il fait fr")
        quote = GoldQuote(span.start, span.end, True, "Paul Rey")
        article = evolve(ARTICLE, quotes=(quote,))
        for length, matched in ((3, (0, 0)), (4, (1, 0)), (8, (1, 0)), (9, (1, 1))):
            found = evaluate(predicted(quote, end=quote.start + length), article=article).overlap
            assert tuple(each.matched for each in found) == matched

    def test_speaker_and_verb_among_matches(self) -> None:
        nkomo, rey, _, never, always = ARTICLE.quotes
        easy, hard = evaluate(
            predicted(nkomo, mention=at("Nkomo"), verb=at("a déclaré")),  # speaker right
            predicted(rey, mention=None),  # verb right
            predicted(never),  # open on both sides: both right
            predicted(always, mention=at("Léa")),  # verb right
        ).overlap
        assert easy == evolve(hard, threshold=0.3)
        assert (hard.matched, hard.right_speakers, hard.right_verbs) == (4, 2, 3)
        assert hard.speaker == Ratio(2, 4)

    def test_a_prediction_is_used_once_and_terms_are_left_out(self) -> None:
        first, _, term, _, _ = ARTICLE.quotes
        twice = evolve(ARTICLE, quotes=(first, first, term))
        easy, _ = evaluate(predicted(first), predicted(term), article=twice).overlap
        assert (easy.gold, easy.predicted, easy.matched) == (2, 1, 1)


class TestBreakdowns:
    def test_outlets_and_marks_add_up(self) -> None:
        other = evolve(ARTICLE, id="a2", outlet=None)
        stray = PredictedQuote(0, 1, True, "Paul Rey", mark="“")
        result = evaluation.evaluate(
            [ARTICLE, other], {"a1": (*PERFECT[:4], stray), "a2": PERFECT[1:]}
        )
        assert list(result.outlets) == ["Le Journal", "unknown"]
        assert list(result.marks) == ["guillemets", "curly", "straight"]
        assert result.marks["straight"].gold_spans == 2
        assert result.marks["curly"] == Figures(
            predicted_spans=1, predicted_speech=1, named_speech=1
        )
        for parts in (result.outlets, result.marks):
            for name in ("gold_spans", "predicted_speech", "attributed_speech", "right_verbs"):
                total = sum(getattr(part, name) for part in parts.values())
                assert total == getattr(result.figures, name)

    @pytest.mark.parametrize(
        ("mark", "family"),
        [
            ("«", "guillemets"),
            ("»", "guillemets"),
            ("“", "curly"),
            ("”", "curly"),
            ("„", "low"),
            ("<<", "ascii"),
            ('"', "straight"),
            ("‹", "single-guillemets"),
            ("*", "unknown"),
            (None, "unknown"),
        ],
    )
    def test_families_of_gold_marks(self, mark: str | None, family: str) -> None:
        article = evolve(ARTICLE, quotes=(evolve(ARTICLE.quotes[0], mark=mark),))
        assert list(evaluate(PERFECT[0], article=article).marks) == [family]

    @pytest.mark.parametrize(
        ("text", "family"), [("« oui »", "guillemets"), ('"oui', "straight"), ("<< oui", "ascii")]
    )
    def test_the_text_tells_the_mark_of_a_stray_prediction(self, text: str, family: str) -> None:
        span = at("oui", text)
        article = GoldArticle("x", text, ())
        result = evaluate(PredictedQuote(span.start, span.end), article=article)
        assert list(result.marks) == [family]

    def test_a_prediction_that_hardly_touches_a_gold_quote_keeps_its_own_mark(self) -> None:
        quote = ARTICLE.quotes[0]
        for length, family in ((9, "curly"), (10, "guillemets")):
            found = predicted(quote, end=quote.start + length, mark="“")
            assert evaluate(found).marks[family].predicted_spans == 1

    def test_a_mention_without_a_cue_word_is_a_cue(self) -> None:
        article = evolve(ARTICLE, quotes=(evolve(ARTICLE.quotes[0], verb=None),))
        assert evaluate(article=article).cues["with cue"].gold_speech == 1

    def test_cues(self) -> None:
        nkomo, rey, _, never, _ = ARTICLE.quotes
        result = evaluate(
            predicted(nkomo), predicted(rey, speaker="Léa Nkomo"), predicted(never, speaker=None)
        )
        assert list(result.cues) == ["with cue", "without cue"]
        assert result.cues["with cue"].attributed == Ratio(1, 2)
        assert result.cues["with cue"].mention == Ratio(2, 2)
        assert result.cues["without cue"].found == Ratio(1, 2)
        assert result.cues["without cue"].named == Ratio(0, 0)
        found = {name: part.gold_speech for name, part in result.cue_classes.items()}
        assert found == {"verb": 1, "preposition": 1, "noun": 0, "none": 2}


@pytest.mark.parametrize(
    ("before", "word", "after", "kind"),
    [
        ("a ", "déclaré", " Léa", "verb"),
        ("", "Selon", " elle", "preposition"),
        ("", "D’après", " elle", "preposition"),
        ("sous la ", "plume", " de Léa", "preposition"),
        ("", "aux yeux de", " Léa", "preposition"),
        ("dans un ", "communiqué", " du parti", "noun"),
        ("dans ses ", "communiqués", " de mai", "noun"),
        ("à la ", "remarque", " de Léa", "noun"),
        ("Léa ", "remarque", " que", "verb"),
        ("lui ", "demande", " Léa", "verb"),
        ("la ", "demande", " de Léa", "noun"),
        ("a ", "résumé", " Léa", "verb"),
        ("", "avertit", " Léa", "verb"),
        ("a ", "avisé", " Léa", "verb"),
    ],
)
def test_cue_class(before: str, word: str, after: str, kind: str) -> None:
    text = before + word + after
    assert evaluation.cue_class(text, Span(len(before), len(before) + len(word))) == kind


def test_cue_class_without_a_verb() -> None:
    assert evaluation.cue_class(TEXT, None) == "none"


def test_every_entry_of_the_lexicons_has_its_class() -> None:
    prepositions = lexicon.words("source_prepositions")
    nouns = lexicon.words("speech_nouns") - prepositions
    assert prepositions
    assert nouns
    for entries, kind in ((prepositions, "preposition"), (nouns, "noun")):
        for entry in entries:
            text = f"un {entry}"
            assert evaluation.cue_class(text, Span(3, len(text))) == kind, entry


class TestBootstrap:
    def test_one_article_has_no_interval(self) -> None:
        assert evaluate(*PERFECT).intervals == {}

    def test_same_seed_same_intervals_and_the_figure_lies_inside(self) -> None:
        articles = [evolve(ARTICLE, id=f"a{number}") for number in range(12)]
        found = {article.id: PERFECT[: number % 5 + 1] for number, article in enumerate(articles)}
        first = evaluation.evaluate(articles, found, seed=1)
        assert first == evaluation.evaluate(articles, found, seed=1)
        assert first.intervals != evaluation.evaluate(articles, found, seed=2).intervals
        assert set(first.intervals) == set(evaluation.MEASURES)
        interval = first.intervals["attributed.recall"]
        assert 0 < interval.low < first.figures.attributed.recall.value < interval.high < 1
        assert first.intervals["named"] == evaluation.Interval(1.0, 1.0)

    def test_width_is_that_of_the_binomial(self) -> None:
        # 100 articles of one quote each, half of them right: 0.5 ± 1.96 · sqrt(0.25 / 100).
        right = Figures(gold_verbs=1, right_verbs=1)
        wrong = Figures(gold_verbs=1)
        interval = evaluation.bootstrap([right, wrong] * 50, samples=4000)["verb"]
        assert interval.low == pytest.approx(0.402, abs=0.012)
        assert interval.high == pytest.approx(0.598, abs=0.012)

    def test_no_samples_no_intervals(self) -> None:
        assert evaluation.bootstrap([Figures(1, 1, 1)] * 3, samples=0) == {}

    def test_a_figure_with_nothing_to_count_has_no_interval(self) -> None:
        intervals = evaluation.bootstrap([Figures(gold_verbs=1)] * 3, samples=20)
        assert set(intervals) == {"verb"}


class TestCalibration:
    def test_by_hand(self) -> None:
        pairs = [(1.0, True), (0.95, True), (0.9, False), (0.72, True), (0.71, False), (0.2, False)]
        found = evaluation.calibration(pairs)
        assert (found.quotes, found.right) == (6, 3)
        assert found.sure_share == Ratio(3, 6)
        assert found.sure_precision == Ratio(2, 3)
        assert found.surest_half == Ratio(2, 3)
        last = found.bins[-1]
        assert (last.low, last.high, last.quotes, last.right) == (0.9, 1.0, 3, 2)
        assert last.confidence == pytest.approx(0.95)
        assert [each.quotes for each in found.bins] == [0, 0, 1, 0, 0, 0, 0, 2, 0, 3]
        assert found.error == pytest.approx((abs(2.85 - 2) + abs(1.43 - 1) + 0.2) / 6)
        assert found.brier == pytest.approx((0.05**2 + 0.9**2 + 0.28**2 + 0.71**2 + 0.2**2) / 6)

    def test_ties_at_the_edge_of_the_surest_half_count_in_proportion(self) -> None:
        pairs = [(0.9, True), (0.5, True), (0.5, False), (0.5, False)]
        for order in (pairs, pairs[::-1]):
            half = evaluation.calibration(order).surest_half
            assert half.of == 2
            assert half.right == pytest.approx(1 + 1 / 3)

    def test_only_named_speech_counts(self) -> None:
        nkomo, rey, term, never, always = ARTICLE.quotes
        found = evaluate(
            predicted(nkomo, confidence=0.93),
            predicted(rey, speaker=None),
            predicted(term),
            predicted(never, confidence=None),
            predicted(always, speaker="Paul Rey", confidence=0.4),
        ).calibration
        assert found is not None
        assert (found.quotes, found.right, found.sure, found.sure_right) == (2, 1, 1, 1)


class TestErrors:
    def test_each_kind(self) -> None:
        nkomo, rey, term, never, always = ARTICLE.quotes
        result = evaluate(
            PredictedQuote(0, 1, True, "Paul Rey"),
            predicted(nkomo, speaker="Paul Rey", confidence=0.6),
            predicted(rey, speaker=None),
            predicted(term, speech=True),
            predicted(never, speech=False),
        )
        assert [(error.kind, error.text) for error in result.errors] == [
            ("no such quote", "«"),
            ("wrong speaker", "Nous partons demain"),
            ("speaker left open", "Il fait froid"),
            ("term taken for speech", "plan vert"),
            ("taken for a term", "Jamais !"),
            ("not found", "Toujours !"),
        ]
        wrong = result.errors[1]
        assert (wrong.gold, wrong.predicted) == ("Léa Nkomo", "Paul Rey")
        assert (wrong.mention, wrong.verb, wrong.confidence) == ("Léa Nkomo", "déclaré", 0.6)
        assert always.start == result.errors[-1].start

    def test_listed_up_to_the_number_asked_for(self) -> None:
        result = evaluation.evaluate([ARTICLE], {})
        assert "not found: a1" not in evaluation.to_text(result)
        assert evaluation.to_text(result, errors=3).count("not found: a1") == 3
        assert "errors" not in evaluation.to_dict(result)
        assert len(evaluation.to_dict(result, errors=3)["errors"]) == 3

    def test_a_listing_cannot_steer_the_terminal(self) -> None:
        text = "« \x1b[31mrouge\n\u202e »"
        article = GoldArticle("x\x07", text, (GoldQuote(2, 13, True, "Léa\x1b"),), "y\x1b[2J")
        shown = evaluation.to_text(evaluation.evaluate([article], {}), errors=1)
        assert all(char.isprintable() for char in shown.replace("\n", ""))
        assert "[31mrouge" in shown


class TestRendering:
    def test_text_has_every_table(self) -> None:
        articles = [ARTICLE, evolve(ARTICLE, id="a2")]
        shown = evaluation.to_text(evaluation.evaluate(articles, {"a1": PERFECT}))
        lines = shown.split("\n")
        assert lines[0].split() == ["P", "R", "F1", "95", "%", "of", "F1"]
        assert lines[3].split()[:4] == ["attributed", "1.000", "0.500", "0.667"]
        assert "gold articles that the predictions lack: 1" in lines
        for head in ("overlap ", "outlet ", "mark ", "cue ", "cue class ", "confidence "):
            assert any(line.startswith(head) for line in lines), head
        assert "at least 0.9: 4 (1.000 of all), 4 of them right (1.000)" in lines
        assert "surest half: 2 quotes, precision 1.000" in lines
        assert lines[-1] == "errors: not found 4"

    def test_plain_data_is_json(self) -> None:
        result = evaluation.evaluate([ARTICLE, evolve(ARTICLE, id="a2")], {"a1": PERFECT[:4]})
        data = evaluation.to_dict(result, errors=9)
        assert json.loads(json.dumps(data)) == data
        assert data["figures"]["attributed"] == {
            "precision": 1.0,
            "recall": 3 / 8,
            "f1": 6 / 11,
            "right": 3,
            "predicted": 3,
            "gold": 8,
        }
        assert set(data["intervals"]) == set(evaluation.MEASURES)
        assert data["overlap"][0]["threshold"] == 0.3
        assert data["confidence"]["sure"]["share"] == {"value": 1.0, "right": 3, "of": 3}
        assert data["error_counts"] == {"not found": 5}
        assert data["cue_classes"]["preposition"]["attributed"]["of"] == 2

    def test_without_confidence(self) -> None:
        result = evaluate(*(evolve(quote, confidence=None) for quote in PERFECT))
        assert evaluation.to_dict(result)["confidence"] is None
        assert "surest" not in evaluation.to_text(result)


LINE: dict[str, Any] = {
    "id": "a1",
    "outlet": "Le Journal",
    "text": TEXT,
    "quotes": [
        {
            "start": 2,
            "end": 21,
            "mark": "«",
            "kind": "speech",
            "entity": "Léa Nkomo",
            "aliases": ["Nkomo"],
            "speaker": [35, 44],
            "verb": [27, 34],
        },
        {"start": 95, "end": 104, "mark": "«", "kind": "term"},
    ],
}


def write(path: Path, *lines: Mapping[str, Any] | str) -> Path:
    shown = (line if isinstance(line, str) else json.dumps(line) for line in lines)
    path.write_text("".join(line + "\n" for line in shown), encoding="utf-8")
    return path


def with_quote(**changes: Any) -> dict[str, Any]:
    return {**LINE, "quotes": [{**LINE["quotes"][0], **changes}]}


class TestReading:
    def test_gold(self, tmp_path: Path) -> None:
        (article,) = evaluation.read_gold(write(tmp_path / "gold.jsonl", LINE, ""))
        speech, term = article.quotes
        assert (article.id, article.outlet, article.text) == ("a1", "Le Journal", TEXT)
        assert speech == GoldQuote(
            2, 21, True, "Léa Nkomo", ("Nkomo",), Span(35, 44), Span(27, 34), "«"
        )
        assert term == GoldQuote(95, 104, False, mark="«")

    def test_gold_kinds_direct_and_mixed_are_speech(self) -> None:
        article = evaluation.gold_article(with_quote(kind="mixed"))
        assert article.quotes[0].speech

    def test_plain_predictions(self, tmp_path: Path) -> None:
        plain = {"start": 2, "end": 21, "speaker": "Léa", "mention": [35, 44], "verb": [27, 34]}
        path = write(tmp_path / "p.jsonl", {"id": 7, "quotes": [plain]})
        found = evaluation.read_predictions(path)
        assert found == {"7": (PredictedQuote(2, 21, True, "Léa", Span(35, 44), Span(27, 34)),)}

    def test_predictions_as_extract_writes_them(self, tmp_path: Path) -> None:
        quotes = Quotes(
            (
                Quote(
                    text=TEXT[2:21],
                    start=2,
                    end=21,
                    mark="«",
                    closed=True,
                    kind="direct",
                    speaker=Speaker("Léa Nkomo", Mention(35, 44, "Léa Nkomo"), 0),
                    verb=Verb(27, 34, "déclaré", "déclarer"),
                    context=Context(Span(0, 45), Span(0, 45), "", ""),
                    fragments=(Span(2, 21),),
                    parent=None,
                    confidence=0.75,
                ),
            ),
            TEXT,
        )
        wanted = PredictedQuote(2, 21, True, "Léa Nkomo", Span(35, 44), Span(27, 34), 0.75, "«")
        assert evaluation.from_quotes(quotes) == (wanted,)
        path = write(tmp_path / "p.jsonl", {"id": "a1", **quotes.to_dict(text=False)})
        assert evaluation.read_predictions(path) == {"a1": (wanted,)}
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
        assert evaluation.read_predictions(path) == {"a1": (wanted,)}

    def test_an_unresolved_speaker_keeps_the_mention(self) -> None:
        speaker = {"name": None, "mention": {"start": 35, "end": 44, "text": "x"}, "entity": None}
        line = {"id": "a1", "quotes": [{"start": 2, "end": 21, "speaker": speaker}]}
        (quote,) = evaluation.predicted_quotes(line)
        assert (quote.speaker, quote.mention) == (None, Span(35, 44))

    def test_standard_input(self, monkeypatch: pytest.MonkeyPatch) -> None:
        data = io.BytesIO(json.dumps(LINE).encode())
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(data))
        assert [article.id for article in evaluation.read_gold("-")] == ["a1"]

    @pytest.mark.parametrize(
        ("line", "message"),
        [
            ("{", "no JSON"),
            ("[]", "no JSON object"),
            ("[" * 100_000, "no JSON"),
            ({**LINE, "id": None}, "no id"),
            ({**LINE, "id": True}, "no id"),
            ({**LINE, "text": None}, "no text"),
            ({**LINE, "outlet": 3}, "outlet 3"),
            ({**LINE, "quotes": None}, "no list of quotes"),
            ({**LINE, "quotes": [3]}, "quote 1: no JSON object"),
            ({**LINE, "text": "court"}, "quote 1: span 2-21 runs beyond the text"),
            (with_quote(start="2"), "quote 1: start and end"),
            (with_quote(start=True), "quote 1: start and end"),
            (with_quote(start=30), "quote 1: start and end"),
            (with_quote(start=-1), "quote 1: start and end"),
            (with_quote(start=21), "quote 1: a span from 21 to 21 holds nothing"),
            (with_quote(verb=[27, 27]), "quote 1: a span from 27 to 27 holds nothing"),
            (with_quote(kind="cri"), "quote 1: kind 'cri'"),
            (with_quote(kind=["term"]), r"quote 1: kind \['term'\]"),
            (with_quote(entity=None), "quote 1: speech without an entity"),
            (with_quote(entity=5), "quote 1: entity 5"),
            (with_quote(aliases="Nkomo"), "quote 1: aliases 'Nkomo'"),
            (with_quote(speaker="Nkomo"), "quote 1: speaker 'Nkomo' is no span"),
            (with_quote(verb=[1]), r"quote 1: verb \[1\] is no span"),
            (with_quote(mark=1), "quote 1: mark 1"),
            (with_quote(entity="\ud83d"), "half a character"),
        ],
    )
    def test_bad_gold_names_file_and_line(
        self, tmp_path: Path, line: Mapping[str, Any] | str, message: str
    ) -> None:
        path = write(tmp_path / "gold.jsonl", {**LINE, "id": "a0"}, line)
        with pytest.raises(InputError, match=rf"gold\.jsonl, line 2[:,] ?.*{message}") as caught:
            evaluation.read_gold(path)
        assert "\n" not in str(caught.value)

    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"confidence": 1.5}, "confidence 1.5"),
            ({"confidence": True}, "confidence True"),
            ({"confidence": float("nan")}, "confidence nan"),
            ({"confidence": "0.5"}, "confidence '0.5'"),
            ({"speaker": ["x"]}, r"speaker \['x'\]"),
            ({"speaker": {"name": 3}}, "speaker 3"),
            ({"speaker": "x", "mention": {"start": 3}}, "mention .* is no span"),
            ({"verb": {"start": 4, "end": 2}}, "verb .* is no span"),
        ],
    )
    def test_bad_predictions_name_file_and_line(
        self, tmp_path: Path, changes: dict[str, Any], message: str
    ) -> None:
        line = {"id": "a1", "quotes": [{"start": 2, "end": 21, **changes}]}
        with pytest.raises(InputError, match=rf"p\.jsonl, line 1, quote 1: {message}"):
            evaluation.read_predictions(write(tmp_path / "p.jsonl", line))

    def test_an_id_that_stands_twice(self, tmp_path: Path) -> None:
        path = write(tmp_path / "gold.jsonl", LINE, LINE)
        with pytest.raises(InputError, match=r"line 2.*'a1' stands twice"):
            evaluation.read_gold(path)
        path = write(tmp_path / "p.jsonl", *[{"id": "a1", "quotes": []}] * 2)
        with pytest.raises(InputError, match=r"line 2.*'a1' stands twice"):
            evaluation.read_predictions(path)

    def test_files_that_cannot_be_read(self, tmp_path: Path) -> None:
        for read in (evaluation.read_gold, evaluation.read_predictions):
            with pytest.raises(InputError, match=r"none\.jsonl: No such file"):
                read(tmp_path / "none.jsonl")
            with pytest.raises(InputError, match="directory"):
                read(tmp_path)
            lines = '{"id": "e", "text": "", "quotes": []}\n{"id": "é"}\n'
            (tmp_path / "latin.jsonl").write_bytes(lines.encode("latin-1"))
            message = r"latin\.jsonl, line 2: byte 0xe9 is not utf-8: convert the file to UTF-8"
            with pytest.raises(InputError, match=message):
                read(tmp_path / "latin.jsonl")

    def test_gold_without_articles(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="no article in it"):
            evaluation.read_gold(write(tmp_path / "empty.jsonl", ""))
        assert evaluation.read_predictions(tmp_path / "empty.jsonl") == {}


class FixedParser:
    """Finds one quote in every text; its answers are fixed so that the command can be counted."""

    def __init__(self, *options: object) -> None:
        self.options = options

    def load(self) -> FixedParser:
        return self

    def pipe(self, texts: list[str], batch_size: int = 32) -> Iterator[Quotes]:
        for text in texts:
            context = Context(Span(0, 45), Span(0, 45), "", "")
            speaker = Speaker("Léa Nkomo", None, 0)
            quote = Quote(
                text=text[2:21],
                start=2,
                end=21,
                mark="«",
                closed=True,
                kind="direct",
                speaker=speaker,
                verb=None,
                context=context,
                fragments=(),
                parent=None,
                confidence=0.9,
            )
            yield Quotes((quote,), text)


class Result(NamedTuple):
    status: int
    stdout: str
    stderr: str


Run: TypeAlias = Callable[..., Result]


class TestCommand:
    @pytest.fixture
    def run(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
        def run(*arguments: str | Path, data: str = "") -> Result:
            monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data.encode())))
            with pytest.raises(SystemExit) as ended:
                cli.main(["evaluate", *map(str, arguments)], prog_name="quoteattr")
            shown = capsys.readouterr()
            return Result(int(ended.value.code or 0), shown.out, shown.err)

        return run

    @pytest.fixture
    def gold(self, tmp_path: Path) -> Path:
        return write(tmp_path / "gold.jsonl", LINE)

    @pytest.fixture
    def pred(self, tmp_path: Path) -> Path:
        right = {"start": 2, "end": 21, "speaker": "Nkomo"}
        wrong = {"start": 95, "end": 104, "speaker": "Nkomo"}
        return write(tmp_path / "p.jsonl", {"id": "a1", "quotes": [right, wrong]})

    def test_tables_and_errors(self, run: Run, gold: Path, pred: Path) -> None:
        result = run(gold, pred, "--errors", "5")
        assert result.status == 0
        assert "attributed  0.500  1.000  0.667" in result.stdout
        assert "term taken for speech: a1 95-104" in result.stdout

    def test_json(self, run: Run, gold: Path, pred: Path) -> None:
        result = run(gold, pred, "--json")
        assert result.status == 0
        data = json.loads(result.stdout)
        assert data["figures"]["attributed"]["f1"] == pytest.approx(2 / 3)
        assert "errors" not in data

    @pytest.mark.parametrize(("bar", "status"), [("0.66", 0), ("0.67", 1), ("1", 1), ("0", 0)])
    def test_the_bar(self, run: Run, gold: Path, pred: Path, bar: str, status: int) -> None:
        result = run(gold, pred, "--min-attributed-f1", bar)
        assert result.status == status
        assert "attributed  0.500" in result.stdout
        assert ("below" in result.stderr) is bool(status)

    def test_predictions_from_standard_input(self, run: Run, gold: Path, pred: Path) -> None:
        piped = run(gold, "-", data=pred.read_text(encoding="utf-8"))
        assert piped.status == 0
        assert piped.stdout == run(gold, pred).stdout

    def test_without_predictions_the_parser_is_run(
        self, run: Run, gold: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        built: list[FixedParser] = []

        def build(*options: object) -> FixedParser:
            built.append(FixedParser(*options))
            return built[-1]

        monkeypatch.setattr(cli, "_parser", build)
        options = "--parser spacy --model m --marks curly,low --min-confidence 0.5 --threads 1"
        result = run(gold, *options.split(), "--min-attributed-f1", "1")
        assert result.status == 0
        assert [parser.options for parser in built] == [("spacy", "m", ("curly", "low"), 0.5, 1)]
        assert "surest half: 1 quotes, precision 1.000" in result.stdout

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["none.jsonl"], "none.jsonl: No such file"),
            (["-", "-"], "standard input can be read only once"),
            (["-"], "standard input: no article in it"),
            (["GOLD", "GOLD"], "line 1, quote 1: speaker"),
            (["GOLD", "GOLD", "--parser", "stanza"], "--parser does nothing beside predictions"),
            (["GOLD", "GOLD", "--threads", "1"], "--threads does nothing beside predictions"),
            ([], "Missing argument"),
            (["GOLD", "--min-attributed-f1", "80"], "80"),
            (["GOLD", "--min-attributed-f1", "nan"], "nan"),
            (["GOLD", "--errors", "-1"], "-1"),
        ],
    )
    def test_bad_input(self, run: Run, gold: Path, arguments: list[str], message: str) -> None:
        result = run(*(gold if each == "GOLD" else each for each in arguments))
        assert result.status == 2
        assert message in result.stderr
        assert result.stdout == ""


spans = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(sorted)
speakers = st.sampled_from(["Léa Nkomo", "Paul Rey", "Nkomo", "le maire", "Léa Nkomo et Paul Rey"])
predictions = st.builds(
    lambda span, speech, speaker, confidence: PredictedQuote(
        span[0], span[1], speech, speaker, None, None, confidence
    ),
    spans,
    st.booleans(),
    st.none() | speakers,
    st.none() | st.floats(0, 1),
)


@given(st.lists(predictions, max_size=8), st.randoms(use_true_random=False))
def test_invariants(found: list[PredictedQuote], draw: random.Random) -> None:
    result = evaluate(*found)
    figures = result.figures
    assert 0 <= figures.attributed_speech <= figures.found_speech
    assert figures.found_speech <= min(figures.gold_speech, figures.predicted_speech)
    assert figures.attributed_speech <= figures.named_speech <= figures.predicted_speech
    assert figures.exact_spans <= min(figures.gold_spans, figures.predicted_spans)
    missed = [error for error in result.errors if error.gold is not None]
    assert len(missed) == figures.gold_speech - figures.attributed_speech
    extra = len(result.errors) - len(missed)
    assert extra == figures.predicted_speech - figures.found_speech
    json.dumps(evaluation.to_dict(result, errors=99), allow_nan=False)
    evaluation.to_text(result, errors=99)
    shuffled = list(found)
    draw.shuffle(shuffled)
    assert evaluate(*shuffled).figures.spans == figures.spans


def load_scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("shared_scorer", SCORER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def perturbed(gold: list[dict[str, Any]], seed: int) -> list[dict[str, Any]]:
    """Predictions made from gold by random damage, every second file as extract writes it."""
    draw = random.Random(seed)
    rate = draw.choice([0.05, 0.15, 0.3, 0.6])
    lines = []
    for article in gold:
        if draw.random() < rate / 4:
            continue
        text = article["text"]
        names = [quote["entity"] for quote in article["quotes"] if quote["entity"]] or ["X"]
        quotes: list[dict[str, Any]] = []
        for quote in article["quotes"]:
            if draw.random() < rate / 2:
                continue
            start, end = quote["start"], quote["end"]
            if draw.random() < rate:
                start = max(0, start + draw.randint(-12, 12))
                end = min(len(text), max(start, end + draw.randint(-25, 25)))
            kind, name = quote["kind"], quote["entity"]
            if draw.random() < rate / 2:
                kind = "speech" if kind == "term" else "term"
            if draw.random() < rate:
                more = " ".join([*names[:1], *draw.choices(text.split(), k=draw.randint(1, 6))])
                both = " et ".join(draw.choices(names, k=2))
                name = draw.choice([None, "", "le", both, more, *names, *quote.get("aliases", [])])
            mention, verb = quote["speaker"], quote["verb"]
            if draw.random() < rate:
                place = draw.randrange(len(text))
                mention = draw.choice([None, [place, min(len(text), place + 9)], verb])
                verb = draw.choice([None, verb, mention])
            if seed % 2:
                kind = "direct" if kind == "speech" else kind
                where = mention and {"start": mention[0], "end": mention[1], "text": ""}
                speaker = {"name": name, "mention": where, "entity": None}
                cue = verb and {"start": verb[0], "end": verb[1], "text": "", "lemma": ""}
                line = {"kind": kind, "speaker": speaker, "verb": cue, "confidence": draw.random()}
            else:
                line = {"kind": kind, "speaker": name, "mention": mention, "verb": verb}
            quotes += [{"start": start, "end": end, **line}] * draw.choice([1] * 20 + [2])
        if draw.random() < rate:
            draw.shuffle(quotes)
        lines.append({"id": article["id"], "quotes": quotes})
    return lines


@needs_shared
@pytest.mark.parametrize("name", ["dev", "train"])
@pytest.mark.parametrize("seed", range(12))
def test_figures_are_those_of_the_shared_scorer(name: str, seed: int, tmp_path: Path) -> None:
    scorer = load_scorer()
    gold = GOLD / f"{name}.jsonl"
    articles = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    path = write(tmp_path / "p.jsonl", *perturbed(articles, seed))
    wanted = scorer.score(scorer.load(gold), scorer.load(path))
    result = evaluation.evaluate(
        evaluation.read_gold(gold), evaluation.read_predictions(path), samples=0
    )
    assert 0 < wanted["attributed"][2] < 1
    for figure in ("spans", "speech", "attributed"):
        scores = getattr(result.figures, figure)
        values = (scores.precision.value, scores.recall.value, scores.f1.value)
        assert values == pytest.approx(wanted[figure], abs=1e-9), figure
    for figure in ("named", "mention", "verb"):
        ratio = getattr(result.figures, figure)
        assert ratio.value == pytest.approx(wanted[figure], abs=1e-9), figure


def test_the_example_of_the_docs_runs() -> None:
    page = Path(__file__).parents[1] / "docs" / "evaluation.md"
    (code,) = re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    exec(code, {})
