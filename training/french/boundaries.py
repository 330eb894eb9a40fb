"""Learning where sentences end, for ``quoteattr.syntax.boundaries``.

A tokenizer is surer of what it was trained on than of any other text, and weights learned from such
scores would leave everything to it. So each quarter of the treebanks is read by a tokenizer that
was trained on the other three; the shipped tokenizer takes no part.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quoteattr.syntax import boundaries
from quoteattr.syntax.boundaries import Boundaries, Sentence, Token
from training.french.evaluate import PER_PARAGRAPH
from training.french.prepare import (
    FQB_SENTENCES,
    PUD_SENTENCES,
    Treebanks,
    running_text,
    vary,
)
from training.french.tree import Tree, write

Example = tuple[dict[str, float], bool]
Counts = tuple[int, int, int]

PARTS = 4
STEPS = 1600
"""Updates of a quarter's tokenizer. Its sentence F1 on the quarter is then what that of the shipped
tokenizer is on the test files."""


def cut(trees: Sequence[Tree], part: int) -> tuple[list[Tree], list[Tree]]:
    """A quarter of a treebank, in whole paragraphs, and the rest."""
    first, last = (
        len(trees) * n // PARTS // PER_PARAGRAPH * PER_PARAGRAPH for n in (part, part + 1)
    )
    last = len(trees) if part == PARTS - 1 else last
    return list(trees[first:last]), [*trees[:first], *trees[last:]]


def prepare(banks: Treebanks, part: int, work: Path) -> None:
    """Write ``train.conllu`` and ``train.txt`` for the tokenizer that reads a quarter."""
    generator = random.Random(part)
    trees = [
        *cut(banks.trees("sequoia_train", "Sequoia"), part)[1],
        *cut(banks.trees("gsd_dev", "GSD"), part)[1],
        *banks.trees("pud", "PUD")[:PUD_SENTENCES],
        *generator.sample(banks.trees("fqb", "FQB"), FQB_SENTENCES),
    ]
    work.mkdir(parents=True, exist_ok=True)
    trees = [vary(tree, generator, 0.25) for tree in trees]
    write(work / "train.conllu", trees)
    text = running_text([[tree] for tree in trees], generator, 0)
    (work / "train.txt").write_text(text, encoding="utf-8")


COMMON = 3
"""How often a word must stand in the treebanks in small letters to be no name."""
FEWEST = 20
"""How many examples must have a feature for it to get a weight."""
STRENGTH = 0.3
"""The inverse of the penalty on weights."""

COMMAND = "python -m training.french build --stages data quarters boundaries"
WEIGHTS_HEADER = f"""\
Where sentences end: features of quoteattr/syntax/boundaries.py and their weights.
Above 0, a sentence ends. Learned by logistic regression from two treebanks of Universal
Dependencies, French Sequoia (train, LGPL-LR) and GSD (dev, CC BY-SA 4.0), by
{COMMAND}
A feature and its weight a line, with a tab between them, in code point order."""
WORDS_HEADER = f"""\
Words that are no names: in small letters three times or more in treebanks of Universal
Dependencies, French Sequoia (train, LGPL-LR), GSD (dev, CC BY-SA 4.0), PUD (the first 800
sentences, CC BY-SA 3.0) and FQB (LGPL-LR). Written by
{COMMAND}
A word a line, apostrophes as ', in code point order."""


@dataclass
class Paragraph:
    """Five treebank sentences as a tokenizer reads them."""

    treebank: str
    tokens: list[Token]
    ends: set[int]
    """The last characters of its sentences."""

    def decided(self, model: Boundaries | None) -> set[int]:
        """The last characters of its sentences for a model, or for the tokenizer alone."""
        ends = (
            [token.ends for token in self.tokens[:-1]] if model is None else model.ends(self.tokens)
        )
        found = {token.last for token, end in zip(self.tokens, ends, strict=False) if end}
        return found | {self.tokens[-1].last}


def paragraphs(trees: Sequence[Tree], tokenizer: Any) -> list[Paragraph]:
    """Paragraphs of a treebank with a tokenizer's scores."""
    from stanza.models.tokenization.data import SortedDataset, TokenizationDataset

    found = []
    for first in range(0, len(trees), PER_PARAGRAPH):
        # Stanza reads all white space as one space.
        texts = [" ".join(tree.text.split()) for tree in trees[first : first + PER_PARAGRAPH]]
        data = SortedDataset(
            TokenizationDataset(
                tokenizer.args, input_text=" ".join(texts), vocab=tokenizer.vocab,
                evaluation=True, dictionary=tokenizer.dictionary,
            )
        )  # fmt: skip
        batch = data.collate([data[0]])
        tokens = boundaries.tokens_of(batch[3][0], tokenizer.predict(batch)[0])
        ends, place = set(), -1
        for text in texts:
            place += len(text)
            ends.add(place)
            place += 1
        found.append(Paragraph(trees[first].source, tokens, ends))
    return found


