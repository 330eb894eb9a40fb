"""Every line of what quoteattr must find, sentence by sentence, on the frozen trees of each parser.

What fails stands in ``fixtures/known_failures.txt`` and is a strict expected failure: a case that
begins to pass must be taken off the list.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from quoteattr import Quote, QuoteParser, Quotes
from tests import frozen, inline

CASES = {case.id: case for case in inline.read(frozen.CASES)}
KNOWN = Path(frozen.FIXTURES / "known_failures.txt")


def known_failures() -> dict[tuple[str, str], str]:
    """(parser, case) → what goes wrong, as the file lists them."""
    failures = {}
    for line in KNOWN.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            parser, case, reason = line.split("\t")
            failures[parser, case] = reason
    return failures


def parameters() -> list[object]:
    failures = known_failures()
    return [
        pytest.param(
            parser,
            case,
            id=f"{parser}-{case}",
            marks=[pytest.mark.xfail(reason=failures[parser, case], strict=True)]
            if (parser, case) in failures
            else [],
        )
        for parser in frozen.PARSERS
        for case in CASES
    ]


@cache
def parser_for(name: str) -> QuoteParser:
    return QuoteParser(frozen.FrozenParser(name), min_confidence=0.0)


@pytest.mark.parametrize(("parser", "case"), parameters())
def test_case(parser: str, case: str) -> None:
    expected = CASES[case]
    quotes = parser_for(parser)(expected.text)
    assert faults(expected, quotes) == []


@pytest.mark.parametrize(("parser", "case"), known_failures())
def test_a_known_failure_fails_as_it_is_listed(parser: str, case: str) -> None:
    """It gets no worse unseen."""
    wrong = faults(CASES[case], parser_for(parser)(CASES[case].text))
    kinds = {fault.partition(" of ")[0] for fault in wrong}
    assert kinds == set(known_failures()[parser, case].split(", "))


def test_known_failures_name_cases() -> None:
    assert {case for _, case in known_failures()} <= set(CASES)
    assert {parser for parser, _ in known_failures()} <= set(frozen.PARSERS)


def faults(case: inline.Case, quotes: Quotes) -> list[str]:
    """All that differs from the annotation, in words."""
    found = {(quote.start, quote.end): quote for quote in quotes}
    wanted = {(quote.start, quote.end): quote for quote in case.quotes}
    wrong = [f"missing {case.text[s:e]!r}" for s, e in wanted.keys() - found.keys()]
    wrong += [f"extra {case.text[s:e]!r}" for s, e in found.keys() - wanted.keys()]
    for span in sorted(wanted.keys() & found.keys()):
        wrong += compare(wanted[span], found[span])
    return wrong


def compare(wanted: inline.ExpectedQuote, quote: Quote) -> list[str]:
    wrong = []

    def check(what: str, right: object, got: object) -> None:
        if right != got:
            wrong.append(f"{what} of {quote.text!r}: {got!r}, not {right!r}")

    check("kind", wanted.kind, quote.kind)
    check("closed", wanted.closed, quote.closed)
    parent = quote.parent and (quote.parent.start, quote.parent.end)
    check("parent", wanted.parent and (wanted.parent.start, wanted.parent.end), parent)
    fragments = [(one.start, one.end) for one in wanted.fragments]
    check("fragments", fragments, [(one.start, one.end) for one in quote.fragments])
    if wanted.kind == "term":
        return wrong
    name = quote.speaker and quote.speaker.name
    if wanted.by is not None:
        check("speaker", content(wanted.by), content(name or ""))
    mention = quote.speaker and quote.speaker.mention
    if wanted.speaker is None:
        check("mention", None, mention)
    elif mention is None or not (
        mention.start < wanted.speaker.end and wanted.speaker.start < mention.end
    ):
        check("mention", wanted.speaker, mention)
    if wanted.verb is None:
        check("cue", None, quote.verb)
    elif quote.verb is None:
        check("cue", wanted.verb, None)
    else:
        overlaps = quote.verb.start < wanted.verb.end and wanted.verb.start < quote.verb.end
        check("cue", True, overlaps)
        check("negated", wanted.verb.negated, quote.verb.negated)
        check("hedged", wanted.verb.hedged, quote.verb.hedged)
    return wrong


def content(name: str) -> set[str]:
    """The words of a name without articles and titles."""
    light = {"le", "la", "l", "les", "un", "une", "m", "mme", "des", "de", "du", "d"}
    return set(re.findall(r"\w+", name.casefold())) - light
