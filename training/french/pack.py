"""Packing: trained Stanza files become the folder that the library ships.

The layout is Stanza's own, ``fr/<processor>/<name>.pt`` beside ``resources.json``. Weights are
stored as float16, word vectors that no lower-case key reaches are dropped (Stanza lower-cases
before it looks up), and the settings of the training run lose the paths of the machine that it
ran on.
``quoteattr.syntax.shipped`` loads the folder; plain Stanza does not, since it neither widens
float16 vectors nor knows their compact vocabulary.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

PROCESSORS = ("tokenize", "mwt", "pos", "lemma", "depparse")
NEEDS_VECTORS = ("pos", "depparse")
PREFIX = 4  # Stanza's <PAD>, <UNK>, <EMPTY> and <ROOT> stand before the first word.


def half(value: Any) -> Any:
    """Copy of a checkpoint in which every floating-point tensor is float16."""
    import torch

    if isinstance(value, torch.Tensor):
        return value.to(torch.float16) if value.is_floating_point() else value
    if isinstance(value, dict):
        packed = type(value)()
        for key, item in value.items():
            packed[key] = half(item)
        return packed
    if isinstance(value, list):
        return [half(item) for item in value]
    if isinstance(value, tuple):
        return tuple(half(item) for item in value)
    return value


def without_paths(config: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of a training run, its files by name only."""
    return {
        key: Path(value).name if isinstance(value, str) and "/" in value else value
        for key, value in config.items()
    }


def compact_vectors(checkpoint: Mapping[str, Any]) -> dict[str, Any]:
    """Word vectors as three tensors: Stanza's dictionary of keys takes seconds to unpickle.

    ``keys`` is UTF-8 text, a key a line; ``rows`` holds the row of each key in ``emb``. Keys with a
    capital are left out, and so are the rows that only those used.
    """
    import torch

    keys = {
        key: row
        for key, row in checkpoint["vocab"]["_unit2id"].items()
        if row >= PREFIX and key == key.lower() and "\n" not in key
    }
    rows = sorted(set(keys.values()))
    number = {row: place for place, row in enumerate(rows, start=PREFIX)}
    text = "\n".join(keys).encode("utf-8")
    return {
        "keys": torch.frombuffer(bytearray(text), dtype=torch.uint8),
        "rows": torch.tensor([number[row] for row in keys.values()], dtype=torch.int32),
        "emb": checkpoint["emb"][torch.tensor([*range(PREFIX), *rows])],
    }


def save(checkpoint: Mapping[str, Any], target: Path) -> None:
    """Write a checkpoint in the format that ``torch.load(weights_only=True)`` reads fastest."""
    import torch

    target.parent.mkdir(parents=True, exist_ok=True)
    torch.save(checkpoint, target, _use_new_zipfile_serialization=False)


def pack(sources: Mapping[str, Path], folder: Path, name: str, card: Mapping[str, Any]) -> int:
    """Pack trained files.

    Args:
        sources: a file for each of ``PROCESSORS`` and for ``pretrain``.
        folder: where ``fr/``, ``resources.json`` and ``model.json`` are written.
        name: the Stanza package name of every file.
        card: what ``model.json`` says; it needs ``name`` and ``version``.

    Returns:
        The size of the packed files in bytes.

    Raises:
        FileNotFoundError: if a source is missing.
    """
    import torch

    missing = [str(path) for path in sources.values() if not path.is_file()]
    if missing:
        raise FileNotFoundError(f"not trained yet: {', '.join(missing)}; run the stages before")
    resources: dict[str, Any] = {"lang_name": "French", "packages": {"default": {}}}
    size = 0
    for processor, source in sources.items():
        checkpoint = torch.load(source, map_location="cpu", weights_only=True)
        if processor == "pretrain":
            checkpoint = compact_vectors(checkpoint)
        if isinstance(checkpoint.get("config"), dict):
            checkpoint["config"] = without_paths(checkpoint["config"])
        target = folder / "fr" / processor / f"{name}.pt"
        save(half(checkpoint), target)
        entry: dict[str, Any] = {"md5": hashlib.md5(target.read_bytes()).hexdigest()}
        if processor in NEEDS_VECTORS:
            entry["dependencies"] = [{"model": "pretrain", "package": name}]
        if processor != "pretrain":
            resources["packages"]["default"][processor] = name
        resources[processor] = {name: entry}
        size += target.stat().st_size
    write_json(folder / "resources.json", {"fr": resources})
    write_json(folder / "model.json", card)
    return size


def write_json(target: Path, value: Mapping[str, Any]) -> None:
    """Write readable JSON with a final newline."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    target.write_text(text + "\n", encoding="utf-8")
