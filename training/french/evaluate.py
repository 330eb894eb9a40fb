"""All systems side by side: treebank scores, cue subjects, speed, size, load time.

Scores count surface tokens without punctuation; relations are compared without subtypes. A cue
subject is right if the cue has an ``nsubj`` and none outside the annotated subject; for a
prepositional cue, if the annotated speaker is what it is the ``case`` of.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from quoteattr import QuoteParser
from quoteattr.evaluation import GoldArticle, from_quotes
from quoteattr.evaluation import evaluate as evaluate_quotes
from training.french.prepare import PUD_SENTENCES, Treebanks
from training.french.quotatives import MARK_FORMS
from training.french.systems import Sentences, Surface, System, gold
from training.french.tree import Tree, Word

PER_PARAGRAPH = 5
Key = tuple[int, int]
Rows = list[list[tuple[Key, Surface]]]


@dataclass(frozen=True)
class CueSubject:
    """A text with the spans of a cue and of its subject; code points, end exclusive."""

    text: str
    cue: Key
    subject: Key
    inverted: bool


def running(trees: Sequence[Tree]) -> str:
    """Sentences as paragraphs of five."""
    texts = [tree.text for tree in trees]
    groups = (texts[i : i + PER_PARAGRAPH] for i in range(0, len(texts), PER_PARAGRAPH))
    return "\n\n".join(" ".join(group) for group in groups)


def shifted(sentences: Sentences, texts: Sequence[str], text: str) -> Rows:
    """Gold tokens with offsets in the running text."""
    place = 0
    rows = []
    for sentence, own in zip(sentences, texts, strict=True):
        start = text.index(own, place)
        rows.append([((s.start + start, s.end + start), s) for s in sentence])
        place = start + len(own)
    return rows


def arcs(rows: Rows) -> dict[Key, tuple[Key | None, str, str]]:
    """Token span to head span, relation without subtype, and UPOS."""
    table = {}
    for sentence in rows:
        for key, s in sentence:
            head = None if s.head is None else sentence[s.head][0]
            table[key] = (head, s.relation.partition(":")[0], s.upos)
    return table


def keyed(sentences: Sentences) -> Rows:
    return [[((s.start, s.end), s) for s in sentence] for sentence in sentences]


def f1(right: int, gold_count: int, predicted: int) -> float:
    return 200 * right / max(1, gold_count + predicted)


def scores(gold_rows: Rows, rows: Rows) -> dict[str, float]:
    """UPOS, UAS, LAS and sentence F1."""
    expected, found = arcs(gold_rows), arcs(rows)
    ours = {key: arc for key, arc in expected.items() if arc[2] != "PUNCT"}
    theirs = sum(arc[2] != "PUNCT" for arc in found.values())
    upos = sum(key in found and found[key][2] == arc[2] for key, arc in ours.items())
    uas = sum(key in found and found[key][0] == arc[0] for key, arc in ours.items())
    las = sum(key in found and found[key][:2] == arc[:2] for key, arc in ours.items())
    spans = {(r[0][0][0], r[-1][0][1]) for r in gold_rows if r}
    guesses = {(r[0][0][0], r[-1][0][1]) for r in rows if r}
    n = len(ours)
    return {
        "UPOS": f1(upos, n, theirs), "UAS": f1(uas, n, theirs), "LAS": f1(las, n, theirs),
        "sentences": f1(len(spans & guesses), len(spans), len(guesses)),
    }  # fmt: skip


def on_raw_text(system: System, trees: Sequence[Tree]) -> dict[str, float]:
    text = running(trees)
    expected = shifted(gold(trees), [tree.text for tree in trees], text)
    return scores(expected, keyed(system.raw(text)))


def on_gold_tokens(system: System, trees: Sequence[Tree]) -> dict[str, float]:
    """Scores where tokens and sentences are given; spans are made of sentence and token number."""

    def numbered(sentences: Sentences) -> Rows:
        return [[((i, j), s) for j, s in enumerate(sent)] for i, sent in enumerate(sentences)]

    return scores(numbered(gold(trees)), numbered(system.gold_tokens(trees)))


def right_subject(item: CueSubject, sentences: Sentences) -> bool:
    """Whether a parse gives the cue its annotated subject and no other."""

    def inside(s: Surface, span: Key) -> bool:
        return s.start < span[1] and s.end > span[0]

    found = []
    for sentence in sentences:
        for s in sentence:
            relation = s.relation.partition(":")[0]
            head = None if s.head is None else sentence[s.head]
            if relation == "nsubj" and head is not None and inside(head, item.cue):
                found.append(inside(s, item.subject))
            if relation == "case" and inside(s, item.cue) and head is not None:
                found.append(inside(head, item.subject))
    return bool(found) and all(found)


def quotative(path: Path) -> list[CueSubject]:
    """The annotated test sentences: ``{"id","text","cue","subject","inverted"}`` a line."""
    items = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            row = json.loads(line)
            cue, subject = tuple(row["cue"]), tuple(row["subject"])
            items.append(CueSubject(row["text"], cue, subject, row["inverted"]))
    return items


def treebank_cues(trees: Iterable[Tree]) -> list[CueSubject]:
    """Verbs that report speech in treebank sentences with quotation marks, and their subjects."""
    items = []
    for tree in trees:
        if not any(set(word.form) & MARK_FORMS for word in tree.words):
            continue
        place = {id(word): i for i, word in enumerate(tree.words)}
        spans = {}
        offset = 0
        for token in tree.tokens:
            for word in token.words:
                spans[id(word)] = (offset, offset + len(token.form))
            offset += len(token.form) + len(token.space)
        for verb in tree.words:
            if verb.upos != "VERB" or not reports(tree, verb):
                continue
            for subject in tree.children(verb):
                if subject.relation.partition(":")[0] != "nsubj":
                    continue
                inside = [spans[i] for i in tree.descendants(subject)]
                span = (min(s[0] for s in inside), max(s[1] for s in inside))
                inverted = place[id(subject)] > place[id(verb)]
                items.append(CueSubject(tree.text, spans[id(verb)], span, inverted))
    return items


def reports(tree: Tree, verb: Word) -> bool:
    """An incise after a mark, or a verb with a clause that opens with a mark."""
    words = tree.words
    place = {id(word): i for i, word in enumerate(words)}
    at = place[id(verb)]
    if verb.relation == "parataxis" and verb.head is not None:
        marked = any(set(word.form) & MARK_FORMS for word in words[:at])
        # After a colon or a semicolon stands a clause of its own.
        aside = any(word.form in {":", ";", "("} for word in tree.children(verb))
        return marked and not aside and place[id(verb.head)] < at
    for child in tree.children(verb):
        if child.relation in {"ccomp", "parataxis"}:
            inside = tree.descendants(child)
            first = min(place[id(word)] for word in words if id(word) in inside)
            # The mark may follow the colon or the conjunction, or hang from another word.
            if any(set(word.form) & MARK_FORMS for word in words[max(0, first - 1) : first + 3]):
                return True
    return False


def cue_subjects(system: System, items: Sequence[CueSubject]) -> dict[str, float]:
    """Share of right subjects, of all and of the inverted ones."""
    right = [right_subject(item, system.raw(item.text)) for item in items]
    inverted = [r for r, item in zip(right, items, strict=True) if item.inverted]
    return {
        "all": 100 * sum(right) / max(1, len(right)),
        "inverted": 100 * sum(inverted) / max(1, len(inverted)),
    }


def changed_by_batch(system: System, text: str) -> int:
    """How many words are parsed otherwise alone, paragraph by paragraph, than in one batch."""
    together = arcs(keyed(system.raw(text)))
    alone: dict[Key, tuple[Key | None, str, str]] = {}
    place = 0
    for paragraph in text.split("\n\n"):
        for sentence in system.raw(paragraph):
            rows = [((s.start + place, s.end + place), s) for s in sentence]
            alone.update(arcs([rows]))
        place += len(paragraph) + 2
    return sum(alone.get(key) != together.get(key) for key in alone.keys() | together.keys())


def tokens_per_second(system: System, text: str) -> float:
    """Best of three runs over one text."""
    system.raw(text[:3000])
    best = 0.0
    for _ in range(3):
        start = time.perf_counter()
        count = sum(map(len, system.raw(text)))
        best = max(best, count / (time.perf_counter() - start))
    return best


def attribution(system: System, articles: Sequence[GoldArticle]) -> dict[str, float]:
    """Figures of ``quoteattr evaluate`` for annotated articles."""
    found = QuoteParser(system.parser).pipe(article.text for article in articles)
    predictions = {
        article.id: from_quotes(quotes) for article, quotes in zip(articles, found, strict=True)
    }
    figures = evaluate_quotes(articles, predictions).figures
    return {
        "attributed F1": figures.attributed.f1.value,
        "named precision": figures.named.value,
        "mention": figures.mention.value,
        "verb": figures.verb.value,
    }


def evaluate(
    systems: Sequence[System],
    treebanks: Treebanks,
    quotatives: Path | None,
    articles: Sequence[GoldArticle],
) -> list[tuple[str, list[str]]]:
    """Rows of the table: a label and a cell for each system."""
    sequoia = treebanks.trees("sequoia_test", "Sequoia")
    gsd = treebanks.trees("gsd_test", "GSD")
    pud = treebanks.trees("pud", "PUD")[PUD_SENTENCES:]
    partut = treebanks.trees("partut_test", "ParTUT")
    rows: list[tuple[str, list[str]]] = []

    def add(label: str, values: list[float], form: str = "{:.1f}") -> None:
        rows.append((label, [form.format(value) for value in values]))
        print(label, *rows[-1][1], sep="\t", flush=True)

    if quotatives is not None:
        items = quotative(quotatives)
        results = [cue_subjects(system, items) for system in systems]
        inverted = sum(item.inverted for item in items)
        add(f"quotative set, cue subjects ({len(items)})", [r["all"] for r in results])
        add(f"quotative set, inverted ({inverted})", [r["inverted"] for r in results])
    items = treebank_cues([*sequoia, *gsd, *pud, *partut])
    results = [cue_subjects(system, items) for system in systems]
    inverted = sum(item.inverted for item in items)
    add(f"test treebanks, cue subjects ({len(items)})", [r["all"] for r in results])
    add(f"test treebanks, inverted ({inverted})", [r["inverted"] for r in results])
    for name, trees in (("Sequoia test", sequoia), ("GSD test", gsd)):
        results = [on_raw_text(system, trees) for system in systems]
        for measure in ("UPOS", "UAS", "LAS", "sentences"):
            add(f"{name}, raw text, {measure}", [r[measure] for r in results])
    results = [on_gold_tokens(system, partut) for system in systems]
    for measure in ("UPOS", "UAS", "LAS"):
        add(f"ParTUT test, gold tokens, {measure}", [r[measure] for r in results])
    if articles:
        results = [attribution(system, articles) for system in systems]
        for measure in results[0]:
            values = [r[measure] for r in results]
            add(f"{len(articles)} articles, {measure}", values, "{:.4f}")
    text = running(gsd)
    changed = [float(changed_by_batch(system, text)) for system in systems]
    add("GSD test, words changed by the batch", changed, "{:.0f}")
    add("MB on disk", [system.size for system in systems])
    add("seconds to load", [system.load() for system in systems], "{:.2f}")
    text = running([*sequoia, *gsd])
    add("tokens/s", [tokens_per_second(system, text) for system in systems], "{:.0f}")
    return rows


def table(systems: Sequence[System], rows: Sequence[tuple[str, list[str]]]) -> str:
    """The rows as a Markdown table."""
    head = ["", *(system.name for system in systems)]
    lines = ["| " + " | ".join(head) + " |", "|---" * len(head) + "|"]
    lines += ["| " + " | ".join([label, *cells]) + " |" for label, cells in rows]
    return "\n".join(lines)
