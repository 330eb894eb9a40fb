"""Who is quoted how often: counts, joining by name, the command."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import quoteattr
from quoteattr import cli
from quoteattr.errors import InputError
from quoteattr.formats.speakers import COLUMNS
from quoteattr.model import Context, Entity, Quote, Quotes, Span, Speaker, Verb
from quoteattr.overview import joins, speakers
from tests.command import runner

NKOMO = Entity(0, "Léa Nkomo", ("Nkomo",), "feminine", "singular", "maire")


def said(
    words: str,
    entity: Entity | None = NKOMO,
    verb: str | None = "dire",
    kind: str = "direct",
    parent: str | None = None,
) -> dict[str, object]:
    return {"words": words, "entity": entity, "verb": verb, "kind": kind, "parent": parent}


def article(*found: dict[str, object]) -> Quotes:
    """A text that is nothing but quotes, each on its line unless it stands inside its parent."""
    text = "\n".join(str(quote["words"]) for quote in found if quote["parent"] is None)
    entities: dict[int, Entity] = {}
    quotes = []
    for quote in found:
        words, entity, verb = str(quote["words"]), quote["entity"], quote["verb"]
        start = text.index(words)
        span = Span(start, start + len(words))
        parent = None
        if quote["parent"] is not None:
            outer = text.index(str(quote["parent"]))
            parent = Span(outer, outer + len(str(quote["parent"])))
        speaker = None
        if isinstance(entity, Entity):
            entities[entity.id] = entity
            speaker = Speaker(entity.name, None, entity.id)
        quotes.append(
            Quote(
                text=words,
                start=span.start,
                end=span.end,
                mark="«",
                closed=True,
                kind=quote["kind"],  # type: ignore[arg-type]
                speaker=speaker,
                verb=None if verb is None else Verb(0, 1, text[:1], str(verb)),
                context=Context(span, span, "", ""),
                fragments=(span,),
                parent=parent,
                confidence=0.9,
            )
        )
    ordered = tuple(entities[id] for id in sorted(entities))
    return Quotes(tuple(quotes), text, ordered, {"quoteattr": "0"})


def test_one_article() -> None:
    other = Entity(1, "Paul Abe", role="préfet")
    quotes = article(
        said("Nous partons demain"),
        said("l'affaire – 3 jours – est close", verb="ajouter"),
        said("Oui", other),
        said("Encore", verb="ajouter"),
    )
    first, second = speakers(quotes)
    assert first.to_dict() == {
        "name": "Léa Nkomo",
        "quotes": 3,
        "words": 3 + 5 + 1,
        "verbs": [["ajouter", 2], ["dire", 1]],
        "gender": "feminine",
        "role": "maire",
        "articles": [0],
    }
    assert (second.name, second.quotes, second.gender) == ("Paul Abe", 1, None)


def test_it_is_the_public_function() -> None:
    assert quoteattr.speakers is speakers
    with pytest.raises(AttributeError, match="no_such"):
        quoteattr.no_such  # noqa: B018


def test_no_articles_and_no_quotes() -> None:
    assert speakers([]) == ()
    assert speakers(Quotes((), "Rien.")) == ()


def test_terms_are_nobody_s_words() -> None:
    quotes = article(said("gilets jaunes", None, None, kind="term"), said("Oui"))
    [row] = speakers(quotes)
    assert (row.name, row.quotes, row.words) == ("Léa Nkomo", 1, 1)


def test_speech_without_a_name_is_counted_last() -> None:
    unresolved = Entity(1, None, gender="masculine")
    rows = speakers(article(said("Oui"), said("Non non", None), said("Jamais", unresolved)))
    assert [(row.name, row.quotes, row.words) for row in rows] == [
        ("Léa Nkomo", 1, 1),
        (None, 2, 3),
    ]
    assert rows[-1].gender is rows[-1].role is None


def test_words_of_a_quote_inside_one_s_own_quote_count_once() -> None:
    other = Entity(1, "Paul Abe")
    outer = "Il m'a dit non et moi oui"
    rows = speakers(
        article(said(outer), said("non", other, parent=outer), said("oui", parent=outer))
    )
    assert [(row.name, row.quotes, row.words) for row in rows] == [
        ("Léa Nkomo", 2, 7),
        ("Paul Abe", 1, 1),
    ]


@pytest.mark.parametrize("kind", ["direct", "term"])
def test_words_of_one_s_own_quote_count_once_however_deep_they_stand(kind: str) -> None:
    other = Entity(1, "Paul Abe") if kind == "direct" else None
    outer, between = "Il a dit que nous partons demain", "nous partons demain"
    said_between = said(between, other, kind=kind, parent=outer)
    rows = speakers(article(said(outer), said_between, said("demain", parent=between)))
    assert (rows[0].name, rows[0].quotes, rows[0].words) == ("Léa Nkomo", 2, 7)


def test_articles_join_by_name() -> None:
    third = Entity(3, "Léa  NKOMO", gender=None, role="ministre")
    rows = speakers(
        {
            "a": article(said("Oui"), said("Non")),
            "b": article(said("Peut-être", third)),
            "c": article(said("Demain", Entity(0, "Léa Nkomo", role="ministre"))),
        }
    )
    [row] = rows
    assert (row.name, row.quotes, row.articles) == ("Léa Nkomo", 4, ("a", "b", "c"))
    assert (row.gender, row.role) == ("feminine", "ministre")


def test_contradicting_genders_are_no_gender() -> None:
    man = Entity(0, "Léa Nkomo", gender="masculine")
    [row] = speakers([article(said("Oui")), article(said("Non", man))])
    assert row.gender is None


def test_two_entities_of_one_article_are_two_speakers() -> None:
    """« M. et Mme Roux », and two brothers whom the article tells apart."""
    wife, husband = Entity(0, "Roux", gender="feminine"), Entity(1, "Roux", gender="masculine")
    other = Entity(2, "Roux", gender="masculine")
    [quotes] = [article(said("Oui", wife), said("Non", husband), said("Si", other))]
    assert [(row.quotes, row.gender) for row in speakers(quotes)] == [
        (1, "feminine"),
        (1, "masculine"),
        (1, "masculine"),
    ]


def test_a_surname_alone_joins_nobody_of_another_gender() -> None:
    wife, husband = Entity(0, "Roux", gender="feminine"), Entity(0, "Roux", gender="masculine")
    unmarked = Entity(0, "Roux")
    articles = [article(said("Oui", one)) for one in (wife, husband, husband, unmarked)]
    for order in permutations(enumerate(articles)):
        rows = speakers(order)
        assert sorted((row.quotes, str(row.gender)) for row in rows) == [
            (1, "None"),
            (1, "feminine"),
            (2, "masculine"),
        ]


def test_a_surname_without_a_gender_joins_the_only_one_of_that_name() -> None:
    wife, unmarked = Entity(0, "Roux", gender="feminine"), Entity(0, "Roux")
    articles = [article(said("Oui", unmarked)), article(said("Non", wife))]
    for order in permutations(enumerate(articles)):
        [row] = speakers(order)
        assert (row.quotes, row.gender) == (2, "feminine")
        assert row.articles == tuple(id for id, _ in order)


def test_a_surname_that_an_article_tells_apart_joins_nobody() -> None:
    wife, unmarked = Entity(0, "Roux", gender="feminine"), Entity(1, "Roux")
    rows = speakers(article(said("Oui", wife), said("Non", unmarked)))
    assert [(row.quotes, row.gender) for row in rows] == [(1, "feminine"), (1, None)]


def test_a_description_stays_with_its_article() -> None:
    mayor = Entity(0, "le maire", gender="masculine")
    rows = speakers([("a", article(said("Oui", mayor))), ("b", article(said("Non", mayor)))])
    assert [(row.name, row.articles) for row in rows] == [
        ("le maire", ("a",)),
        ("le maire", ("b",)),
    ]


def test_an_article_before_a_name_does_not_part_it() -> None:
    rows = speakers(
        [article(said("Oui", Entity(0, "la CGT"))), article(said("Non", Entity(0, "CGT")))]
    )
    assert [(row.name, row.quotes) for row in rows] == [("la CGT", 2)]


@pytest.mark.parametrize("other", ["le Monde", "LE MONDE", "Monde"])
def test_the_capital_of_an_article_does_not_part_a_name(other: str) -> None:
    names = ("Le Monde", other)
    [row] = speakers([article(said("Oui", Entity(0, name))) for name in names])
    assert row.quotes == 2


@pytest.mark.parametrize("articles", [5, None])
def test_what_are_no_articles_is_refused(articles: Any) -> None:
    with pytest.raises(InputError, match="give what a QuoteParser returned"):
        speakers(articles)


def test_how_a_hyphen_is_written_does_not_part_a_name() -> None:
    """U+2011, and a soft hyphen where a line may end."""
    rows = speakers(
        article(said("Oui", Entity(0, name)))
        for name in ("Jean-Luc Roux", "Jean\u2011Luc Roux", "Jean-Luc Roux\u00ad")
    )
    assert [(row.name, row.quotes) for row in rows] == [("Jean-Luc Roux", 3)]


@pytest.mark.parametrize(
    "name",
    [
        "Léa Nkomo",
        "la CGT",
        "l'Insee",
        "l’Élysée",
        "le maire de Lyon",
        "Le Monde",
        "Me Durand",
        "M. Roux",
    ],
)
def test_names_that_join(name: str) -> None:
    assert joins(name)


@pytest.mark.parametrize(
    "name",
    [
        "le maire",
        "la ministre",
        "une proche de Léa Nkomo",
        "un élu LR",
        "Plusieurs élus",
        "un riverain",
        "M. le maire",
        "le Lillois",
    ],
)
def test_names_that_do_not_join(name: str) -> None:
    assert not joins(name)


def test_an_iterator_is_read_once_an_article_at_a_time() -> None:
    asked = []

    def articles() -> Iterator[Quotes]:
        for number in range(3):
            asked.append(number)
            yield article(said("Oui"))

    [row] = speakers(articles())
    assert (row.quotes, asked) == (3, [0, 1, 2])


def test_something_else_than_quotes_is_refused() -> None:
    with pytest.raises(InputError, match="article 0 is a str, not Quotes"):
        speakers(["« Oui », dit Léa Nkomo."])  # type: ignore[list-item]


def test_a_tuple_that_is_no_pair_is_refused() -> None:
    with pytest.raises(InputError, match="article 0 is a tuple, not Quotes"):
        speakers([("a", article(), 1)])  # type: ignore[list-item]


# --- the command ---------------------------------------------------------------------------------


class StubParser:
    """Every text is one quote of the person that its first word names."""

    def __call__(self, text: str) -> Quotes:
        name, _, words = text.partition(" ")
        if name == "REFUSED":
            raise InputError("refused")
        return article(said(words, Entity(0, name, role="=1+1")))

    def pipe(self, texts: Iterable[str], batch_size: int = 32) -> Iterator[Quotes]:
        return map(self, texts)


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> CliRunner:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cli, "_parser", lambda *options: StubParser())
    texts = ["Zoé nous partons", "Ali oui", "REFUSED", "Zoé non"]
    lines = [json.dumps({"id": number, "text": text}) for number, text in enumerate(texts)]
    Path("bad.jsonl").write_text("\n".join(lines), encoding="utf-8")
    del lines[2]
    Path("good.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return runner()


def run(command: CliRunner, *arguments: str) -> Result:
    return command.invoke(cli.main, ["speakers", *arguments], prog_name="quoteattr")


def test_command_writes_json_lines_in_a_pipe(command: CliRunner) -> None:
    result = run(command, "good.jsonl")
    assert (result.exit_code, result.stderr) == (0, "")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(row["name"], row["quotes"], row["words"], row["articles"]) for row in rows] == [
        ("Zoé", 2, 3, [0, 3]),
        ("Ali", 1, 1, [1]),
    ]


def test_command_writes_csv_safe_for_spreadsheets(command: CliRunner) -> None:
    result = run(command, "good.jsonl", "--output", "speakers.csv")
    assert result.exit_code == 0
    rows = list(csv.DictReader(io.StringIO(Path("speakers.csv").read_text(encoding="utf-8"))))
    assert tuple(rows[0]) == COLUMNS
    assert rows[0] == {
        "name": "Zoé",
        "quotes": "2",
        "words": "3",
        "article_count": "2",
        "gender": "",
        "role": "'=1+1",
        "verbs": "dire 2",
    }


def test_command_writes_a_table(command: CliRunner) -> None:
    result = run(command, "good.jsonl", "--format", "table")
    lines = result.stdout.splitlines()
    assert lines[0] == "3 quotes · 2 named speakers"
    assert lines[1].split() == ["speaker", "quotes", "words", "articles", "gender", "role", "verbs"]
    assert lines[2].split()[:4] == ["Zoé", "2", "3", "2"]


def test_command_goes_on_after_an_error_when_told_to(command: CliRunner) -> None:
    stopped = run(command, "bad.jsonl")
    assert (stopped.exit_code, stopped.stdout) == (2, "")
    assert stopped.stderr == "Error: bad.jsonl, line 3: refused\n"
    going = run(command, "bad.jsonl", "--keep-going")
    assert going.exit_code == 1
    assert [json.loads(line)["name"] for line in going.stdout.splitlines()] == ["Zoé", "Ali"]
