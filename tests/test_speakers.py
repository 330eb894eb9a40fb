"""What whoever would speak at a cue says of the cue."""

from __future__ import annotations

import pytest

from quoteattr.attribution import readings
from quoteattr.attribution.ranking import Ranker, flat
from quoteattr.syntax.tree import ROOT
from tests import handtrees


def features(text: str, *words: tuple[str, str, int, str], lemma: str) -> set[str]:
    """The features of a cue of the only quote of a text, that of its speaker among them."""
    found = handtrees.scene(text, handtrees.tree(text, *words))
    found_cues = readings.read_cues(found, 0, found.states[0], Ranker({}))
    [cue] = [cue for cue in found_cues if cue.lemma == lemma]
    return set(flat(cue.features))


@pytest.mark.parametrize(
    ("before", "between", "gap"),
    [((), (), "gap=0,rest=0"), (("ici",), (), "gap=1,rest=0"), ((), ("aussi",), "gap=0,rest=1")],
)
def test_what_stands_between_quote_subject_and_verb(
    before: tuple[str, ...], between: tuple[str, ...], gap: str
) -> None:
    """« « Bien » : le maire de Nay promet », with an adverb before or behind the subject."""
    forms = ("«", "Bien", "»", ":", *before, "le", "maire", "de", "Nay", *between, "promet")
    at = {form: index for index, form in enumerate(forms)}
    known = {
        "Bien": ("INTJ", at["promet"], "parataxis"),
        "le": ("DET", at["maire"], "det"),
        "maire": ("NOUN", at["promet"], "nsubj"),
        "de": ("ADP", at["Nay"], "case"),
        "Nay": ("PROPN", at["maire"], "nmod"),
        "promet": ("VERB", ROOT, "root"),
        **dict.fromkeys(("ici", "aussi"), ("ADV", at["promet"], "advmod")),
    }
    words = [(form, *known.get(form, ("PUNCT", at["promet"], "punct"))) for form in forms]
    assert f"after,{gap},right=:" in features(" ".join(forms), *words, lemma="promettre")


@pytest.mark.parametrize(
    ("form", "deprel", "feature"),
    [
        ("maire", "nsubj", "verb,speaker lemma=maire"),
        ("maire", "nsubj", "verb,before,speaker path=>nsubj"),
        ("maire", "nsubj", "before,speaker before the cue,left=VERB"),
        (None, "", "verb,no speaker"),
    ],
)
def test_who_would_speak_at_a_verb(form: str | None, deprel: str, feature: str) -> None:
    subject = [] if form is None else [(form, "NOUN", 1, deprel)]
    verb = len(subject)
    words = [
        *subject,
        ("promet", "VERB", ROOT, "root"),
        ("«", "PUNCT", verb, "punct"),
        ("bien", "ADV", verb, "advmod"),
        ("»", "PUNCT", verb, "punct"),
    ]
    text = " ".join(word[0] for word in words)
    found = features(text, *words, lemma="promettre")
    assert feature in found
