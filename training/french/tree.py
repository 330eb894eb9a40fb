"""A Universal Dependencies tree that can be cut apart and put together again.

Words point at their head by reference, so a piece of one sentence can be hung into another; numbers
appear only when the tree is written as CoNLL-U.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

# One relation for one thing: Sequoia and GSD subdivide what PUD and FQB do not.
RELATIONS = {
    "obl:mod": "obl",
    "parataxis:insert": "parataxis",
    "dep:comp": "dep",
    "obj:lvc": "obj",
    "nsubj:outer": "nsubj",
    "iobj:agent": "iobj",
    "csubj:pass": "csubj",
    "expl:comp": "expl",
    "flat:foreign": "flat",
}


@dataclass(eq=False)
class Word:
    """A syntactic word. ``head`` is None at the root of a tree or of a piece that was cut out."""

    form: str
    lemma: str
    upos: str
    feats: str
    relation: str
    head: Word | None = None


@dataclass(eq=False)
class Token:
    """What stands between spaces and marks: one word, or several that are contracted (``du``)."""

    form: str
    words: list[Word]
    space: str = " "


@dataclass(eq=False)
class Tree:
    """A sentence, or a piece of one, with exactly one word that has no head inside it."""

    tokens: list[Token]
    source: str = ""
    origin: str = ""
    _root: Word | None = field(default=None, repr=False)

    @property
    def words(self) -> list[Word]:
        return [word for token in self.tokens for word in token.words]

    @property
    def root(self) -> Word:
        inside = {id(word) for word in self.words}
        return next(w for w in self.words if w.head is None or id(w.head) not in inside)

    @property
    def text(self) -> str:
        return "".join(token.form + token.space for token in self.tokens).strip()

    def copy(self) -> Tree:
        return copy.deepcopy(self)

    def children(self, head: Word) -> list[Word]:
        return [word for word in self.words if word.head is head]

    def descendants(self, head: Word) -> set[int]:
        """Identities of a word and of everything below it."""
        below: dict[int, list[Word]] = {}
        for word in self.words:
            if word.head is not None:
                below.setdefault(id(word.head), []).append(word)
        found: set[int] = set()
        todo = [head]
        while todo:
            word = todo.pop()
            if id(word) not in found:
                found.add(id(word))
                todo.extend(below.get(id(word), ()))
        return found

    def piece(self, head: Word) -> Tree | None:
        """A copy of the subtree below a word, or None if its tokens do not stand together."""
        inside = self.descendants(head)
        marked = [all(id(word) in inside for word in token.words) for token in self.tokens]
        if sum(len(t.words) for t, m in zip(self.tokens, marked, strict=True) if m) != len(inside):
            return None
        first = marked.index(True)
        last = len(marked) - 1 - marked[::-1].index(True)
        if not all(marked[first : last + 1]):
            return None
        parent, head.head = head.head, None
        try:
            cut = Tree(copy.deepcopy(self.tokens[first : last + 1]), self.source, self.origin)
        finally:
            head.head = parent
        return cut

    def conllu(self, name: str) -> str:
        """The sentence as a CoNLL-U block without a final newline."""
        lines = [f"# sent_id = {name}", f"# text = {self.text}"]
        numbers = {id(word): number for number, word in enumerate(self.words, start=1)}
        number = 1
        for token in self.tokens:
            misc = "_" if token.space else "SpaceAfter=No"
            if len(token.words) > 1:
                span = f"{number}-{number + len(token.words) - 1}"
                lines.append("\t".join([span, token.form, *["_"] * 7, misc]))
                misc = "_"
            for word in token.words:
                head = 0 if word.head is None else numbers[id(word.head)]
                columns = (number, word.form, word.lemma, word.upos, "_", word.feats or "_")
                lines.append("\t".join(map(str, (*columns, head, word.relation, "_", misc))))
                number += 1
        return "\n".join(lines)


def read(path: Path, source: str) -> Iterator[Tree]:
    """Trees of a CoNLL-U file, relations unified, with nothing but the space kept of MISC."""
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        yield parse(block, source)


def parse(block: str, source: str) -> Tree:
    """One CoNLL-U block as a tree."""
    words: dict[str, Word] = {}
    heads: dict[str, str] = {}
    tokens: list[Token] = []
    last_of_token = 0
    origin = ""
    for line in block.split("\n"):
        if line.startswith("#"):
            if line.startswith("# sent_id ="):
                origin = line.partition("=")[2].strip()
            continue
        columns = line.split("\t")
        number = columns[0]
        if "." in number:
            continue
        space = "" if "SpaceAfter=No" in columns[9] else " "
        if "-" in number:
            last_of_token = int(number.partition("-")[2])
            tokens.append(Token(columns[1], [], space))
            continue
        word = Word(
            form=columns[1],
            lemma=columns[2],
            upos=columns[3],
            feats="" if columns[5] == "_" else columns[5],
            relation=RELATIONS.get(columns[7], columns[7]),
        )
        words[number] = word
        heads[number] = columns[6]
        if int(number) > last_of_token:
            tokens.append(Token(columns[1], [word], space))
        else:
            tokens[-1].words.append(word)
    for number, head in heads.items():
        words[number].head = words.get(head)
    return Tree(tokens, source, origin)


def write(path: Path, trees: Iterable[Tree]) -> int:
    """Write trees as CoNLL-U and return the number of words."""
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for number, tree in enumerate(trees, start=1):
            file.write(tree.conllu(f"{path.stem}-{number}") + "\n\n")
            count += len(tree.words)
    return count
