"""How good predictions are: figures against annotated articles.

Gold and predictions are JSON Lines; ``docs/evaluation.md`` writes both formats and every figure
down. Offsets count Unicode code points from the start of the article's text, ends are exclusive.
Whatever can't be read raises ``InputError``, which names file and line.
"""

from __future__ import annotations

from quoteattr.evaluation.figures import (
    BINS,
    MEASURES,
    SURE,
    Bin,
    Calibration,
    CueClass,
    CueFigures,
    Error,
    ErrorKind,
    Evaluation,
    Figures,
    Interval,
    OverlapFigures,
    Ratio,
    Scores,
)
from quoteattr.evaluation.gold import (
    GoldArticle,
    GoldQuote,
    PredictedQuote,
    from_quotes,
    gold_article,
    predicted_quotes,
    read_gold,
    read_predictions,
)
from quoteattr.evaluation.judging import (
    MATCH,
    THRESHOLDS,
    bootstrap,
    calibration,
    cover,
    cue_class,
    evaluate,
    names_match,
)
from quoteattr.evaluation.report import to_dict, to_text

__all__ = [
    "BINS",
    "MATCH",
    "MEASURES",
    "SURE",
    "THRESHOLDS",
    "Bin",
    "Calibration",
    "CueClass",
    "CueFigures",
    "Error",
    "ErrorKind",
    "Evaluation",
    "Figures",
    "GoldArticle",
    "GoldQuote",
    "Interval",
    "OverlapFigures",
    "PredictedQuote",
    "Ratio",
    "Scores",
    "bootstrap",
    "calibration",
    "cover",
    "cue_class",
    "evaluate",
    "from_quotes",
    "gold_article",
    "names_match",
    "predicted_quotes",
    "read_gold",
    "read_predictions",
    "to_dict",
    "to_text",
]
