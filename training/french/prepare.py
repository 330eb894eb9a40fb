"""From treebank files to what Stanza's trainers read."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from training.french import marks, quotatives
from training.french.quotatives import Composer, Sources
from training.french.speakers import Speakers
from training.french.tree import Tree, read, write

SEED = 20261
FQB_SENTENCES = 300
PUD_SENTENCES = 800
COMPOSED_WORDS = 62_000
COMPOSED_DEV = 300
GLUED = 0.02
"""Sentence boundaries without a space, of those that could lack it; 0.08 made the tokenizer break
too many sentences elsewhere."""
DETAILED = ("Sequoia", "GSD", "composed")
"""Sources whose features agree; those of PUD and FQB are left out."""

FILES = {
    "sequoia_train": "fr_sequoia-ud-train.conllu",
    "sequoia_dev": "fr_sequoia-ud-dev.conllu",
    "sequoia_test": "fr_sequoia-ud-test.conllu",
    "gsd_dev": "fr_gsd-ud-dev.conllu",
    "gsd_test": "fr_gsd-ud-test.conllu",
    "pud": "fr_pud-ud-test.conllu",
    "fqb": "fr_fqb-ud-test.conllu",
    "partut_test": "fr_partut-ud-test.conllu",
}


@dataclass
class Treebanks:
    """Paths of the treebank files that a user points at."""

    folder: Path

    def trees(self, name: str, source: str) -> list[Tree]:
        """Read a file.

        Raises:
            FileNotFoundError: if the folder lacks it.
        """
        path = self.folder / FILES[name]
        if not path.is_file():
            raise FileNotFoundError(
                f"{path} is missing: --ud must name a folder with {', '.join(FILES.values())}"
            )
        return list(read(path, source))


def hang_incise(tree: Tree) -> Tree:
    """Turn PUD's « S », dit NP, with the reporting verb as root, as Sequoia and GSD have it."""
    verb = tree.root
    words = tree.words
    place = {id(word): i for i, word in enumerate(words)}
    if verb.upos != "VERB":
        return tree
    quoted = [
        w for w in tree.children(verb)
        if w.relation == "parataxis" and place[id(w)] < place[id(verb)]
    ]  # fmt: skip
    subjects = [
        w for w in tree.children(verb)
        if w.relation == "nsubj" and place[id(w)] > place[id(verb)]
    ]  # fmt: skip
    if len(quoted) != 1 or not subjects:
        return tree
    root = quoted[0]
    root.head, root.relation = None, "root"
    verb.head, verb.relation = root, "parataxis"
    for word in tree.children(verb):
        if word.upos == "PUNCT" and place[id(word)] == len(words) - 1:
            word.head = root
    for word in tree.children(root):
        # The comma before an incise belongs to the incise.
        if word.form == "," and place[id(root)] < place[id(word)] < place[id(verb)]:
            between = words[place[id(word)] + 1 : place[id(verb)]]
            if all(w.head is verb for w in between):
                word.head = verb
    return tree


def vary(tree: Tree, generator: random.Random, apostrophes: float) -> Tree:
    """One sentence with other marks, other apostrophes or a few words between marks."""
    if any(word.form == marks.STRAIGHT for word in tree.words):
        if generator.random() < 0.65:
            tree = marks.change(tree, marks.choose(generator))
    elif generator.random() < 0.07 and not any(
        set(word.form) & quotatives.MARK_FORMS for word in tree.words
    ):
        tree = marks.scare(tree, generator)
    if generator.random() < apostrophes:
        tree = marks.curl(tree)
    return tree


def sources(trees: Sequence[Tree]) -> Sources:
    """What composition takes from treebank sentences."""
    clauses = [c for c in map(quotatives.clause, trees) if c is not None]
    asked = [c for tree in trees if (c := quotatives.clause(tree, "?")) is not None]
    return Sources(
        clauses=clauses,
        questions=asked,
        adjuncts=[a for tree in trees for a in quotatives.adjuncts(tree)],
        finite=[w for tree in trees for w in quotatives.finite_verbs(tree)],
    )


def composed(
    trees: Sequence[Tree], generator: random.Random, words: int | None = None, groups: int = 0
) -> list[list[Tree]]:
    """Groups of composed sentences, until there are so many words or so many groups."""
    phrases = [phrase for tree in trees for phrase in quotatives.noun_phrases(tree)]
    composer = Composer(sources(trees), Speakers(generator, phrases), generator)
    found: list[list[Tree]] = []
    count = 0
    while (words is not None and count < words) or len(found) < groups:
        group = composer.compose()
        curled = generator.random() < 0.45
        for tree in group:
            tree.source = "composed"
            if curled:
                marks.curl(tree)
            count += len(tree.words)
        found.append(group)
    return found


