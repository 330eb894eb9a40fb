"""What speaks for a term, one feature at a time."""

from __future__ import annotations

from quoteattr.attribution import vocabulary
from quoteattr.attribution.candidates import kinds
from quoteattr.attribution.passages.layout import Cue, CueKind
from quoteattr.attribution.passages.states import History, State
from quoteattr.attribution.ranking import flat
from tests import handtrees

WORDS = vocabulary.default()


def features(text: str, history: History) -> set[str]:
    """The features of the only quote of a text for being a term; its words hang on nothing."""
    [view] = handtrees.scene(text, handtrees.loose(text, {}, "NOUN")).views
    return set(flat(kinds.describe_term(view, State(history=history), WORDS)))


def test_the_words_of_a_short_quote_count_alone_in_pairs_and_all_together() -> None:
    found = features("les « grands débats locaux »", History())
    assert {"term,word=grands", "term,pair=débats locaux", "term,phrase=grands débats locaux"} <= (
        found
    )
    long = features("les « " + "débats " * 6 + "»", History())
    assert not any(one.startswith(("term,word=", "term,pair=", "term,phrase=")) for one in long)


def test_how_the_quotes_before_were_read_counts() -> None:
    history = History()
    assert history.share == "unknown"
    kinds_before: list[CueKind] = ["term", "term", "verb", "term", "term"]
    for number, kind in enumerate(kinds_before):
        history = history.followed_by(number, Cue(kind))
    assert (history.quotes, history.terms, history.share) == (5, 4, "3")
    assert history.recent == ("term", "speech", "term", "term")
    found = features("les « bonnets »", history)
    assert {
        "term,last quotes=term+term",
        "term,terms before=3 of 4",
        "term,quarters of terms=3",
    } <= found
