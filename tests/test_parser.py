"""QuoteParser: the way through, with a parser and weights that need no model."""

from __future__ import annotations

import pickle
import warnings
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import attrs
import pytest
from stubs import StubParser, rankers

import quoteattr
from quoteattr import Quotes, Span, lexicon
from quoteattr.attribution import assembly, ranking
from quoteattr.attribution.vocabulary import Vocabulary
from quoteattr.errors import InputError, LongSentenceWarning
from quoteattr.parser import QuoteParser
from quoteattr.syntax.tree import Tree

ARTICLE = (
    "Anne Ferrand, maire de Nay, est venue lundi.\n"
    "« Le pont est fermé. Il rouvrira “bientôt” », dit-elle.\n"
    "Le ministre Rachid Belkacem évoque une « crise » : « Rien n'est signé.\n"
    "La foule attend.\n"
)
CONLLU = "\n".join(
    "\t".join(columns)
    for columns in [
        ("1", "«", "«", "PUNCT", "_", "_", "2", "punct", "_", "_"),
        ("2", "Oui", "oui", "INTJ", "_", "_", "0", "root", "_", "_"),
        ("3", "»", "»", "PUNCT", "_", "_", "2", "punct", "_", "SpaceAfter=No"),
        ("4", ",", ",", "PUNCT", "_", "_", "5", "punct", "_", "_"),
        ("5", "dit", "dire", "VERB", "_", "_", "2", "parataxis", "_", "_"),
        ("6", "Anne", "Anne", "PROPN", "_", "_", "5", "nsubj", "_", "SpaceAfter=No"),
        ("7", ".", ".", "PUNCT", "_", "_", "2", "punct", "_", "_"),
    ]
)


@pytest.fixture(autouse=True)
def weights(monkeypatch: pytest.MonkeyPatch) -> None:
    fixed = rankers()
    monkeypatch.setattr(ranking, "shipped", lambda parser="": fixed)


@pytest.fixture
def stub() -> StubParser:
    return StubParser()


@pytest.fixture
def parser(stub: StubParser) -> QuoteParser:
    return QuoteParser(stub)


def test_an_article(parser: QuoteParser) -> None:
    quotes = parser(ARTICLE)
    assert type(quotes) is Quotes
    assert quotes.text == ARTICLE
    assert [quote.text for quote in quotes] == [
        "Le pont est fermé. Il rouvrira “bientôt”",
        "bientôt",
        "crise",
        "Rien n'est signé.",
    ]
    assert [quote.closed for quote in quotes] == [True, True, True, False]
    assert [quote.mark for quote in quotes] == ["«", "“", "«", "«"]
    assert quotes[1].parent == quotes[0].span


def test_the_context_of_a_quote(parser: QuoteParser) -> None:
    quote = parser(ARTICLE)[2]
    sentence, paragraph = quote.context.sentence, quote.context.paragraph
    assert ARTICLE[sentence.start : sentence.end].startswith("Le ministre Rachid Belkacem")
    assert ARTICLE[paragraph.start : paragraph.end].endswith("Rien n'est signé.")
    assert quote.context.before == "Le ministre Rachid Belkacem évoque une"
    assert quote.context.after == ": « Rien n'est signé."


def test_what_a_published_count_must_name(parser: QuoteParser) -> None:
    assert parser(ARTICLE).meta == {
        "quoteattr": quoteattr.__version__,
        "parser": "stub 1",
        "model": "none 0",
        "weights": "hashed 0",
    }


@pytest.mark.parametrize("text", ["", " \n", "Rien à signaler.", "»", "« »", "\x00"])
def test_a_text_without_quotes_is_never_parsed(
    parser: QuoteParser, stub: StubParser, text: str
) -> None:
    quotes = parser(text)
    assert (len(quotes), quotes.text, quotes.entities) == (0, text, ())
    assert stub.batches == []
    assert stub.loads == 0


class Nameless(StubParser):
    """A parser that can't say its name, as one that is not installed."""

    @property
    def name(self) -> str:  # type: ignore[override]
        raise LookupError


def test_without_marks_the_parser_is_not_even_asked_its_name() -> None:
    assert not QuoteParser(Nameless())("Rien à signaler.")


UNPARSED = "Un « Brie ».\nUn « Brie ».\nUn « Brie »."