def common_words(trees: Iterable[Tree]) -> frozenset[str]:
    """Words that often stand in small letters."""
    counts = Counter(
        token.form.replace("’", "'")
        for tree in trees
        for token in tree.tokens
        if token.form.islower()
    )
    return frozenset(
        word for word, count in counts.items() if count >= COMMON and word[0].isalpha()
    )


def examples(paragraph: Paragraph, ends: set[int], common: frozenset[str]) -> list[Example]:
    """Features and truth of every doubtful place; ``ends`` tells where sentences begin."""
    found = []
    sentence = Sentence()
    for place, token in enumerate(paragraph.tokens[:-1]):
        sentence.add(token.text)
        if boundaries.doubtful(token, paragraph.tokens[place + 1]):
            values = boundaries.features(paragraph.tokens, place, sentence, common)
            found.append((values, token.last in paragraph.ends))
        if token.last in ends:
            sentence = Sentence()
    return found


def fit(rows: Sequence[Example]) -> dict[str, float]:
    """Weights by logistic regression."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    counts = Counter(name for values, _ in rows for name in values)
    kept = {name for name, count in counts.items() if count >= FEWEST}
    table = DictVectorizer()
    matrix = table.fit_transform([{n: v for n, v in row.items() if n in kept} for row, _ in rows])
    regression = LogisticRegression(C=STRENGTH, fit_intercept=False, max_iter=5000)
    regression.fit(matrix, [truth for _, truth in rows])
    return dict(
        zip(table.get_feature_names_out().tolist(), regression.coef_[0].tolist(), strict=True)
    )


def f1(paragraphs: Iterable[Paragraph], model: Boundaries | None) -> Counts:
    """How many sentences are right, how many there are, and how many are found."""
    right = expected = guessed = 0
    for paragraph in paragraphs:
        pairs = []
        for ends in (paragraph.ends, paragraph.decided(model)):
            places = sorted(ends)
            pairs.append(set(zip([-1, *places], places, strict=False)))
        right += len(pairs[0] & pairs[1])
        expected += len(pairs[0])
        guessed += len(pairs[1])
    return right, expected, guessed


def learn(banks: Treebanks, tokenizers: Sequence[Any]) -> tuple[Boundaries, dict[str, float]]:
    """The weights, and sentence F1 of the quarters before and after by weights from the others.

    Two rounds: in the first, every sentence begins where it does in the treebank; in the second
    also where weights of the first, learned from the other quarters, let it begin. Every quarter
    teaches twice, as it is and with other marks and apostrophes: Sequoia has no « ».
    """
    learned = (banks.trees("sequoia_train", "Sequoia"), banks.trees("gsd_dev", "GSD"))
    seen = [*banks.trees("pud", "PUD")[:PUD_SENTENCES], *banks.trees("fqb", "FQB")]
    quarters, others, words = [], [], []
    for part, tokenizer in enumerate(tokenizers):
        cuts = [cut(trees, part) for trees in learned]
        generator = random.Random(part)
        varied = [[vary(tree.copy(), generator, 0.25) for tree in own] for own, _ in cuts]
        quarters.append([p for own, _ in cuts for p in paragraphs(own, tokenizer)])
        others.append([p for own in varied for p in paragraphs(own, tokenizer)])
        words.append(common_words([*seen, *(tree for _, rest in cuts for tree in rest)]))

    rows: list[list[Example]] = [[] for _ in quarters]
    models: list[Boundaries] = []
    for _ in range(2):
        for part, quarter in enumerate(quarters):
            for paragraph in (*quarter, *others[part]):
                ends = paragraph.decided(models[part]) if models else paragraph.ends
                rows[part] += examples(paragraph, ends, words[part])
        models = [
            Boundaries(
                fit([e for n, own in enumerate(rows) if n != part for e in own]),
                words[part],
                overruling=0.0,
            )
            for part in range(len(quarters))
        ]

    models = [Boundaries(model.weights, model.common) for model in models]
    figures = {}
    for name in ("Sequoia", "GSD"):
        for when in ("before", "after"):
            counts = [
                f1([p for p in quarter if p.treebank == name], model if when == "after" else None)
                for quarter, model in zip(quarters, models, strict=True)
            ]
            right, expected, guessed = map(sum, zip(*counts, strict=True))
            figures[f"{name} {when}"] = round(200 * right / (expected + guessed), 2)
    common = common_words([*seen, *(tree for trees in learned for tree in trees)])
    return Boundaries(fit([example for own in rows for example in own]), common), figures


def save(model: Boundaries, folder: Path) -> None:
    """Write the two files of a model, sorted."""
    rounded = ((name, round(weight, 3)) for name, weight in sorted(model.weights.items()))
    weights = (f"{name}\t{weight:.3f}" for name, weight in rounded if weight)
    lines(folder / boundaries.WEIGHTS, WEIGHTS_HEADER, weights)
    lines(folder / boundaries.COMMON_WORDS, WORDS_HEADER, sorted(model.common))


def lines(file: Path, header: str, rows: Iterable[str]) -> None:
    """Write a header, its lines marked, and rows."""
    text = "".join(f"# {line}\n" for line in header.splitlines())
    file.write_text(text + "".join(f"{row}\n" for row in rows), encoding="utf-8", newline="\n")
