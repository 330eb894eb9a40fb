"""One shipped parser in threads, and in processes that are forked or started anew."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile

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


def run(code: str, *arguments: str) -> tuple[int | None, str]:
    """The exit status and the errors of a fresh interpreter that runs some code; None where it
    does not end.

    Threads of other tests that are about to end may hold a lock of torch when a process is forked,
    so each is forked from an interpreter of its own.
    """
    root = str(Path(__file__).parent.parent)
    with TemporaryFile("w+", encoding="utf-8") as errors:
        process = subprocess.Popen(
            [sys.executable, "-c", code, *arguments],
            cwd=root,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            start_new_session=True,
        )
        try:
            status: int | None = process.wait(timeout=400)
        except subprocess.TimeoutExpired:
            status = None
            if sys.platform != "win32":
                os.killpg(process.pid, signal.SIGKILL)  # and those whom it has forked
            process.kill()
            process.wait()
        errors.seek(0)
        return status, errors.read()


CROSSING = """
import multiprocessing, sys
from concurrent.futures import ProcessPoolExecutor
from quoteattr import QuoteParser

method, loaded, *texts = sys.argv[1:]
parser = QuoteParser(threads=1)
if loaded == "loaded":
    parser.load()
with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context(method)) as pool:
    found = [pool.submit(parser, text).result() for text in texts]
expected = [parser(text) for text in texts]
assert [one.to_dict(evidence=True) for one in found] == [
    one.to_dict(evidence=True) for one in expected
]
"""

METHODS = [
    pytest.param(
        method,
        marks=pytest.mark.skipif(
            method not in multiprocessing.get_all_start_methods(), reason=f"no {method} here"
        ),
    )
    for method in ("fork", "spawn")
]


@pytest.mark.parametrize("loaded", ["not loaded", "loaded"])
@pytest.mark.parametrize("method", METHODS)
def test_the_shipped_parser_crosses_to_another_process(method: str, loaded: str) -> None:
    """It pickles by its options, loaded or not, and loads its model where it is used."""
    assert run(CROSSING, method, loaded, *TEXTS) == (0, "")


INHERITED = """
import multiprocessing, sys
from quoteattr import QuoteParser

def answers():
    return [parser(text).to_dict(evidence=True) for text in texts]

threads, *texts = sys.argv[1:]
parser = QuoteParser(threads=int(threads))
expected = answers()
context = multiprocessing.get_context("fork")
receiver, sender = context.Pipe(duplex=False)
process = context.Process(target=lambda: sender.send(answers()), daemon=True)
process.start()
assert receiver.poll(120), "the forked process does not answer"
assert receiver.recv() == expected
process.join(30)
assert process.exitcode == 0
"""

PICKLED = """
import multiprocessing, sys
from quoteattr import QuoteParser

threads, *texts = sys.argv[1:]
parser = QuoteParser(threads=int(threads))
expected = [parser(text) for text in texts]
with multiprocessing.get_context("fork").Pool(1) as pool:
    assert pool.map_async(parser, texts).get(120) == expected
"""


@pytest.mark.parametrize("code", [INHERITED, PICKLED], ids=["inherited", "pickled"])
@pytest.mark.parametrize("threads", ["1", "2"])
@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="no fork here")
def test_a_process_forked_from_one_that_has_parsed_answers(code: str, threads: str) -> None:
    """The child finds the loaded parser in its memory, or is sent it; the threads of torch that the
    parent has used do not live on in it."""
    assert run(code, threads, TEXTS[0] * 10, *TEXTS[1:]) == (0, "")


WHILE_PARSING = """
import multiprocessing, sys, threading
from quoteattr import QuoteParser

parser = QuoteParser(threads=1)
expected = parser(sys.argv[1])
busy, done = threading.Event(), threading.Event()

def work():
    while not done.is_set():
        busy.set()
        parser(sys.argv[1] * 40)

thread = threading.Thread(target=work)
thread.start()
busy.wait()
context = multiprocessing.get_context("fork")
receiver, sender = context.Pipe(duplex=False)
process = context.Process(target=lambda: sender.send(parser(sys.argv[1])), daemon=True)
process.start()
answered = receiver.poll(120)
done.set()
thread.join()
assert answered, "the forked process does not answer"
assert receiver.recv() == expected
"""


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="no fork here")
def test_a_process_forked_while_a_thread_parses_answers() -> None:
    """The lock that the thread holds is not one of the child's."""
    assert run(WHILE_PARSING, TEXTS[0]) == (0, "")


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
