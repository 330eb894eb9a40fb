"""Candidates for the mention at a cue, one rule at a time."""

from __future__ import annotations

import pytest

from quoteattr.attribution.candidates import mentions
from quoteattr.syntax.tree import ROOT
from tests.handtrees import passage, scene, tree


@pytest.mark.parametrize(
    ("noun", "upos", "feats", "bare"),
    [
        ("poing", "NOUN", "Number=Sing", True),
        ("yeux", "NOUN", "Number=Plur", False),
        ("positifs", "ADJ", "Number=Plur", True),
        ("Riverain", "NOUN", "Number=Sing", False),
        ("il", "PRON", "Number=Sing", False),
    ],
)
def test_a_bare_noun(noun: str, upos: str, feats: str, bare: bool) -> None:
    """« lâche, poing levé, Anne Roux »"""
    for words in ([], [("le", "DET", 1, "det")]):
        found = passage(*words, (noun, upos, ROOT, "root"))
        found.tree.words[-1].feats = feats
        assert mentions._is_bare(found, len(words)) is (bare and not words)


def test_the_subject_of_what_is_said_does_not_say_it() -> None:
    """« Luc dit que les élus mentent « ici » », but « Luc dit, les élus mentent « ici » »."""
    for conjunction, expected in (("que", ["Luc"]), (",", ["Luc", "élus"])):
        text = f"Luc dit {conjunction} les élus mentent « ici »"
        made = tree(
            text,
            ("Luc", "PROPN", 1, "nsubj"),
            ("dit", "VERB", ROOT, "root"),
            (conjunction, "SCONJ" if conjunction == "que" else "PUNCT", 5, "mark"),
            ("les", "DET", 4, "det"),
            ("élus", "NOUN", 5, "nsubj"),
            ("mentent", "VERB", 1, "ccomp"),
            ("«", "PUNCT", 7, "punct"),
            ("ici", "ADV", 5, "advmod"),
            ("»", "PUNCT", 7, "punct"),
        )
        found = scene(text, made)
        [layout] = found.layouts.values()
        cue = next(one for one in layout.cues if one.lemma == "dire")
        candidates = found.describe_mentions(found.views[0], cue)
        forms = sorted(made.words[one.index].form for one in candidates)
        assert forms == expected


@pytest.mark.parametrize(
    ("opening", "sign", "expected"),
    [([], ",", ["élus"]), ([], "et", []), (["Luc", "crie", ","], ",", ["Luc"])],
)
def test_the_subject_behind_a_clause_that_opens_the_sentence_says_it(
    opening: list[str], sign: str, expected: list[str]
) -> None:
    """« Jugeant que « oui », les élus partent », where the tree takes that for what is said."""
    forms = [*opening, "jugeant", "que", "«", "oui", "»", sign, "les", "élus", "partent"]
    at = len(opening)
    made = tree(
        " ".join(forms),
        *[("Luc", "PROPN", 1, "nsubj"), ("crie", "VERB", ROOT, "root"), (",", "PUNCT", 1, "punct")][
            : len(opening)
        ],
        ("jugeant", "VERB", 1 if opening else ROOT, "advcl" if opening else "root"),
        ("que", "SCONJ", at + 8, "mark"),
        ("«", "PUNCT", at + 3, "punct"),
        ("oui", "ADV", at + 8, "advmod"),
        ("»", "PUNCT", at + 3, "punct"),
        (sign, "PUNCT" if sign == "," else "CCONJ", at + 8, "punct"),
        ("les", "DET", at + 7, "det"),
        ("élus", "NOUN", at + 8, "nsubj"),
        ("partent", "VERB", at, "ccomp"),
    )
    made.words[at].feats = "Tense=Pres|VerbForm=Part"
    found = scene(" ".join(forms), made)
    [layout] = found.layouts.values()
    cue = next(one for one in layout.cues if one.anchor == at)
    candidates = found.describe_mentions(found.views[0], cue)
    assert [made.words[one.index].form for one in candidates] == expected