def running_text(groups: Sequence[Sequence[Tree]], generator: random.Random, size: int) -> str:
    """Paragraphs for the tokenizer.

    A few boundaries have no space, as on scraped pages (``l'aide.S'exprimant``). Size 0
    draws paragraphs of one to eight groups.
    """
    paragraphs = []
    place = 0
    while place < len(groups):
        count = size or generator.randint(1, 8)
        trees = [tree for group in groups[place : place + count] for tree in group]
        text = ""
        for tree in trees:
            glued = (
                not size and text.endswith((".", "!", "?", "»", "”")) and generator.random() < GLUED
                and tree.text[:1].isupper()
            )  # fmt: skip
            text += tree.text if glued or not text else " " + tree.text
        paragraphs.append(text)
        place += count
    return "\n\n".join(paragraphs) + "\n"


def prepare(folder: Path, work: Path) -> dict[str, int]:
    """Write training and development files into ``work`` and return their numbers of words."""
    generator = random.Random(SEED)
    banks = Treebanks(folder)
    sequoia = banks.trees("sequoia_train", "Sequoia")
    gsd = banks.trees("gsd_dev", "GSD")
    pud = [hang_incise(tree) for tree in banks.trees("pud", "PUD")[:PUD_SENTENCES]]
    fqb = generator.sample(banks.trees("fqb", "FQB"), FQB_SENTENCES)
    dev = banks.trees("sequoia_dev", "Sequoia")

    groups = composed([*sequoia, *gsd], generator, words=COMPOSED_WORDS)
    quoted = [
        tree.copy()
        for tree in (*sequoia, *gsd)
        if any(word.form == marks.STRAIGHT for word in tree.words)
    ]
    copies = [marks.change(tree, marks.choose(generator)) for tree in quoted]
    natural = [vary(tree, generator, 0.25) for tree in (*sequoia, *gsd, *pud, *fqb)]
    singles = [[tree] for tree in (*natural, *copies)]
    order = text_order(singles, groups)
    flat = [tree for group in order for tree in group]

    dev_generator = random.Random(SEED + 1)
    dev_groups = composed(dev, dev_generator, groups=COMPOSED_DEV)
    detailed = [tree for tree in flat if tree.source in DETAILED]
    counts = {
        "train": write(work / "train.conllu", flat),
        "detailed": write(work / "train_detailed.conllu", detailed),
        "dev": write(work / "dev.conllu", dev),
        "dev_quotatives": write(work / "dev_quotatives.conllu", [t for g in dev_groups for t in g]),
    }
    for tree in flat:
        for word in tree.words:
            word.feats = "" if tree.source not in DETAILED else word.feats
    counts["undetailed"] = write(
        work / "train_undetailed.conllu", [t for t in flat if t.source not in DETAILED]
    )
    (work / "train.txt").write_text(running_text(order, generator, 0), encoding="utf-8")
    (work / "dev.txt").write_text(
        running_text([[tree] for tree in dev], dev_generator, 5), encoding="utf-8"
    )
    return counts


def distinct_words(source: Path, target: Path) -> int:
    """Each form with each UPOS once, with its commonest lemma: what a lemmatizer learns from.

    Returns:
        The number of words.
    """
    lemmas: dict[tuple[str, str], Counter[str]] = {}
    for tree in read(source, ""):
        for word in tree.words:
            lemmas.setdefault((word.form, word.upos), Counter())[word.lemma] += 1
    with target.open("w", encoding="utf-8", newline="\n") as file:
        for (form, upos), counts in lemmas.items():
            lemma = counts.most_common(1)[0][0]
            file.write(f"1\t{form}\t{lemma}\t{upos}\t_\t_\t0\troot\t_\t_\n\n")
    return len(lemmas)


def text_order(singles: list[list[Tree]], groups: list[list[Tree]]) -> list[list[Tree]]:
    """Composed groups between runs of treebank sentences, which stay in their own order."""
    order: list[list[Tree]] = []
    waiting = groups[:]
    share = len(groups) / max(1, len(singles))
    due = 0.0
    for single in singles:
        order.append(single)
        due += share
        while due >= 1 and waiting:
            order.append(waiting.pop())
            due -= 1
    return [*order, *waiting]
