"""Verbs that introduce speech, conjugated in the third person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).parent / "data"
VOWELS = frozenset("aeiouyâàéèêëîïôûhœ")


@dataclass(frozen=True)
class Verb:
    """Third-person forms of a verb; ``reflexive`` verbs take *se* and *être*."""

    lemma: str
    participle: str
    present: tuple[str, str]
    past: str
    imperfect: str
    future: str
    reflexive: bool

    @property
    def gerund(self) -> str:
        """Present participle, made from the third person plural (``disent``, ``disant``)."""
        return self.present[1].removesuffix("ent") + "ant"


def rows(name: str) -> Iterator[list[str]]:
    """Rows of a data file without comments and empty lines."""
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.split("\t")


def verbs() -> list[Verb]:
    """The verbs of ``verbs.tsv``.

    Raises:
        ValueError: if an irregular verb comes without its forms.
    """
    return [conjugate(row) for row in rows("verbs.tsv")]


def conjugate(row: list[str]) -> Verb:
    """A verb from a row of ``verbs.tsv``; regular verbs in -er get their forms by rule."""
    row = row + [""] * (8 - len(row))
    lemma = row[0].removeprefix("s'").removeprefix("se ")
    reflexive = lemma != row[0] or row[7] == "s"
    if row[1]:
        return Verb(lemma, row[1], (row[2], row[3]), row[4], row[5], row[6], reflexive)
    if not lemma.endswith("er"):
        raise ValueError(f"verbs.tsv: {lemma} is not in -er, write its forms down")
    stem = lemma[:-2]
    # ge and ç keep the sound of g and c before a.
    soft = stem + "e" if stem.endswith("g") else stem
    soft = stem[:-1] + "ç" if stem.endswith("c") else soft
    silent = open_last_e(stem)
    if lemma.endswith(("oyer", "uyer")):
        silent = stem[:-1] + "i"
    return Verb(
        lemma=lemma,
        participle=stem + "é",
        present=(silent + "e", silent + "ent"),
        past=soft + "a",
        imperfect=soft + "ait",
        future=stem + "era",
        reflexive=reflexive,
    )


def open_last_e(stem: str) -> str:
    """``suggér`` becomes ``suggèr``: é opens before a silent syllable."""
    place = stem.rfind("é")
    tail = stem[place + 1 :]
    if place < 0 or not tail or any(letter in VOWELS - {"h"} for letter in tail.replace("gu", "g")):
        return stem
    return stem[:place] + "è" + tail


def elides(form: str) -> bool:
    """Whether *le*, *de*, *se*, *que* lose their vowel before a form."""
    return form[:1].lower() in VOWELS and not form.lower().startswith(("yo", "onz", "oui"))
