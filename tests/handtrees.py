"""Trees built by hand for the tests of single rules."""

from __future__ import annotations

from collections.abc import Mapping

from quoteattr import marks
from quoteattr.attribution import vocabulary
from quoteattr.attribution.entities import coreference
from quoteattr.attribution.entities.discourse import Discourse
from quoteattr.attribution.naming import roles
from quoteattr.attribution.passages.passage import OUTSIDE, Passage, Source, build
from quoteattr.attribution.scene import Scene, set_scene
from quoteattr.syntax import framing
from quoteattr.syntax.tree import ROOT, Tree, Word

NOTHING: Mapping[str, str] = {}
DECLARED = (("déclare", "VERB", ROOT, "root"), ("à", "ADP", 3, "case"), ("l'", "DET", 3, "det"))


AGENCY = (("AFP", "PROPN", 0, "obl"), ("Luc", "PROPN", 3, "flat"), ("Roy", "PROPN", 3, "flat"))
"""« déclare à l'AFP Luc Roy »: a tree may have the two names as one."""


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
    return Passage(0, made, (OUTSIDE,) * len(made))


def source(text: str, *trees: Tree) -> Source:
    """A text with these trees."""
    spans = marks.find(text)
    return build(text, spans, framing.find(text, spans), trees)


def scene(text: str, *trees: Tree) -> Scene:
    """A text that is read with these trees."""
    return set_scene(source(text, *trees), vocabulary.default())


def discourse(text: str, *trees: Tree) -> Discourse:
    """Whom a text speaks of that is read with these trees."""
    made, words = source(text, *trees), vocabulary.default()
    return coreference.resolve(made, *roles.find(text, made.spans, words), words)
