r"""Learn the weights of the attribution.

    python -m training.attribution ../shared/gold/train.jsonl fixtures/training-*.jsonl \
        --texts ../shared/corpus/news.jsonl.gz

Parses the annotated articles, fits the models, cross-validates by article, and writes
``quoteattr/attribution/weights/stanza.json`` and ``spacy.json``, each from the trees of one parser.
``--texts`` holds the articles that ``annotations.jsonl`` annotates: they teach as well, and none of
them is here. Needs the extra ``train``.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path

import numpy as np
from attrs import define, evolve, field
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from quoteattr._version import __version__
from quoteattr.attribution import assembly, confidence, ranking, readings, vocabulary
from quoteattr.attribution.ranking import Feature, Ranker, Rankers, flat
from quoteattr.attribution.readings import Answer
from quoteattr.attribution.scene import Scene, set_scene
from quoteattr.evaluation import evaluate, from_quotes, names_match, read_gold
from quoteattr.model import Quotes
from quoteattr.syntax.spacy import SpacyParser
from quoteattr.syntax.stanza import StanzaParser
from quoteattr.syntax.tree import SyntaxParser
from training.attribution import annotations, causes, examples
from training.attribution.examples import Annotated
from training.attribution.fit import fit

FOLDS = 5
STRENGTH = {"cue": 0.3, "mention": 0.4, "entity": 0.25}
"""The inverse of each model's penalty, chosen by cross-validation on the training articles."""
CALIBRATION = 0.03
"""The inverse of the penalty of the calibration, chosen by cross-validation."""
FEWEST_OF_CUES = 2
"""How often a feature of a cue must occur to count: rare words tell what is a term."""
FEWEST = 50
"""How often a measure or feature must occur among the training answers to count for confidence."""
SMALLEST = 0.03
"""Weights of rankers nearer to nothing than this are left out of the file: in cross-validation the
rest finds cues as well, and the files are half as long."""
CALIBRATED = ("kind", "speaker")
"""The models that turn probabilities into confidence; of them nothing is left out."""

QUOTED = {"stanza": None, "spacy": 60}
"""What of a long quoted sentence each parser is given. Cut so, spaCy parses a tenth less, and in
cross-validation speakers are found as well; from Stanza's trees a little less well."""

PACKAGE = Path(ranking.__file__).parent


def learn(annotated: Sequence[Annotated]) -> Rankers:
    """All models but the calibration."""
    words = vocabulary.default()
    mention = fit(examples.mention_examples(annotated, words), strength=STRENGTH["mention"])
    choices = examples.cue_examples(annotated, words, mention)
    cue = fit(choices, strength=STRENGTH["cue"], fewest=FEWEST_OF_CUES)
    referents = examples.entity_examples(annotated, words)
    entity = fit(referents, strength=STRENGTH["entity"])
    return Rankers(__version__, cue, mention, entity, Ranker({}), Ranker({}))


Measured = list[tuple[dict[str, float], bool]]
"""What confidence rests on, and whether the answer was right."""


@define
class Judged:
    """Answers of the models to articles that they had not seen."""

    kinds: Measured = field(factory=list)
    speakers: Measured = field(factory=list)
    """Of the quotes that are speech and were taken for it."""


def judge(annotated: Annotated, scene: Scene, read: Sequence[Answer], judged: Judged) -> None:
    """Note what confidence rests on for each quote of an article, and whether kind and speaker are
    right, as it was read."""
    for number, (reading, ranked) in enumerate(read):
        gold = annotated.gold.get(number)
        term = reading.cue.kind == "term"
        measures = _counted(confidence.kind_measures(reading, ranked), reading.cue.features)
        judged.kinds.append((measures, gold is not None and gold.speech != term))
        if term or gold is None or not gold.speech:
            continue
        name = reading.referent and scene.discourse.best_name(reading.referent)
        right = bool(name) and names_match(name or "", (gold.entity or "", *gold.aliases))
        features = confidence.speaker_features(reading)
        measures = _counted(confidence.speaker_measures(reading, ranked), features)
        judged.speakers.append((measures, right))


def _counted(
    measures: Iterable[tuple[str, float]], features: Iterable[Feature]
) -> dict[str, float]:
    """The values of measures by name, and how often each feature stands there."""
    found: dict[str, float] = defaultdict(float)
    for name, value in chain(measures, ((feature, 1.0) for feature in flat(features))):
        found[name] += value
    return found


