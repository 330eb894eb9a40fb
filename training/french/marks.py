"""Quotation marks and apostrophes of treebank sentences, varied as the press varies them."""

from __future__ import annotations

import random
from dataclasses import dataclass

from training.french.tree import Token, Tree, Word


@dataclass(frozen=True)
class Marks:
    """A pair of marks and the space inside it."""

    opening: str
    closing: str
    space: str


STRAIGHT = '"'


def choose(generator: random.Random) -> Marks:
    """A mark family and its spacing: mostly guillemets, some of them glued to the words."""
    family = generator.random()
    if family < 0.6:
        space = generator.choices((" ", "\u00a0", "\u202f", ""), (5, 3, 1, 2))[0]
        return Marks("«", "»", space)
    if family < 0.78:
        return Marks("“", "”", "")
    return Marks(STRAIGHT, STRAIGHT, "")


def mark(form: str, head: Word, space: str) -> Token:
    return Token(form, [Word(form, form, "PUNCT", "", "punct", head)], space)


def wrap(tokens: list[Token], head: Word, marks: Marks) -> list[Token]:
    """Tokens between marks; the closing mark takes over the space that followed the last one."""
    last = tokens[-1]
    after, last.space = last.space, marks.space
    return [mark(marks.opening, head, marks.space), *tokens, mark(marks.closing, head, after)]


def change(tree: Tree, marks: Marks) -> Tree:
    """Straight marks of a sentence in another family; a sentence with an odd one stays as it is."""
    places = [i for i, token in enumerate(tree.tokens) if token.form == STRAIGHT]
    if not places or len(places) % 2:
        return tree
    for order, place in enumerate(places):
        token = tree.tokens[place]
        form = marks.closing if order % 2 else marks.opening
        token.form = token.words[0].form = token.words[0].lemma = form
        if order % 2 and place:
            tree.tokens[place - 1].space = marks.space
        elif not order % 2:
            token.space = marks.space
    return tree


def curl(tree: Tree) -> Tree:
    """Typographic apostrophes."""
    for token in tree.tokens:
        token.form = token.form.replace("'", "’")
        for word in token.words:
            word.form = word.form.replace("'", "’")
    return tree


def scare(tree: Tree, generator: random.Random) -> Tree:
    """Put a noun phrase, an adjective or a verb phrase of a sentence between marks."""
    candidates = []
    for head in tree.words:
        if head.upos not in {"NOUN", "ADJ", "PROPN", "VERB"} or head.head is None:
            continue
        inside = tree.descendants(head)
        places = [
            i for i, token in enumerate(tree.tokens) if all(id(w) in inside for w in token.words)
        ]
        size = len(places)
        if not 1 <= size <= 12 or places[-1] - places[0] + 1 != size:
            continue
        if sum(len(tree.tokens[i].words) for i in places) != len(inside):
            continue
        if tree.tokens[places[-1]].words[-1].upos == "PUNCT" or places[0] == 0:
            continue
        candidates.append((head, places[0], places[-1] + 1))
    if not candidates:
        return tree
    head, start, end = generator.choice(candidates)
    # Half of the time articles and prepositions stay before the mark.
    while (
        generator.random() < 0.7
        and end - start > 1
        and all(w.upos in {"DET", "ADP"} for w in tree.tokens[start].words)
        and tree.tokens[start].space
    ):
        start += 1
    tree.tokens[start:end] = wrap(tree.tokens[start:end], head, choose(generator))
    return tree
