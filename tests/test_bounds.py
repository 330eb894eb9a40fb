"""Time and memory grow with the text and no faster: every regular expression, every reader, and
the whole way through."""

from __future__ import annotations

import ast
import re
import tracemalloc
import warnings
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import regex
from attrs import frozen
from growth import STEEPEST, seconds, steepness
from stubs import StubParser, rankers
from test_invariants import GROWING, HOSTILE, quotes_in_one_sentence

import quoteattr
from quoteattr.attribution import ranking
from quoteattr.errors import InputError
from quoteattr.formats import documents
from quoteattr.parser import QuoteParser
from quoteattr.syntax import conllu, excerpt, spacy

PACKAGE = Path(quoteattr.__file__).parent
ENGINES: dict[str, Any] = {"re": re, "regex": regex}
METHODS = {"match", "fullmatch", "search", "finditer", "findall", "split", "sub"}

DYNAMIC = {"evaluation/judging.py", "syntax/conllu.py", "syntax/excerpt.py", "syntax/spacy.py"}
"""Modules that build a pattern from words of the input or a lexicon; each has a test of its own
below."""

# Regular expressions


@frozen
class Expression:
    """A pattern that the package writes down, and the methods that it calls on it."""

    pattern: Any
    methods: frozenset[str]

    def run(self, text: str) -> None:
        for method in self.methods:
            found = getattr(self.pattern, method)(*(("",) if method == "sub" else ()), text)
            if method == "finditer":
                deque(found, maxlen=0)


def expressions() -> Iterator[tuple[str, Expression]]:
    """Every pattern of the package, by where it stands."""
    for file in sorted(PACKAGE.rglob("*.py")):
        name = file.relative_to(PACKAGE).as_posix()
        module = ast.parse(file.read_text(encoding="utf-8"))
        calls = [
            node
            for node in ast.walk(module)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
        ]
        for call in calls:
            if not (call.func.value.id in ENGINES and call.func.attr in {*METHODS, "compile"}):
                continue
            where = f"{name}:{call.lineno}"
            if not isinstance(call.args[0], ast.Constant):
                assert name in DYNAMIC, f"{where}: a pattern without a test"
                continue
            engine = ENGINES[call.func.value.id]
            flags = 0
            for argument in call.args[1:]:
                if isinstance(argument, ast.Attribute) and argument.attr.isupper():
                    flags |= getattr(engine, argument.attr)
            used = {call.func.attr}
            if call.func.attr == "compile":
                [target] = [
                    (node.targets[0] if isinstance(node, ast.Assign) else node.target).id
                    for node in module.body
                    if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is call
                ]
                used = {other.func.attr for other in calls if other.func.value.id == target}
            assert used <= METHODS, f"{where}: {used}"
            assert used, f"{where}: nobody uses it"
            pattern = engine.compile(call.args[0].value, flags)
            yield where, Expression(pattern, frozenset(used))


EXPRESSIONS = dict(expressions())

PUMPS = (
    "a", "A", "é", "e\u0301", "1", ".", "..", "…", " ", "\u00a0", "\t", "\n", "\r\n", "«", "»", "“",
    '"', " »", '."', "'", "l'", "L’", "qu'", "-", "a-", "a'", "_", "+", "&", "a&", "<", ">", "<a ",
    "\\", "\\u", "\\ud8", "/", ":", "http:", "urn:", "%", ",", "a,", "a.", "a. ", "A. ", "a.A", "?",
    "?!", "! ", "! »", "les ", "l'a ", "Telle ", "-t-il", "dit-elle", "1.", "1-", "\x00", "\ufeff",
    "\u200b", "𝔄", "👩‍🚒", ", a", ", », ", "- a-",
)  # fmt: skip
AROUND = (("", ""), ("a", "/"), ("http:a", "\x00"), ("«", "A"))


