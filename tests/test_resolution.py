"""Whom the mention at a cue stands for."""

from __future__ import annotations

import pytest

from quoteattr.attribution import resolution
from quoteattr.attribution.candidates.mentions import Candidate
from quoteattr.attribution.entities import anaphors, antecedents
from quoteattr.attribution.entities.referents import Referent
from quoteattr.attribution.passages.layout import Cue
from quoteattr.model import Span
from quoteattr.syntax.tree import ROOT, Tree
from tests.handtrees import discourse, passage, scene, tree


@pytest.mark.parametrize(
    ("text", "mention", "head", "name"),
    [
        # The tree ties a complement to the noun that the words leave open.
        (
            "L'adjoint aux mobilités a refusé.",
            "L'adjoint aux mobilités",
            "adjoint",
            "l'adjoint aux mobilités",
        ),
        (
            "Le conseil municipal de la ville a refusé.",
            "Le conseil municipal de la ville",
            "conseil",
            "le conseil municipal de la ville",
        ),
        (
            "La Banque centrale européenne a refusé.",
            "La Banque centrale européenne",
            "Banque",
            "la banque centrale européenne",
        ),
        # A posture behind a comma is no part of a name.
        (
            "Hier un badaud, debout, a refusé.",
            "un badaud, debout",
            "badaud",
            "un badaud",
        ),
        # What stands behind the first of two places is nothing of the second.
        (
            "Le parquet à Nay enquête. « C'est trop tôt », répond le parquet.",
            "le parquet",
            "parquet",
            "le parquet",
        ),
    ],
)
def test_a_description_is_as_long_as_its_phrase(
    text: str, mention: str, head: str, name: str
) -> None:
    found = discourse(text)
    start = text.rindex(mention)
    span = Span(start, start + len(mention))
    anaphor = anaphors.description(found, "role", span, head)
    referent = resolution.introduce(found, anaphor, span, text.rindex(head))
    assert (found.best_name(referent) or "").casefold() == name


@pytest.mark.parametrize(
    ("words", "cue", "mention"),
    [
        (("complète", "Anne", "Roux"), 0, "Anne Roux"),
        (("Anne", "Roux", "complète"), 2, "Anne Roux"),
        (("Anne", "complète", "Roux"), 1, "Anne complète Roux"),
    ],
)
def test_a_mention_is_without_its_cue(words: tuple[str, ...], cue: int, mention: str) -> None:
    """« complète Anne Roux », which a parser took for one name."""
    tags = [(form, "PROPN", ROOT if not at else 0, "flat") for at, form in enumerate(words)]
    found = passage(*tags)
    text = " ".join(words)
    span = resolution._without_cue(Span(0, len(text)), Cue("verb", found, cue, cue, cue, "x"))
    assert text[span.start : span.end] == mention


@pytest.mark.parametrize(
    ("description", "gender"), [("la chercheuse", "feminine"), ("le chercheur", None)]
)
def test_a_description_tells_a_gender(description: str, gender: str | None) -> None:
    """« le commandant » may be Anne Roux, and tells no man."""
    text = f"Anne Roux parle. {description} rit."
    found = discourse(text)
    [roux] = [one for one in found.referents if one.words]
    start = text.index(description)
    span = Span(start, start + len(description))
    anaphor = anaphors.description(found, "role", span, description.split()[1])
    words = passage(("la", "DET", 1, "det"), ("chercheuse", "NOUN", ROOT, "root"))
    resolution.settle(found, anaphor, Candidate(words, 1, 1, "role"), span, roux)
    assert roux.gender == gender


def interpreted(text: str, made: Tree, number: int, mention: str) -> anaphors.Anaphor:
    """What a pronoun at the cue « dit » or « selon » marks, and whom it names."""
    found = scene(text, made)
    view = found.views[number]
    cue = next(one for layout in found.layouts.values() for one in layout.cues)
    candidates = found.describe_mentions(view, cue)
    candidate = next(one for one in candidates if made.words[one.place].form == mention)
    return resolution.interpret(found, view, candidate, cue)[0]


