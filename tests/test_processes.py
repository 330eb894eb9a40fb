"""One shipped parser in threads, and in processes that are forked or started anew."""

from __future__ import annotations

import multiprocessing
import pickle
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from quoteattr import QuoteParser, Quotes

pytest.importorskip("stanza", reason="needs stanza")

TEXTS = [
    "Anne Ferrand, maire de Nay, est venue lundi. « Le pont est fermé », a-t-elle déclaré.",
    "Selon le ministre Rachid Belkacem, le projet est « trop cher ».",
    "Rien à signaler.",
    "« Nous partons, a dit Léa Nkomo, et nous ne reviendrons pas. »\nElle a juré : « Jamais. »",
]


@pytest.fixture(scope="module")
def parser() -> QuoteParser:
    return QuoteParser(threads=1).load()


@pytest.fixture(scope="module")
def expected(parser: QuoteParser) -> list[Quotes]:
    return [parser(text) for text in TEXTS]


def test_the_texts_say_who_speaks(expected: list[Quotes]) -> None:
    names = {quote.speaker.name for quotes in expected for quote in quotes if quote.speaker}
    assert "Anne Ferrand" in names


def test_eight_threads_share_the_shipped_parser(
    parser: QuoteParser, expected: list[Quotes]
) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(parser, TEXTS * 4)) == expected * 4


def test_eight_threads_load_one_model(expected: list[Quotes]) -> None:
    parser = QuoteParser(threads=1)
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(parser, [TEXTS[1]] * 8)) == [expected[1]] * 8


def answers(parser: QuoteParser, texts: list[str]) -> list[dict[str, Any]]:
    return [quotes.to_dict(evidence=True) for quotes in parser.pipe(texts)]


METHODS = [
    pytest.param(
        method,
        marks=pytest.mark.skipif(
            method not in multiprocessing.get_all_start_methods(), reason=f"no {method} here"
        ),
    )
    for method in ("fork", "spawn")
]


@pytest.fixture
def importable(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let a process that is started anew find this module, as it finds a user's own."""
    paths = [str(Path(__file__).parent), *filter(None, sys.path)]
    monkeypatch.setenv(
        "PYTHONPATH", ":".join(paths) if sys.platform != "win32" else ";".join(paths)
    )
    yield


@pytest.mark.parametrize("loaded", [False, True], ids=["not loaded", "loaded"])
@pytest.mark.parametrize("method", METHODS)
def test_the_shipped_parser_crosses_to_another_process(
    parser: QuoteParser, expected: list[Quotes], importable: None, method: str, loaded: bool
) -> None:
    """It pickles by its options, loaded or not, and loads its model where it is used."""
    sent = parser if loaded else QuoteParser(threads=1)
    context = multiprocessing.get_context(method)
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        found = pool.submit(answers, sent, TEXTS).result(timeout=300)
    assert found == [quotes.to_dict(evidence=True) for quotes in expected]


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="no fork here")
def test_a_forked_process_uses_the_model_that_it_inherits(
    parser: QuoteParser, expected: list[Quotes]
) -> None:
    """Nothing is pickled here: the child finds the loaded parser in its own memory."""
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)

    def answer() -> None:
        sender.send(answers(parser, TEXTS))

    process = context.Process(target=answer)
    process.start()
    try:
        assert receiver.poll(300), "the forked process does not answer"
        assert receiver.recv() == [quotes.to_dict(evidence=True) for quotes in expected]
    finally:
        process.join(30)
        process.kill()
    assert process.exitcode == 0


SEVERAL_THREADS = """
import multiprocessing, sys
from quoteattr import QuoteParser

parser = QuoteParser(threads=2)
text = sys.argv[1] * 10
expected = parser(text)
context = multiprocessing.get_context("fork")
receiver, sender = context.Pipe(duplex=False)
process = context.Process(target=lambda: sender.send(parser(text)), daemon=True)
process.start()
assert receiver.poll(120), "the forked process does not answer"
assert receiver.recv() == expected
"""

IN_A_POOL = """
import multiprocessing, sys
from quoteattr import QuoteParser

parser = QuoteParser(threads=2)
text = sys.argv[1] * 10
expected = parser(text)
with multiprocessing.get_context("fork").Pool(1) as pool:
    assert pool.map_async(parser, [text]).get(120) == [expected]
"""


@pytest.mark.parametrize("code", [SEVERAL_THREADS, IN_A_POOL], ids=["inherited", "pickled"])
@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="no fork here")
def test_a_process_forked_from_one_with_several_threads_answers(code: str) -> None:
    """The parent has used the threads of torch, which do not live on in its child."""
    command = [sys.executable, "-c", code, TEXTS[0]]
    root = str(Path(__file__).parent.parent)
    result = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=400)
    assert (result.stderr, result.returncode) == ("", 0)


@pytest.mark.parametrize("loaded", [False, True], ids=["not loaded", "loaded"])
def test_the_shipped_parser_pickles_with_its_options(parser: QuoteParser, loaded: bool) -> None:
    sent = QuoteParser(marks=["curly"], min_confidence=0.9, threads=1)
    if loaded:
        sent.load()
    again = pickle.loads(pickle.dumps(sent))
    text = "« Un », dit Anne. “Oui”, dit Léa."
    assert again(text) == sent(text)
    assert [quote.text for quote in again(text)] == ["Oui"]


def test_quotes_pickle(expected: list[Quotes]) -> None:
    assert pickle.loads(pickle.dumps(expected)) == expected


def test_a_factory_of_the_shipped_parser_pickles(expected: list[Quotes]) -> None:
    factory = pickle.loads(pickle.dumps(partial(QuoteParser, "stanza", threads=1)))
    assert factory()(TEXTS[0]) == expected[0]
