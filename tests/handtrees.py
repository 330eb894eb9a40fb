"""Trees built by hand for the tests of single rules."""

from __future__ import annotations

from quoteattr.attribution.passage import OUTSIDE, Passage
from quoteattr.model import Span
from quoteattr.syntax.excerpt import Frame
from quoteattr.syntax.tree import Tree, Word


def passage(*words: tuple[str, str, int, str], feats: str = "") -> Passage:
    """The journalist's own words, one space between them; pronouns have the features ``feats``."""
    made = []
    at = 0
    for form, upos, head, deprel in words:
        own = feats if upos == "PRON" else ""
        made.append(Word(at, at + len(form), form, form.lower(), upos, own, head, deprel))
        at += len(form) + 1
    return Passage(Frame(Span(0, at - 1), ()), Tree(tuple(made)), (OUTSIDE,) * len(made))