@pytest.mark.parametrize(
    ("heads", "described", "likely", "told"),
    [
        ({"maire"}, {"maire"}, 0.5, True),
        ({"maire"}, {"maire"}, 0.1, False),
        ({"curé"}, {"maire"}, 0.5, False),
        ({"maire"}, {"curé"}, 0.5, False),
    ],
)
def test_who_is_only_described_is_no_rival_of_who_is_named_and_called_so(
    heads: set[str], described: set[str], likely: float, told: bool
) -> None:
    """« Le maire rit. Luc Roy, maire de Nay, parle. Le maire part. »"""
    chosen = [Referent(heads=described), Referent(words=("luc", "roy"), heads=heads)]
    anaphor = anaphors.Anaphor("role", 40, 2, head="maire")
    rest = 0.02
    bearer, likelihood = resolution._bearer(anaphor, chosen, [1 - likely - rest, likely, rest])
    assert bearer is (chosen[1] if told else None)
    assert likelihood == pytest.approx(likely / (likely + rest) if told else 0.0)


def test_nobody_named_is_likely_beside_who_is_certain() -> None:
    chosen = [Referent(heads={"maire"}), Referent(words=("luc", "roy"), heads={"maire"})]
    anaphor = anaphors.Anaphor("role", 40, 2, head="maire")
    assert resolution._bearer(anaphor, chosen, [1.0, 0.0, 0.0]) == (None, 0.0)


def test_a_pronoun_in_a_quote_is_not_whoever_utters_that() -> None:
    """« « Il m'a dit : “Non” », raconte Luc Roy. »: Luc Roy would say « je »."""
    text = "« Il m'a dit : “Non” », raconte Luc Roy."
    made = tree(
        text,
        ("Il", "PRON", 3, "nsubj"),
        ("m'", "PRON", 3, "iobj"),
        ("a", "AUX", 3, "aux"),
        ("dit", "VERB", ROOT, "root"),
        ("Non", "ADV", 3, "ccomp"),
        ("raconte", "VERB", 3, "parataxis"),
        ("Luc", "PROPN", 5, "nsubj"),
        ("Roy", "PROPN", 6, "flat"),
    )
    found = scene(text, made)
    [roy] = found.discourse.referents
    found.discourse.uttered[0] = roy
    said = Cue("verb", found.views[1].layout.passage, 3, 3, 3, "dire")  # type: ignore[union-attr]
    candidate = Candidate(said.passage, 0, 0, "il")  # type: ignore[arg-type]
    anaphor, _, _ = resolution.interpret(found, found.views[1], candidate, said)
    assert anaphor.outer is roy
    anaphor.start = len(text)  # behind all that could be meant
    assert antecedents.candidates(found.discourse, anaphor) == []
    anaphor.outer = None
    assert antecedents.candidates(found.discourse, anaphor) == [roy]


def test_a_pronoun_with_a_complement_of_its_own_is_another() -> None:
    """« Celui de Rennes » is not the one whom the text named."""
    for behind, definite in (("de Rennes", "another"), ("là", "")):
        text = f"Celui {behind} dit « non »"
        words = [
            ("Celui", "PRON", 3 if behind == "de Rennes" else 2, "nsubj"),
            *(
                [("de", "ADP", 2, "case"), ("Rennes", "PROPN", 0, "nmod")]
                if behind == "de Rennes"
                else [("là", "ADV", 0, "advmod")]
            ),
            ("dit", "VERB", ROOT, "root"),
        ]
        at = len(words)
        words += [
            ("«", "PUNCT", at + 1, "punct"),
            ("non", "INTJ", at - 1, "obj"),
            ("»", "PUNCT", at + 1, "punct"),
        ]
        assert interpreted(text, tree(text, *words), 0, "Celui").definite == definite


def test_a_place_that_is_nobody_leaves_on_open() -> None:
    """« dit-on au siège »: not whoever spoke before."""
    text = "« Non » dit -on au siège"
    made = tree(
        text,
        ("«", "PUNCT", 1, "punct"),
        ("Non", "INTJ", ROOT, "root"),
        ("»", "PUNCT", 1, "punct"),
        ("dit", "VERB", 1, "parataxis"),
        ("-on", "PRON", 3, "nsubj"),
        ("au", "ADP", 6, "case"),
        ("siège", "NOUN", 3, "obl"),
    )
    assert not interpreted(text, made, 0, "-on").is_open