def quadratic(expression: Expression) -> str | None:
    """A text that the expression takes more than linear time over, None where none was found."""

    for pump in PUMPS:
        for before, after in AROUND:

            def make(
                size: int, pump: str = pump, before: str = before, after: str = after
            ) -> Callable[[], object]:
                return partial(expression.run, before + pump * (size // len(pump)) + after)

            # Linear expressions take a millisecond; what takes longer is looked into.
            if seconds(make(2_400)) > 0.004 and steepness(make, 600) > STEEPEST:
                return f"{before!r} + {pump!r} * n + {after!r}"
    return None


@pytest.mark.parametrize("where", EXPRESSIONS)
def test_every_regular_expression_is_linear(where: str) -> None:
    assert quadratic(EXPRESSIONS[where]) is None


def test_an_inverted_subject_is_looked_for_in_linear_time() -> None:
    assert spacy._ENDS_INVERTED.search("Est-il") and not spacy._ENDS_INVERTED.search("est-allemand")
    assert quadratic(Expression(spacy._ENDS_INVERTED, frozenset({"search"}))) is None


def test_the_signs_of_a_cue_are_looked_for_in_linear_time() -> None:
    assert quadratic(Expression(excerpt._cue_signs(), frozenset({"search"}))) is None


def test_all_modules_were_looked_through() -> None:
    modules = {where.partition(":")[0] for where in EXPRESSIONS}
    assert {
        "marks.py",
        "sentences.py",
        "attribution/naming/tokens.py",
        "syntax/shipped.py",
    } <= modules


@pytest.mark.parametrize(
    ("pattern", "method"),
    [
        (r"[\w.+-]*[\w+-][\w.+-]*", "fullmatch"),
        (r"\s+\Z", "finditer"),
        (r"(?:\s*[.!?])+A", "search"),
        (r"a*.*a\Z", "match"),
    ],
)
def test_an_expression_that_is_not_linear_is_found_out(pattern: str, method: str) -> None:
    assert quadratic(Expression(re.compile(pattern), frozenset({method}))) is not None


# Readers


def rows(count: int, form: str = "mot", head: int | None = None) -> str:
    """A sentence of CoNLL-U in which each word hangs on the one before, or all on one."""
    return "\n".join(
        f"{n}\t{form}\t_\tX\t_\t_\t{n - 1 if head is None else head * (n != head)}\tdep\t_\t_"
        for n in range(1, count + 1)
    )


CONLLU: dict[str, Callable[[int], str]] = {
    "one sentence": rows,
    "all words below the last": lambda n: rows(n, head=n),
    "a token of many parts": lambda n: rows(1, " ".join("a" * n)),
    "tokens of white space around": lambda n: rows(n, "\u00a0a"),
    "many sentences": lambda n: "\n\n".join([rows(1)] * n),
    "comments": lambda n: "# x\n" * n,
    "empty lines": lambda n: "\n" * n + rows(1),
    "one range": lambda n: f"1-{n}\ta\t" + "\t".join("_" * 8) + "\n" + rows(n),
}


@pytest.mark.parametrize("kind", CONLLU)
def test_the_conllu_reader_grows_linearly(kind: str) -> None:
    def read(size: int) -> Callable[[], object]:
        content = CONLLU[kind](size)

        def run() -> None:
            with suppress(InputError):
                conllu.trees(content)

        return run

    assert steepness(read, 1_000) < STEEPEST


def test_looking_up_a_token_is_linear_in_its_white_space() -> None:
    def read(size: int) -> Callable[[], object]:
        content, text = rows(1, "a" + " a" * size), "a" + "   a" * size
        return lambda: conllu.trees(content, text)

    assert steepness(read, 1_000) < STEEPEST


def test_json_nested_too_deep_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "deep.jsonl"
    path.write_text("[" * 200_000 + '\n{"text": "« Un »"}\n', encoding="utf-8")
    broken, good = documents.read((str(path),))
    assert isinstance(broken, InputError)
    assert "line 1" in str(broken)
    assert isinstance(good, documents.Document)


# Memory

BYTES_FOR_A_CHARACTER = 500
"""What news takes at most, beside the model; ``docs/limits.md`` names the figure."""

MOST_BYTES_FOR_A_CHARACTER = 4_000
"""What any text takes at most, beside the model; ``docs/limits.md`` names the figure."""

NEWS = (
    "Anne Ferrand, maire de Nay, est venue lundi à la réunion du conseil, qui a duré.\n"
    "« Les travaux ont commencé », a déclaré la maire devant les habitants du quartier. Il pleut.\n"
)


@pytest.fixture
def parser(monkeypatch: pytest.MonkeyPatch) -> QuoteParser:
    fixed = rankers(1)
    monkeypatch.setattr(ranking, "shipped", lambda parser="": fixed)
    parser = QuoteParser(StubParser())
    parser("« Un », dit Anne.")
    return parser


def peak(parser: QuoteParser, text: str) -> int:
    """Bytes that Python held at most while the text was read, what the answer holds included."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tracemalloc.start()
        try:
            parser(text)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()


def test_news_take_the_documented_memory(parser: QuoteParser) -> None:
    for count in (2, 15):
        assert peak(parser, NEWS * count) < BYTES_FOR_A_CHARACTER * len(NEWS) * count


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_text_takes_the_documented_memory(parser: QuoteParser, kind: str) -> None:
    # Texts of less than a page also pay for tables that do not grow.
    text = HOSTILE[kind](200)
    assert peak(parser, text) < MOST_BYTES_FOR_A_CHARACTER * max(len(text), 500)


@pytest.mark.parametrize("kind", [*GROWING, "quotes in one sentence"])
def test_memory_grows_linearly(parser: QuoteParser, kind: str) -> None:
    make = {**GROWING, "quotes in one sentence": quotes_in_one_sentence}[kind]
    small, large = make(240), make(960)  # contexts are as long as they may be in both
    assert peak(parser, large) / peak(parser, small) < 1.25 * len(large) / len(small)
    assert peak(parser, large) < MOST_BYTES_FOR_A_CHARACTER * len(large)


def test_a_text_without_marks_takes_next_to_nothing(parser: QuoteParser) -> None:
    text = "Le maire est venu lundi. " * 40_000
    assert peak(parser, text) < len(text)