def calibrate(measured: Measured) -> Ranker:
    """Logistic regression from the models' log-odds, and the features of what was chosen, to how
    often such answers are right."""
    counts = Counter(name for values, _ in measured for name in values)
    frequent = [
        {name: value for name, value in values.items() if counts[name] >= FEWEST}
        for values, _ in measured
    ]
    names = DictVectorizer()
    matrix = names.fit_transform(frequent)
    right = np.array([correct for _, correct in measured])
    model = LogisticRegression(fit_intercept=False, C=CALIBRATION, max_iter=2000).fit(matrix, right)
    return Ranker(dict(zip(names.get_feature_names_out(), map(float, model.coef_[0]), strict=True)))


def folds(annotated: Sequence[Annotated]) -> dict[str, int]:
    """The fold of each article, the same at every run."""
    ids = sorted({one.article.id for one in annotated})
    return {article: number % FOLDS for number, article in enumerate(ids)}


def cross_validate(
    found: Sequence[Annotated], own: Sequence[Annotated]
) -> tuple[Judged, dict[str, Quotes]]:
    """Judge each article by models that did not see it; ``own`` is in every training part.

    Returns what confidence is calibrated to, and the quotes of each article, a name for every one.
    """
    fold_of = folds(found)
    judged = Judged()
    answers: dict[str, Quotes] = {}
    for fold in range(FOLDS):
        seen = [one for one in found if fold_of[one.article.id] != fold]
        rankers = learn([*seen, *own])
        for one in found:
            if fold_of[one.article.id] != fold:
                continue
            scene = set_scene(one.source, vocabulary.default())
            read = readings.read(scene, rankers)
            judge(one, scene, read, judged)
            answers[one.article.id] = assembly.assemble(scene, read, rankers, {}, 0.0)
    return judged, answers


def write(rankers: Rankers, path: Path, note: str) -> None:
    """The weights as a readable file: one feature a line, sorted."""
    data: dict[str, object] = {"version": rankers.version, "note": note, "quoted": rankers.quoted}
    for name in ranking.MODELS:
        weights = getattr(rankers, name).weights
        data[name] = {
            feature: round(weight, 3)
            for feature, weight in sorted(weights.items())
            if abs(weight) >= SMALLEST or name in CALIBRATED
        }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


def _parser(trees: str) -> SyntaxParser:
    return SpacyParser() if trees == "spacy" else StanzaParser()


def main(arguments: Sequence[str] | None = None) -> None:
    options = argparse.ArgumentParser(prog="python -m training.attribution", description=__doc__)
    options.add_argument(
        "gold", nargs="+", help="annotated articles; the first file is what figures are given for"
    )
    options.add_argument(
        "--parser",
        action="append",
        choices=ranking.TREES,
        help="whose trees weights are learned from; all if it is not given",
    )
    options.add_argument("--causes", action="store_true", help="count what went wrong")
    options.add_argument(
        "--texts", type=Path, help="the corpus whose articles annotations.jsonl annotates"
    )
    options.add_argument(
        "--output", type=Path, default=PACKAGE, help="the folder that weights/ is written into"
    )
    chosen = options.parse_args(arguments)
    main_articles = read_gold(chosen.gold[0])
    own = [article for path in chosen.gold[1:] for article in read_gold(path)]
    others = [] if chosen.texts is None else annotations.read(chosen.texts)
    for trees in chosen.parser or ranking.TREES:
        parser = _parser(trees)
        found = examples.annotate([*main_articles, *others], parser, QUOTED[trees])
        written = examples.annotate(own, parser, QUOTED[trees])
        judged, answers = cross_validate(found, written)
        for what, articles in (("", main_articles), (" of the other texts", others)):
            if articles:
                predictions = {one.id: from_quotes(answers[one.id]) for one in articles}
                value = evaluate(articles, predictions).figures.attributed.f1.value
                print(f"{trees}: cross-validated attributed F1{what} {value:.3f}", file=sys.stderr)
        if chosen.causes:
            for cause, number in causes.count(main_articles, answers).most_common():
                print(f"| {cause} | {number} |")
        learned = evolve(
            learn([*found, *written]),
            kind=calibrate(judged.kinds),
            speaker=calibrate(judged.speakers),
            quoted=QUOTED[trees],
        )
        path = chosen.output / ranking.weights_file(trees)
        write(learned, path, f"learned by python -m training.attribution from {trees} trees")
        print(f"wrote {path}", file=sys.stderr)


if __name__ == "__main__":
    main()
