"""The words and signs of a text."""

from __future__ import annotations

from unicodedata import normalize

import pytest

from quoteattr.attribution.naming.tokens import tokenize


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L'élu dit non.", [("L'", "elided"), ("élu", "word"), ("dit", "word"), ("non", "word")]),
        ("Jean-Luc a-t-il 12 ans", [("Jean-Luc", "word"), ("a-t-il", "word"), ("12", "number")]),
        ("aujourd'hui", [("aujourd'hui", "word")]),
        ("<<non>>", [("<<", "other"), ("non", "word"), (">>", "other")]),
        ("quoiqu'Anne", [("quoiqu'", "elided"), ("Anne", "word")]),
        ("E\u0301lise part", [("\u00c9lise", "word"), ("part", "word")]),
    ],
)
def test_words_and_signs(text: str, expected: list[tuple[str, str]]) -> None:
    tokens = tokenize(text)
    assert list(zip(tokens.texts, tokens.kinds, strict=True))[: len(expected)] == expected
    spans = zip(tokens.starts, tokens.ends, strict=True)
    assert [normalize("NFC", text[start:end]) for start, end in spans] == tokens.texts


def test_what_opens_a_sentence() -> None:
    text = "Il part. Paul reste.Elle dit : « Oui » à M. Roux et à J. Petit « ici ». Luc rit\nDemain"
    tokens = tokenize(text)
    opening = [form for at, form in enumerate(tokens.texts) if tokens.opens(at)]
    words = [word for word in opening if word.isalpha()]
    assert words == ["Il", "Paul", "Elle", "Oui", "ici", "Luc", "Demain"]
