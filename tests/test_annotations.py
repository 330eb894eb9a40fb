"""Annotations that stand apart from their texts."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from quoteattr.errors import InputError
from quoteattr.model import Span

TEXT = "« Le pont rouvrira », promet Anne Ferrand. La maire parle d'un « pont neuf »."


def files(folder: Path, text: str, name: str = "texts.jsonl") -> tuple[Path, Path]:
    from training.attribution import annotations

    texts, annotated = folder / name, folder / "annotations.jsonl"
    line = json.dumps({"id": "a", "text": text}) + "\n"
    texts.write_bytes(gzip.compress(line.encode()) if name.endswith(".gz") else line.encode())
    speech = {
        "start": 2, "end": 18, "kind": "speech", "entity": [29, 41], "aliases": [[43, 51]],
        "speaker": [29, 41], "verb": [22, 28],
    }  # fmt: skip
    term = {"start": 65, "end": 74, "kind": "term"}
    row = {"id": "a", "sha256": annotations.digest(TEXT), "quotes": [speech, term]}
    annotated.write_text(json.dumps(row) + "\n", encoding="utf-8")
    return texts, annotated


@pytest.mark.parametrize("name", ["texts.jsonl", "texts.jsonl.gz"])
def test_places_become_names(tmp_path: Path, name: str) -> None:
    from training.attribution import annotations

    (article,) = annotations.read(*files(tmp_path, TEXT, name))
    speech, term = article.quotes
    assert TEXT[speech.start : speech.end] == "Le pont rouvrira"
    assert (speech.entity, speech.aliases) == ("Anne Ferrand", ("La maire",))
    assert (speech.mention, speech.verb) == (Span(29, 41), Span(22, 28))
    assert TEXT[term.start : term.end] == "pont neuf"
    assert not term.speech


def test_another_text_is_refused(tmp_path: Path) -> None:
    from training.attribution import annotations

    with pytest.raises(InputError, match="not the one that was annotated"):
        annotations.read(*files(tmp_path, TEXT + " "))


def test_what_ships_holds_places_and_no_words() -> None:
    from training.attribution import annotations

    lines = annotations.ANNOTATIONS.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 2000
    for line in lines:
        article = json.loads(line)
        assert set(article) == {"id", "sha256", "quotes"}
        for quote in article["quotes"]:
            assert quote["kind"] in ("speech", "term")
            for key, value in quote.items():
                if key in ("entity", "speaker", "verb"):
                    assert len(value) == 2
                    assert value[0] < value[1]
                elif key == "aliases":
                    assert all(start < end for start, end in value)
                else:
                    assert key in ("start", "end", "kind")