def test_weights_follow_the_parser_where_nothing_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text whose marks hold nothing but a name is read alike, alone and beside others."""
    weights = {"stub 1": rankers(1), "": rankers(2)}
    monkeypatch.setattr(ranking, "shipped", lambda parser="": weights[parser])
    stub = StubParser()
    alone = QuoteParser(stub)(UNPARSED)
    assert len(alone) == 3 and stub.batches == []
    beside, _ = QuoteParser(stub).pipe([UNPARSED, ARTICLE])
    assert stub.batches and list(beside) == list(alone)
    # What was weighed names its weights; no model had a say.
    assert (
        alone.meta
        == beside.meta
        == {
            "quoteattr": quoteattr.__version__,
            "parser": "stub 1",
            "weights": weights["stub 1"].version,
        }
    )


@pytest.mark.parametrize("text", [None, 3, b"\xc2\xab Oui \xc2\xbb", ["« Oui »"]])
def test_a_text_that_is_no_str_is_one_clear_error(parser: QuoteParser, text: Any) -> None:
    with pytest.raises(InputError, match=f"the text is a {type(text).__name__}, not a str"):
        parser(text)


@pytest.mark.parametrize("text", ["« \ud83d »", "« Oui\udcff », dit-il."])
def test_a_lone_surrogate_breaks_nothing(parser: QuoteParser, text: str) -> None:
    (quote,) = parser(text)
    assert text[quote.start : quote.end] == quote.text


def test_marks_limits_the_families(stub: StubParser) -> None:
    quotes = QuoteParser(stub, marks=["curly"])(ARTICLE)
    assert [quote.text for quote in quotes] == ["bientôt"]
    assert quotes[0].parent is None


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"parser": "udpipe"}, "unknown parser 'udpipe': choose from stanza, spacy"),
        ({"marks": ["chevrons"]}, "unknown mark family 'chevrons'"),
        ({"marks": 5}, "mark families are a list of names, not 5"),
        ({"marks": [1, "x"]}, "mark families are a list of names"),
        ({"model": 5}, "a str, not 5"),
        ({"model": ""}, "model is empty: give the name or folder of a model, or leave it out"),
        ({"parser": "spacy", "model": " "}, "model is empty: give the name or folder"),
        ({"parser": StubParser}, "not a class, StubParser"),
        ({"min_confidence": 1.5}, "from 0 to 1, not 1.5"),
        ({"min_confidence": -0.1}, "from 0 to 1, not -0.1"),
        ({"threads": 0}, "threads must be at least 1, a whole number, not 0"),
        ({"threads": True}, "threads must be at least 1, a whole number, not True"),
        ({"min_confidence": True}, "a probability from 0 to 1, not True"),
        ({"threads": 1.5}, "threads must be at least 1, a whole number, not 1.5"),
        ({"min_confidence": "0.5"}, "a probability from 0 to 1, not '0.5'"),
        ({"vocabulary": {}}, "vocabulary is a Vocabulary, not dict"),
        ({"parser": None}, "a parser is 'stanza' or 'spacy' or an object .* not NoneType"),
        ({"parser": StubParser(), "model": "gsd"}, "this object has its own"),
        ({"parser": StubParser(), "threads": 3}, "this object has its own"),
        ({"min_confidence": float("nan")}, "from 0 to 1, not nan"),
    ],
)
def test_wrong_options_are_named(options: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        QuoteParser(**options)


def test_load_loads_the_parser_and_returns_itself(parser: QuoteParser, stub: StubParser) -> None:
    assert stub.loads == 0
    assert parser.load() is parser
    assert stub.loads == 1


def test_min_confidence_leaves_the_speaker_out(stub: StubParser) -> None:
    assert all(quote.speaker is None for quote in QuoteParser(stub, min_confidence=1.0)(ARTICLE))
    bold = QuoteParser(stub, min_confidence=0.0)(ARTICLE)
    default = QuoteParser(stub)(ARTICLE)
    assert [quote.confidence for quote in bold] == [quote.confidence for quote in default]
    named = {quote.span for quote in default if quote.speaker and quote.speaker.name}
    assert named <= {quote.span for quote in bold if quote.speaker and quote.speaker.name}


# pipe

TEXTS = [ARTICLE, "", "« Un »", "Rien.", "Il dit : « Deux. Trois. »", ARTICLE[::-1], "« Un »"]


@pytest.mark.parametrize("size", [-1, 0, 1, 2, 3, 7, 100])
def test_pipe_in_any_batch_size_equals_one_by_one(parser: QuoteParser, size: int) -> None:
    assert list(parser.pipe(TEXTS, batch_size=size)) == [parser(text) for text in TEXTS]


def test_pipe_parses_a_batch_together(parser: QuoteParser, stub: StubParser) -> None:
    list(parser.pipe(["« Un »", "« Deux »", "« Trois »"], batch_size=2))
    assert stub.batches == [["« Un »", "« Deux »"], ["« Trois »"]]


def test_a_parser_is_given_as_much_of_a_quote_as_its_weights_were_learned_from(
    stub: StubParser, monkeypatch: pytest.MonkeyPatch
) -> None:
    fixed = attrs.evolve(rankers(), quoted=12)
    monkeypatch.setattr(ranking, "shipped", lambda parser="": fixed)
    text = "Il dit : « Nous irons ensemble. »"
    [quote] = QuoteParser(stub)(text)
    assert stub.batches == [["Il dit : « Nous irons »"]]
    assert quote.text == "Nous irons ensemble."


def test_pipe_reads_no_further_than_its_batch(parser: QuoteParser) -> None:
    taken: list[int] = []

    def endless() -> Iterator[str]:
        while True:
            taken.append(1)
            yield "« Un »"

    stream = parser.pipe(endless(), batch_size=4)
    assert [next(stream)[0].text for _ in range(4)] == ["Un"] * 4
    assert len(taken) == 4
    next(stream)
    assert len(taken) == 8


def test_pipe_of_nothing(parser: QuoteParser) -> None:
    assert list(parser.pipe([])) == []


def test_pipe_of_one_text_is_a_mistake_that_is_named(parser: QuoteParser) -> None:
    with pytest.raises(InputError):
        list(parser.pipe("« Oui »"))


@pytest.mark.parametrize("size", [1, 2, 3, 32])
def test_pipe_answers_what_stands_before_a_text_that_is_no_str(
    parser: QuoteParser, size: int
) -> None:
    texts: list[Any] = [*TEXTS[:2], None, *TEXTS]
    answers = parser.pipe(texts, batch_size=size)
    assert [next(answers), next(answers)] == [parser(text) for text in TEXTS[:2]]
    with pytest.raises(InputError, match="text 2 is a NoneType, not a str: decode it"):
        next(answers)
    assert list(answers) == []


def test_pipe_answers_what_was_read_before_its_input_failed(parser: QuoteParser) -> None:
    def failing() -> Iterator[str]:
        yield ARTICLE
        raise OSError("the file is gone")

    answers = parser.pipe(failing())
    assert next(answers) == parser(ARTICLE)
    with pytest.raises(OSError, match="gone"):
        next(answers)


# Sentences too long for a parser


LONG = "Un. Il a dit « oui » et " + "mot " * 500 + "« non », a dit Anne Ferrand."


def test_a_long_sentence_is_cut_with_one_warning_a_text(parser: QuoteParser) -> None:
    with pytest.warns(LongSentenceWarning) as caught:
        quotes = parser(f"{LONG}\n{LONG}")
    assert [str(warning.message) for warning in caught] == [
        "a sentence of more than 1500 characters is cut for the parser, at offset 4:"
        " 'Il a dit « oui » et mot mot mot mot mot '; look at its speakers, or mark its end with a"
        " full stop or a new line"
    ]
    assert [quote.text for quote in quotes] == ["oui", "non", "oui", "non"]


def test_pipe_warns_at_the_text_and_goes_on(parser: QuoteParser) -> None:
    answers = parser.pipe([ARTICLE, LONG, ARTICLE, LONG])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        next(answers)
    with pytest.warns(LongSentenceWarning) as caught:
        assert len(list(answers)) == 3
    assert len(caught) == 2


def test_a_warning_points_at_the_user_s_own_line(parser: QuoteParser) -> None:
    with pytest.warns(LongSentenceWarning) as caught:
        parser(LONG)
        list(parser.pipe([LONG]))
    assert [warning.filename for warning in caught] == [__file__, __file__]


def test_a_warning_runs_no_escape_sequence(parser: QuoteParser) -> None:
    with pytest.warns(LongSentenceWarning) as caught:
        parser("\x1b[2J\u202e" + LONG.removeprefix("Un. "))
    assert "'\\x1b[2J\\u202eIl a dit" in str(caught[0].message)


def test_trees_of_ones_own_are_not_cut(parser: QuoteParser) -> None:
    words = enumerate(LONG.split(), start=1)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        rows = [f"{at}\t{form}\t_\tX\t_\t_\t{at - 1}\tdep\t_\t_" for at, form in words]
        assert len(parser.from_conllu("\n".join(rows), LONG)) == 2


def test_the_context_of_a_quote_in_an_endless_sentence_is_bounded(parser: QuoteParser) -> None:
    with pytest.warns(LongSentenceWarning):
        quote = parser("a " * 2000 + "« oui », dit-il, " + "b " * 2000)[0]
    assert len(quote.context.before) == len(quote.context.after) == assembly.MAX_CONTEXT - 1


def test_a_parser_that_loses_trees_is_found_out(stub: StubParser) -> None:
    class Losing(StubParser):
        def parse(self, sentences: Any) -> Any:
            return super().parse(sentences)[:-1]

    with pytest.raises((quoteattr.QuoteattrError, ValueError)):
        QuoteParser(Losing())(ARTICLE)


@pytest.mark.parametrize("given", [None, "trees", ["a tree"], iter(())])
def test_a_parser_that_gives_no_trees_is_found_out(stub: StubParser, given: Any) -> None:
    class Giving(StubParser):
        def parse(self, sentences: Any) -> Any:
            return given

    with pytest.raises(quoteattr.ModelError, match="no list of trees"):
        QuoteParser(Giving())(ARTICLE)


# Trees that the user brings


class Failing(StubParser):
    """A parser that nobody may ask."""

    def load(self) -> None:
        raise AssertionError("loaded")

    def parse(self, sentences: Any) -> Any:
        raise AssertionError("parsed again")


def test_from_conllu_parses_and_loads_nothing() -> None:
    (quote,) = quotes = QuoteParser(Failing()).from_conllu(CONLLU)
    assert quotes.text == "« Oui », dit Anne."
    assert (quote.text, quote.start, quote.end) == ("Oui", 2, 5)
    assert quotes.meta["parser"] == "CoNLL-U"


def test_from_conllu_counts_in_the_users_text() -> None:
    text = "\n\n«\u202fOui\u202f», dit Anne.\n"
    (quote,) = QuoteParser(Failing()).from_conllu(CONLLU, text)
    assert text[quote.start : quote.end] == "Oui"


def test_from_conllu_names_the_line_that_is_wrong() -> None:
    with pytest.raises(InputError, match="line 1"):
        QuoteParser(Failing()).from_conllu("« Oui »")


def test_the_meta_of_the_users_trees_names_the_weights() -> None:
    assert QuoteParser(Failing()).from_conllu(CONLLU).meta["weights"] == "hashed 0"


def test_the_meta_of_a_text_without_quotes_is_the_same_either_way() -> None:
    trees = QuoteParser(Failing()).from_conllu(CONLLU.replace("«", "-").replace("»", "-"))
    assert not trees and trees.meta == QuoteParser(Failing())("- Oui -, dit Anne.").meta
    assert list(trees.meta) == ["quoteattr"]


def test_from_spacy_parses_and_loads_nothing() -> None:
    spacy = pytest.importorskip("spacy")
    doc = spacy.tokens.Doc(
        spacy.blank("fr").vocab,
        words=["«", "Oui", "»", ",", "dit", "Anne", "."],
        spaces=[True, True, False, True, True, False, False],
        heads=[1, 1, 1, 4, 1, 4, 1],
        deps=["punct", "ROOT", "punct", "punct", "parataxis", "nsubj", "punct"],
        pos=["PUNCT", "INTJ", "PUNCT", "PUNCT", "VERB", "PROPN", "PUNCT"],
    )
    (quote,) = quotes = QuoteParser(Failing()).from_spacy(doc)
    assert (quote.text, quotes.meta["parser"]) == ("Oui", "spacy.Doc")


def test_from_stanza_parses_and_loads_nothing() -> None:
    document = pytest.importorskip("stanza.models.common.doc").Document
    words = []
    at = 0
    text = "« Oui », dit Anne."
    for number, (form, head) in enumerate(
        [("«", 2), ("Oui", 0), ("»", 2), (",", 5), ("dit", 2), ("Anne", 5), (".", 2)], start=1
    ):
        at = text.index(form, at)
        word = {"id": number, "text": form, "head": head, "deprel": "dep" if head else "root"}
        words.append(
            {**word, "upos": "X", "lemma": form, "start_char": at, "end_char": at + len(form)}
        )
    (quote,) = quotes = QuoteParser(Failing()).from_stanza(document([words], text=text))
    assert (quote.text, quotes.meta["parser"]) == ("Oui", "stanza.Document")


class Treeless(StubParser):
    """A parser whose trees have no words."""

    def parse(self, sentences: Sequence[str]) -> list[Tree]:
        return [Tree(()) for _ in sentences]


def test_trees_that_miss_the_quotes_break_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranking, "shipped", lambda parser="": rankers(1))
    quotes = QuoteParser(Treeless())("« Oui », dit Anne. « Non », dit le maire. « Si. »")
    assert [quote.text for quote in quotes] == ["Oui", "Non", "Si."]


@pytest.mark.parametrize(("sentences", "rest"), [(CONLLU, "« Non »"), ("", "« Oui », dit Anne.")])
def test_trees_that_end_before_their_text_are_an_error(sentences: str, rest: str) -> None:
    """Quotes without trees would be read as if nobody said them."""
    text = "« Oui », dit Anne. « Non »" if sentences else rest
    with pytest.raises(InputError, match=f"end at offset .* before the text does: '{rest}'"):
        QuoteParser(Failing()).from_conllu(sentences, text)


@pytest.mark.parametrize("sentences", [None, b"1", ["1"]])
def test_what_is_no_conllu_is_an_error(sentences: Any) -> None:
    with pytest.raises(InputError, match=f"is a str, not {type(sentences).__name__}"):
        QuoteParser(Failing()).from_conllu(sentences)


def test_a_byte_order_mark_is_no_part_of_conllu() -> None:
    assert QuoteParser(Failing()).from_conllu("\ufeff" + CONLLU)[0].text == "Oui"


# Threads and processes


def test_eight_threads_answer_as_one(parser: QuoteParser) -> None:
    texts = TEXTS * 4
    expected = [parser(text) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(parser, texts)) == expected


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(
            "stanza",
        ),
        pytest.param(
            "spacy",
        ),
    ],
)
def test_a_parser_that_is_not_loaded_pickles(name: str) -> None:
    again = pickle.loads(pickle.dumps(QuoteParser(name, marks=["curly"])))
    assert isinstance(again, QuoteParser)


def test_answers_are_frozen(parser: QuoteParser) -> None:
    quotes = parser(ARTICLE)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        quotes[0].context.sentence = Span(0, 1)  # type: ignore[misc]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda parser: parser(2.5), "the text is a float, not a str: decode it or convert it"),
        (lambda parser: list(parser.pipe(None)), "a list or an iterator, not NoneType"),
        (lambda parser: list(parser.pipe(5)), "a list or an iterator, not int"),
        (lambda parser: list(parser.pipe({"a": "« Oui »"})), "give its values"),
        (lambda parser: list(parser.pipe([], batch_size=True)), "a whole number, not True"),
        (lambda parser: parser.from_conllu("", 5), "a str or left out, not int"),
        (lambda parser: list(parser.pipe(["« Oui »"], batch_size="3")), "a whole number, not '3'"),
    ],
)
def test_pipe_names_what_it_can_t_read(parser: QuoteParser, call: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        call(parser)


def test_a_parser_with_word_lists_of_its_own_pickles(stub: StubParser) -> None:
    own = Vocabulary(speech_verbs={**lexicon.classes("speech_verbs"), "slamer": "tone"})
    again = pickle.loads(pickle.dumps(QuoteParser(stub, vocabulary=own)))
    assert again(ARTICLE) == QuoteParser(stub, vocabulary=own)(ARTICLE)
    assert pickle.loads(pickle.dumps(own)).speech_verbs == own.speech_verbs