@pytest.mark.parametrize(
    ("marker", "governor", "expected"),
    [
        ("d'", "Inf", []),
        ("d'", "Fin", ["élus"]),  # « vient d'accuser les élus »
        ("pour", "Inf", ["élus"]),  # « Pour convaincre les élus »
    ],
)
def test_nobody_speaks_behind_a_narrative_infinitive(
    marker: str, governor: str, expected: list[str]
) -> None:
    """« Et de finir, d'accuser les élus d'être « absents » »."""
    text = f"Et de finir {marker} accuser les élus d' être « absents »"
    made = tree(
        text,
        ("Et", "CCONJ", 2, "cc"),
        ("de", "ADP", 2, "mark"),
        ("finir", "VERB", ROOT, "root"),
        (marker, "ADP", 4, "mark"),
        ("accuser", "VERB", 2, "conj"),
        ("les", "DET", 6, "det"),
        ("élus", "NOUN", 4, "obj"),
        ("d'", "ADP", 10, "mark"),
        ("être", "AUX", 10, "cop"),
        ("«", "PUNCT", 10, "punct"),
        ("absents", "ADJ", 4, "xcomp"),
        ("»", "PUNCT", 10, "punct"),
        feats={"accuser": "VerbForm=Inf", "finir": f"VerbForm={governor}"},
    )
    found = scene(text, made)
    [layout] = found.layouts.values()
    cue = next(one for one in layout.cues if one.lemma == "accuser")
    candidates = found.describe_mentions(found.views[0], cue)
    assert [made.words[one.index].form for one in candidates] == expected


def test_whoever_is_told_something_does_not_say_it() -> None:
    """« Luc s'est vu répondre « non » », but « Luc a répondu « non » »."""
    for form, expected in (("passive", []), ("finite", ["Luc"])):
        passive = form == "passive"
        text = "Luc est averti « ici »" if passive else "Luc a averti « ici »"
        made = tree(
            text,
            ("Luc", "PROPN", 2, "nsubj:pass" if passive else "nsubj"),
            ("est" if passive else "a", "AUX", 2, "aux:pass" if passive else "aux"),
            ("averti", "VERB", ROOT, "root"),
            ("«", "PUNCT", 4, "punct"),
            ("ici", "ADV", 2, "advmod"),
            ("»", "PUNCT", 4, "punct"),
            feats={"averti": "VerbForm=Part|Tense=Past"},
            lemmas={"averti": "avertir"},
        )
        found = scene(text, made)
        [layout] = found.layouts.values()
        cue = next(one for one in layout.cues if one.lemma == "avertir")
        candidates = found.describe_mentions(found.views[0], cue)
        assert [made.words[one.index].form for one in candidates] == expected


@pytest.mark.parametrize(
    ("first", "second", "subject", "expected"),
    [
        ("beau", "joueur", "élu", ["élu"]),
        ("Luc", "Roy", "élu", ["Roy", "élu"]),  # « explique, Luc Roy, un élu »
        ("un", "élu", "émoi", ["élu", "émoi"]),  # « explique, un élu, des sanglots dans la voix »
    ],
)
def test_an_aside_between_a_verb_and_its_subject_does_not_speak(
    first: str, second: str, subject: str, expected: list[str]
) -> None:
    """« commente, beau joueur, un élu »"""
    text = f"« Ici », commente, {first} {second}, un {subject}"
    made = tree(
        text,
        ("«", "PUNCT", 1, "punct"),
        ("Ici", "ADV", ROOT, "root"),
        ("»", "PUNCT", 1, "punct"),
        (",", "PUNCT", 4, "punct"),
        ("commente", "VERB", 1, "parataxis"),
        (",", "PUNCT", 7, "punct"),
        (first, "DET" if first == "un" else "ADJ", 7, "det" if first == "un" else "amod"),
        (second, "PROPN" if second == "Roy" else "NOUN", 4, "nsubj"),
        (",", "PUNCT", 10, "punct"),
        ("un", "DET", 10, "det"),
        (subject, "NOUN", 7, "appos"),
        lemmas={"commente": "commenter"},
        feats={"commente": "VerbForm=Fin"},
    )
    found = scene(text, made)
    [layout] = found.layouts.values()
    cue = next(one for one in layout.cues if one.lemma == "commenter")
    candidates = found.describe_mentions(found.views[0], cue)
    assert sorted(made.words[one.index].form for one in candidates) == expected
