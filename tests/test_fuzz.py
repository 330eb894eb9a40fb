"""The saved inputs of the fuzz targets, without the fuzzer."""

from __future__ import annotations

import pytest

from tests.fuzz.targets import INPUTS, TARGETS

SAVED = [
    pytest.param(name, path, id=f"{name}-{path.name}")
    for name in TARGETS
    for path in sorted((INPUTS / name).iterdir())
]


@pytest.mark.parametrize(("name", "path"), SAVED)
def test_saved_input(name: str, path: object) -> None:
    TARGETS[name](path.read_bytes())  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", TARGETS)
def test_each_target_has_saved_inputs(name: str) -> None:
    assert len(list((INPUTS / name).iterdir())) >= 10


@pytest.mark.parametrize("name", TARGETS)
def test_cut_and_damaged_inputs(name: str) -> None:
    """What a half-written or damaged file would be: each saved input cut, doubled, overwritten."""
    for path in sorted((INPUTS / name).iterdir()):
        data = path.read_bytes()[:2000]
        for at in range(0, len(data), max(len(data) // 12, 1)):
            TARGETS[name](data[:at])
            TARGETS[name](data[at:] + data[:at])
            TARGETS[name](data[:at] + b"\xff\x00" + data[at + 1 :])
