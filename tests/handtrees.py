"""Trees built by hand for the tests of single rules."""

from __future__ import annotations

from collections.abc import Mapping

from quoteattr import marks
from quoteattr.attribution import attribute, vocabulary
from quoteattr.attribution.attribute import Scene
from quoteattr.attribution.passage import OUTSIDE, Passage, build
from quoteattr.model import Span
from quoteattr.syntax import excerpt
from quoteattr.syntax.excerpt import Frame
from quoteattr.syntax.tree import ROOT, Tree, Word

NOTHING: Mapping[str, str] = {}


def tree(
    text: str,
    *words: tuple[str, str, int, str],
    feats: Mapping[str, str] = NOTHING,
    lemmas: Mapping[str, str] = NOTHING,
) -> Tree:
    """A tree of words of a text: form, UPOS, head and deprel of each, in text order.

    ``feats`` are features by form, ``lemmas`` those lemmas that are not the form.
    """
    made = []
    end = 0
    for form, upos, head, deprel in words:
        start = text.index(form, end)
        end = start + len(form)
        lemma = lemmas.get(form, form.lower())
        made.append(Word(start, end, form, lemma, upos, feats.get(form, ""), head, deprel))
    return Tree(tuple(made))


def loose(text: str, tags: Mapping[str, str], rest: str) -> Tree:
    """A tree whose words hang on nothing; ``tags`` are their UPOS, ``rest`` that of all others."""
    marked = dict.fromkeys("«»", "PUNCT") | dict(tags)
    words = ((form, marked.get(form, rest), ROOT, "root") for form in text.split())
    return tree(text, *words)


def passage(*words: tuple[str, str, int, str], feats: str = "") -> Passage:
    """The journalist's own words, one space between them; pronouns have the features ``feats``."""
    text = " ".join(form for form, *_ in words)
    own = {form: feats for form, upos, *_ in words if upos == "PRON"}
    made = tree(text, *words, feats=own)
    return Passage(Frame(Span(0, len(text)), ()), made, (OUTSIDE,) * len(made))


def scene(text: str, *trees: Tree) -> Scene:
    """A text that is read with these trees."""
    spans = marks.find(text)
    source = build(text, spans, excerpt.frames(text, spans), trees)
    return attribute.scene(source, vocabulary.default())
