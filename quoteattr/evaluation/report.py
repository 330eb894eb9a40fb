"""Figures as a dictionary and as text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import asdict

from quoteattr.evaluation.figures import (
    SURE,
    Calibration,
    CueFigures,
    ErrorKind,
    Evaluation,
    Figures,
    Interval,
    OverlapFigures,
    Ratio,
    Scores,
)


def to_dict(evaluation: Evaluation, *, errors: int = 0) -> dict[str, Any]:
    """Plain data, ready for JSON, with the first ``errors`` errors."""
    calibrated = evaluation.calibration
    data: dict[str, Any] = {
        "articles": evaluation.articles,
        "unpredicted": evaluation.unpredicted,
        "foreign": evaluation.foreign,
        "figures": _figures_to_dict(evaluation.figures),
        "intervals": {
            name: [interval.low, interval.high] for name, interval in evaluation.intervals.items()
        },
        "overlap": [
            {
                "threshold": each.threshold,
                "quotes": _scores_to_dict(each.quotes),
                "speaker": _ratio_to_dict(each.speaker),
                "verb": _ratio_to_dict(each.verb),
            }
            for each in evaluation.overlap
        ],
        "outlets": {name: _figures_to_dict(each) for name, each in evaluation.outlets.items()},
        "marks": {name: _figures_to_dict(each) for name, each in evaluation.marks.items()},
        "cues": {name: _cue_to_dict(each) for name, each in evaluation.cues.items()},
        "cue_classes": {name: _cue_to_dict(each) for name, each in evaluation.cue_classes.items()},
        "confidence": calibrated
        and {
            "quotes": calibrated.quotes,
            "right": calibrated.right,
            "sure": {
                "from": SURE,
                "share": _ratio_to_dict(calibrated.sure_share),
                "precision": _ratio_to_dict(calibrated.sure_precision),
            },
            "surest_half": _ratio_to_dict(calibrated.surest_half),
            "bins": [asdict(each) for each in calibrated.bins],
            "calibration_error": calibrated.error,
            "brier": calibrated.brier,
        },
        "error_counts": dict(_error_counts(evaluation)),
    }
    if errors > 0:
        data["errors"] = [asdict(error) for error in evaluation.errors[:errors]]
    return data


def to_text(evaluation: Evaluation, *, errors: int = 0) -> str:
    """Tables for a terminal, with the first ``errors`` errors."""
    blocks = [
        _main_lines(evaluation),
        _overlap_lines(evaluation.overlap),
        _figures_lines("outlet", evaluation.outlets),
        _figures_lines("mark", evaluation.marks),
        _cue_lines("cue", evaluation.cues),
        _cue_lines("cue class", evaluation.cue_classes),
        _calibration_lines(evaluation.calibration),
        _error_lines(evaluation, errors),
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block)


def _ratio_to_dict(ratio: Ratio) -> dict[str, float]:
    return {"value": ratio.value, "right": ratio.right, "of": ratio.of}


def _scores_to_dict(scores: Scores) -> dict[str, float]:
    return {
        "precision": scores.precision.value,
        "recall": scores.recall.value,
        "f1": scores.f1.value,
        "right": scores.recall.right,
        "predicted": scores.precision.of,
        "gold": scores.recall.of,
    }


def _figures_to_dict(figures: Figures) -> dict[str, Any]:
    return {
        "spans": _scores_to_dict(figures.spans),
        "speech": _scores_to_dict(figures.speech),
        "attributed": _scores_to_dict(figures.attributed),
        "named": _ratio_to_dict(figures.named),
        "own_name": _ratio_to_dict(figures.own_name),
        "mention": _ratio_to_dict(figures.mention),
        "verb": _ratio_to_dict(figures.verb),
    }


def _cue_to_dict(figures: CueFigures) -> dict[str, Any]:
    return {
        "found": _ratio_to_dict(figures.found),
        "attributed": _ratio_to_dict(figures.attributed),
        "named": _ratio_to_dict(figures.named),
        "mention": _ratio_to_dict(figures.mention),
        "verb": _ratio_to_dict(figures.verb),
    }


def _error_counts(evaluation: Evaluation) -> list[tuple[ErrorKind, int]]:
    return Counter(error.kind for error in evaluation.errors).most_common()


def _main_lines(evaluation: Evaluation) -> list[str]:
    figures = evaluation.figures
    rows = [["", "P", "R", "F1", "95 % of F1"]]
    for name, scores in (
        ("spans", figures.spans),
        ("speech", figures.speech),
        ("attributed", figures.attributed),
    ):
        values = (scores.precision, scores.recall, scores.f1)
        interval = evaluation.intervals.get(f"{name}.f1")
        rows.append([name, *map(_number, values), _interval(interval)])
    lines = _table(rows)
    rows = [["", "", "right", "of", "95 %"]]
    for name, measure, ratio in (
        ("named P", "named", figures.named),
        ("own name", "own_name", figures.own_name),
        ("mention", "mention", figures.mention),
        ("verb", "verb", figures.verb),
    ):
        interval = evaluation.intervals.get(measure)
        rows.append([name, _number(ratio), f"{ratio.right}", f"{ratio.of}", _interval(interval)])
    lines += ["", *_table(rows), ""]
    lines.append(
        f"quotes: {figures.gold_spans} gold ({figures.gold_speech} speech),"
        f" {figures.predicted_spans} predicted ({figures.predicted_speech} speech);"
        f" articles: {evaluation.articles}"
    )
    if evaluation.unpredicted:
        lines.append(f"gold articles that the predictions lack: {evaluation.unpredicted}")
    if evaluation.foreign:
        lines.append(f"predicted articles not in the gold, left out: {evaluation.foreign}")
    return lines


def _overlap_lines(overlap: Iterable[OverlapFigures]) -> list[str]:
    rows = [["overlap", "P", "R", "F1", "speaker", "verb", "matches"]]
    for each in overlap:
        scores = each.quotes
        values = (scores.precision, scores.recall, scores.f1, each.speaker, each.verb)
        rows.append([f"> {each.threshold}", *map(_number, values), str(each.matched)])
    return ["speech quotes as the Gender Gap Tracker matches them", *_table(rows)]


def _figures_lines(title: str, parts: Mapping[str, Figures]) -> list[str]:
    heads = ["spans F1", "speech F1", "P", "R", "attributed F1", "named P", "mention", "verb"]
    rows = [[title, "gold", "speech", *heads]]
    for name, each in parts.items():
        values = (
            each.spans.f1,
            each.speech.f1,
            each.attributed.precision,
            each.attributed.recall,
            each.attributed.f1,
            each.named,
            each.mention,
            each.verb,
        )
        counts = (str(each.gold_spans), str(each.gold_speech))
        rows.append([_clean(name), *counts, *map(_number, values)])
    return _table(rows)


def _cue_lines(title: str, parts: Mapping[str, CueFigures]) -> list[str]:
    rows = [[title, "speech", "found", "attributed", "named P", "mention", "verb"]]
    for name, each in parts.items():
        values = (each.found, each.attributed, each.named, each.mention, each.verb)
        rows.append([name, str(each.gold_speech), *map(_number, values)])
    return _table(rows)


def _calibration_lines(calibrated: Calibration | None) -> list[str]:
    if calibrated is None:
        return []
    sure, half = calibrated.sure_precision, calibrated.surest_half
    rows = [["confidence", "quotes", "mean", "right"]]
    for each in calibrated.bins:
        share = Ratio(each.right, each.quotes)
        mean = f"{each.confidence:.3f}" if each.quotes else "-"
        rows.append([f"{each.low:.1f}-{each.high:.1f}", str(each.quotes), mean, _number(share)])
    return [
        f"confidence of {calibrated.quotes} attributed quotes",
        f"at least {SURE}: {calibrated.sure} ({_number(calibrated.sure_share)} of all),"
        f" {calibrated.sure_right} of them right ({_number(sure)})",
        f"surest half: {half.of} quotes, precision {_number(half)}",
        *_table(rows),
        f"expected calibration error {calibrated.error:.3f}, Brier score {calibrated.brier:.3f}",
    ]


def _error_lines(evaluation: Evaluation, errors: int) -> list[str]:
    counts = ", ".join(f"{kind} {count}" for kind, count in _error_counts(evaluation))
    lines = [f"errors: {counts or 'none'}"]
    for error in evaluation.errors[: max(0, errors)]:
        excerpt = error.text if len(error.text) <= 60 else error.text[:59] + "…"
        parts = [f"{error.kind}: {error.article} {error.start}-{error.end} « {excerpt} »"]
        if error.gold is not None:
            cue = " / ".join(part for part in (error.mention, error.verb) if part)
            parts.append(f"gold {error.gold}" + (f" ({cue})" if cue else ""))
        if error.predicted is not None:
            parts.append(f"predicted {error.predicted}")
        if error.confidence is not None:
            parts.append(f"confidence {error.confidence:.2f}")
        lines.append(_clean("; ".join(parts)))
    return lines


def _number(ratio: Ratio) -> str:
    return f"{ratio.value:.3f}" if ratio.of else "-"


def _interval(interval: Interval | None) -> str:
    return "-" if interval is None else f"{interval.low:.3f}-{interval.high:.3f}"


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Columns two spaces apart, the first to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.ljust(width) if index == 0 else cell.rjust(width)
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def _clean(text: str) -> str:
    """One line that can't steer a terminal."""
    line = " ".join(text.split())
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in line)
