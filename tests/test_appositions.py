"""What stands in apposition behind a name."""

from __future__ import annotations

import pytest

from quoteattr.attribution import vocabulary
from quoteattr.attribution.naming import appositions, names
from quoteattr.attribution.naming.tokens import tokenize

WORDS = vocabulary.default()


@pytest.mark.parametrize(
    ("text", "apposed"),
    [
        ("Anne Roux, bouchère, rit.", "bouchère"),
        ("Anne Roux (bouchère à Nay) rit.", "bouchère à Nay"),
        ("Anne Roux, 45 ans, bouchère, rit.", "bouchère"),
        ("Anne Roux (LR), maire de Nay, rit.", "maire de Nay"),
        ("Anne Roux, avocate de M. Petit, rit.", "avocate de M. Petit"),
        (
            "Anne Roux, porte-parole des « bonnets bleus », rit.",
            "porte-parole des « bonnets bleus »",
        ),
        ("Anne Roux, la bouchère, rit.", "bouchère"),
        ("Anne Roux, bouchère qui rit, part.", "bouchère"),
        ("Anne Roux, bouchère\nL'article dit non.", "bouchère"),
        # These are none.
        ("Anne Roux, la bouchère rit.", None),
        ("Anne Roux, la maire Léa Petit rit.", None),
        ("Anne Roux, elle, rit.", None),
        ("Anne Roux, dit la bouchère.", None),
        ("Anne Roux rit, bouchère.", None),
    ],
)
def test_the_noun_and_the_end_of_an_apposition(text: str, apposed: str | None) -> None:
    tokens = tokenize(text)
    name = names.find(tokens, WORDS)[0]
    found = appositions.find(tokens, name.last, WORDS.role_nouns, WORDS)
    written = None
    if found is not None:
        written = text[tokens.starts[found.noun] : tokens.ends[found.end]]
    assert written == apposed


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("Luc Roy, a nié.", True),
        ("Luc Roy, n'a pas nié.", True),
        ("Luc Roy, boulanger à Nay, a nié.", True),
        ("Luc Roy, le boulanger, a nié.", True),
        ("Luc Roy, du collectif Nay, a nié.", True),
        ("Luc Roy, le projet, très attendu, a du retard.", False),
        ("Luc Roy, boulanger à Nay.", False),
        ("Luc Roy, boulanger\nLe maire, a nié.", False),
        ("Luc Roy,", False),
        ("Luc Roy a nié.", False),
    ],
)
def test_a_verb_behind_a_name_or_its_apposition(text: str, before: bool) -> None:
    tokens = tokenize(text)
    assert appositions.is_before_predicate(tokens, 2, WORDS) is before
