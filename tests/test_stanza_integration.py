"""The Stanza processor in a real pipeline."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import quoteattr
from quoteattr.errors import InputError
from quoteattr.syntax import shipped

stanza = pytest.importorskip("stanza")

from quoteattr.integrations import stanza as integration  # noqa: E402

BASELINE = Path(__file__).resolve().parents[2] / "shared" / "models" / "stanza-fr-baseline"
TEXT = (
    "« Nous avons attendu trois mois 👍 », a déclaré la maire de Valmont, Claire Duteil.\n\n"
    "Selon la CGT, la direction refuse « tout dialogue ». Le « plan vert » attend."
)
SPEAKERS = ["Claire Duteil", "CGT", None]


@pytest.fixture(scope="module")
def nlp() -> Any:
    return integration.pipeline(threads=1)


def speakers(quotes: quoteattr.Quotes) -> list[str | None]:
    return [quote.speaker.name if quote.speaker else None for quote in quotes]


def test_quotes_of_a_document(nlp: Any) -> None:
    quotes = nlp(TEXT).quotes
    assert isinstance(quotes, quoteattr.Quotes)
    assert [TEXT[quote.start : quote.end] for quote in quotes] == [
        "Nous avons attendu trois mois 👍",
        "tout dialogue",
        "plan vert",
    ]
    assert speakers(quotes) == SPEAKERS
    assert quotes.meta["parser"] == f"stanza {stanza.__version__}"
    assert quotes.meta["model"] == shipped.model_version()
    assert set(quotes.meta) == {"quoteattr", "parser", "model", "weights"}


def test_it_works_on_the_parse_that_is_there(nlp: Any) -> None:
    document = nlp.process(TEXT, processors=shipped.PROCESSORS)
    assert not hasattr(document, "quotes")
    assert tuple(quoteattr.QuoteParser().from_stanza(document)) == tuple(nlp(TEXT).quotes)


def test_many_documents_at_once(nlp: Any) -> None:
    texts = [TEXT, "« Oui », dit Léa Nkomo.", "", "Il pleut."]
    together = [document.quotes for document in nlp.bulk_process(texts)]
    assert together == [nlp(text).quotes for text in texts]
    assert [len(quotes) for quotes in together] == [3, 1, 0, 0]
    assert [document.quotes for document in nlp.stream(texts, batch_size=2)] == together


def test_options_of_the_shipped_pipeline() -> None:
    pipeline = integration.pipeline(threads=1, marks=["straight"], min_confidence=1.0)
    [quote] = pipeline(TEXT + ' "Non", dit le maire.').quotes
    assert (quote.mark, quote.speaker) == ('"', None)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"marks": ["no-such"]}, "unknown mark family 'no-such'"),
        ({"min_confidence": "high"}, "a probability from 0 to 1, not 'high'"),
        ({"min_confidence": True}, "a probability from 0 to 1, not True"),
        ({"min_confidence": "1.5"}, "a probability from 0 to 1, not 1.5"),
    ],
)
def test_wrong_options_are_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        integration.pipeline(threads=1, **options)


def test_the_processors_of_the_user_s_own_get_quotes() -> None:
    for processors in ("tokenize,mwt,pos,lemma,depparse", "tokenize,mwt,pos,lemma,depparse,quotes"):
        nlp = integration.pipeline(threads=1, processors=processors)
        [quote] = nlp("« Oui », dit Léa.").quotes
        assert quote.text == "Oui"


def test_processor_is_registered_once() -> None:
    code = (
        "import importlib, quoteattr.integrations.stanza as module\n"
        "importlib.reload(module)\n"
        "from stanza.pipeline.registry import PIPELINE_NAMES\n"
        "print(PIPELINE_NAMES.count('quotes'), PIPELINE_NAMES[-1])"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "1 quotes"


@pytest.fixture(scope="module")
def own() -> dict[str, Any]:
    """Arguments of a pipeline of the user's own, with another model."""
    if not BASELINE.is_dir():
        pytest.skip("needs ../shared/models")
    return {
        "lang": "fr",
        "dir": str(BASELINE),
        "download_method": None,
        "use_gpu": False,
        "verbose": False,
    }


def test_a_pipeline_of_the_user_s_own(own: dict[str, Any]) -> None:
    pipeline = stanza.Pipeline(
        **own,
        processors="tokenize,mwt,pos,lemma,depparse,quotes",
        quotes_marks="guillemets, curly",
        quotes_min_confidence="0.0",
    )
    quotes = pipeline(TEXT).quotes
    assert speakers(quotes) == SPEAKERS
    assert quotes.meta["model"] == "fr/mix"


def test_a_pipeline_without_a_parser_says_what_is_missing(own: dict[str, Any]) -> None:
    with pytest.raises(Exception, match=r"missing.*depparse"):
        stanza.Pipeline(**own, processors="tokenize,mwt,pos,lemma,quotes")


def test_a_pipeline_that_is_not_french_is_refused(nlp: Any) -> None:
    config = {"lang": "en", "check_requirements": False}
    with pytest.raises(InputError, match=r"reads French.*not 'en'"):
        integration.QuotesProcessor(config, nlp, "cpu")
