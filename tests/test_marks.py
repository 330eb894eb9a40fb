"""Marks in text → paired spans. Each case reads as a line of documentation."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from strategies import PAIRS, SPACES

from quoteattr import marks
from quoteattr.errors import InputError
from quoteattr.marks import MarkedSpan
from quoteattr.model import Span

SPACE_NAMES = {
    "": "tight",
    " ": "space",
    "\u00a0": "nbsp",
    "\u202f": "narrow-nbsp",
    "\u2009": "thin",
}
FAMILY_OF = {
    "«": "guillemets",
    "‹": "single-guillemets",
    "“": "curly",
    "„": "low",
    "<<": "ascii",
    '"': "straight",
}


def words(text: str, names: list[str] | None = None) -> list[str]:
    """The quoted words, in text order."""
    return [text[span.start : span.end] for span in marks.find(text, names)]


def unclosed(text: str) -> list[str]:
    """The words of the quotes whose closing mark is missing."""
    return [text[span.start : span.end] for span in marks.find(text) if not span.closed]


def outline(text: str) -> list[str]:
    """The quoted words, each with a dash in front for every quote around it."""
    found = marks.find(text)
    lines = []
    for span in found:
        depth, parent = 0, span.parent
        while parent is not None:
            depth, parent = depth + 1, found[parent].parent
        lines.append("-" * depth + text[span.start : span.end])
    return lines


# Families and spacing


@pytest.mark.parametrize("space", SPACES, ids=SPACE_NAMES.get)
@pytest.mark.parametrize(("opening", "closing"), PAIRS)
def test_every_family_with_every_spacing(opening: str, closing: str, space: str) -> None:
    text = f"Il juge le projet {opening}{space}beaucoup trop cher{space}{closing} pour la ville."
    (span,) = marks.find(text)
    start = text.index("beaucoup")
    assert span == MarkedSpan(
        start,
        start + len("beaucoup trop cher"),
        Span(text.index(opening), text.index(" pour")),
        opening,
        True,
    )
    assert span.span == Span(span.start, span.end)


@pytest.mark.parametrize("space", SPACES, ids=SPACE_NAMES.get)
@pytest.mark.parametrize(("opening", "closing"), PAIRS)
def test_every_family_as_a_whole_sentence(opening: str, closing: str, space: str) -> None:
    text = f"{opening}{space}Le pont est fermé.{space}{closing} La foule attend."
    assert words(text) == ["Le pont est fermé."]


@pytest.mark.parametrize(("opening", "closing"), PAIRS)
def test_two_quotes_side_by_side(opening: str, closing: str) -> None:
    text = f"Elle parle de {opening}honte{closing}, de {opening}mépris{closing} et de rien d'autre."
    assert words(text) == ["honte", "mépris"]


@pytest.mark.parametrize(("opening", "closing"), PAIRS)
def test_a_family_can_be_read_alone_or_left_out(opening: str, closing: str) -> None:
    text = f"Un projet {opening}trop cher{closing} pour eux."
    family = FAMILY_OF[opening]
    others = [name for name in marks.FAMILIES if name not in (family, "low")]
    assert words(text, [family]) == ["trop cher"]
    assert words(text, others) == []


def test_low_marks_alone_read_no_curly_ones() -> None:
    assert words("Un projet “trop cher” pour eux.", ["low"]) == []
    assert words("Un projet ”trop cher“ pour eux.", ["low"]) == []
    assert words("Un projet „trop cher” pour “eux”.", ["low"]) == ["trop cher"]


def test_a_mark_of_a_family_left_out_is_a_plain_character() -> None:
    text = '« Il a dit "non" », raconte-t-elle.'
    assert words(text, ["guillemets"]) == ['Il a dit "non"']
    assert words(text, ["straight"]) == ["non"]


def test_no_family_finds_nothing() -> None:
    assert marks.find("« Oui »", []) == []


def test_an_unknown_family_is_named_in_the_error() -> None:
    with pytest.raises(InputError, match=r"'chevrons'.*guillemets.*straight"):
        marks.find("« Oui »", ["guillemets", "chevrons"])


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n",
        "Rien à signaler.",
        "«»",
        "« »",
        "«\u202f\u00a0»",
        '""',
        '" "',
        "<<>>",
        "«",
        "»",
        '"',
        "« ",
    ],
)
def test_no_words_between_marks_are_no_quote(text: str) -> None:
    assert marks.find(text) == []


def test_white_space_at_the_marks_is_left_out_whatever_it_is() -> None:
    text = "Il note « \u202f\t\u00a0bien sûr\u2009\f » en marge."
    (span,) = marks.find(text)
    assert text[span.start : span.end] == "bien sûr"
    assert text[span.outer.start : span.outer.end] == "« \u202f\t\u00a0bien sûr\u2009\f »"


def test_an_opening_mark_on_a_line_of_its_own() -> None:
    assert words("Il note «\nbien sûr », en marge.") == ["bien sûr"]


@pytest.mark.parametrize(("opening", "closing"), [pair for pair in PAIRS if pair[0] != pair[1]])
@pytest.mark.parametrize("rest", ["\nLa suite.", "", ", dit-il.", ".", " \t\r\nLa suite."])
def test_a_closing_mark_on_a_line_of_its_own(opening: str, closing: str, rest: str) -> None:
    text = f"Il note : {opening} Bien sûr. Nous viendrons tous.\n{closing}{rest}"
    assert words(text) == ["Bien sûr. Nous viendrons tous."]
    assert unclosed(text) == []


def test_a_bullet_closes_nothing() -> None:
    text = "Il note : « Bien sûr. Nous viendrons tous.\n» À lire aussi"
    assert words(text) == ["Bien sûr."]
    assert words("Il note : « Bien sûr.\nUn.\nDeux.\nTrois.\n»\nLa suite.") == ["Bien sûr."]


def test_a_carriage_return_is_one_character_of_its_own() -> None:
    text = "Un titre\r\n\r\n« Oui », dit-il.\r\n"
    (span,) = marks.find(text)
    assert (span.start, span.end) == (14, 17)


def test_offsets_count_code_points() -> None:
    text = "👩‍🚒 𝔄 e\u0301 « çà » !"
    (span,) = marks.find(text)
    assert text[span.start : span.end] == "çà"
    assert span.start == len("👩‍🚒 𝔄 e\u0301 « ")


# Nesting


def pairings() -> Iterator[object]:
    """Every family in every other, tight and with NBSP; two straight marks that have white space on
    both sides show no direction and are left to the tight cases."""
    for (opening, closing), (inner_opening, inner_closing) in product(PAIRS, PAIRS):
        for space in ("", "\u00a0"):
            if space and opening == inner_opening == '"':
                continue
            yield pytest.param(
                opening,
                closing,
                inner_opening,
                inner_closing,
                space,
                id=f"{opening}{inner_opening}{inner_closing}{closing}-{SPACE_NAMES[space]}",
            )


@pytest.mark.parametrize(
    ("opening", "closing", "inner_opening", "inner_closing", "space"), list(pairings())
)
def test_nested_in_every_pairing(
    opening: str, closing: str, inner_opening: str, inner_closing: str, space: str
) -> None:
    inner = f"{inner_opening}{space}jamais sans toi{space}{inner_closing}"
    quote = f"Mon père disait {inner} en partant"
    text = f"Elle répond : {opening}{space}{quote}{space}{closing}, puis se tait."
    assert outline(text) == [quote, "-jamais sans toi"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "« Il m'a dit “va-t'en” », raconte-t-elle.",
            ["Il m'a dit “va-t'en”", "-va-t'en"],
            id="both end together",
        ),
        pytest.param(
            "« “Va-t'en”, m'a-t-il dit », raconte-t-elle.",
            ["“Va-t'en”, m'a-t-il dit", "-Va-t'en"],
            id="both begin together",
        ),
        pytest.param("«“Non”»", ["“Non”", "-Non"], id="both begin and end together"),
        pytest.param(
            "« Il a crié « au feu » et « à l'aide » dans la rue »",
            ["Il a crié « au feu » et « à l'aide » dans la rue", "-au feu", "-à l'aide"],
            id="two of the same family inside one",
        ),
        pytest.param(
            "« Elle lit “Le ‹ grand › jour” ce soir », dit-il.",
            ["Elle lit “Le ‹ grand › jour” ce soir", "-Le ‹ grand › jour", "--grand"],
            id="three deep",
        ),
        pytest.param(
            '"Il a dit "non" deux fois", rapporte-t-elle.',
            ['Il a dit "non" deux fois', "-non"],
            id="straight inside straight",
        ),
        pytest.param(
            "« Un « deux » », puis « trois ».",
            ["Un « deux »", "-deux", "trois"],
            id="a sibling after a nest",
        ),
    ],
)
def test_nested(text: str, expected: list[str]) -> None:
    assert outline(text) == expected


def test_deeper_nesting_than_anybody_reads_is_bounded() -> None:
    text = "« a " * 10_000 + "» " * 10_000
    found = marks.find(text)
    assert len(found) == 10_000
    depths: list[int] = []
    for span in found:
        depths.append(0 if span.parent is None else depths[span.parent] + 1)
    assert max(depths) <= marks.MAX_DEPTH


# Paragraphs


def test_a_mark_repeated_at_each_paragraph_is_one_quote() -> None:
    text = (
        "« La digue a cédé à l'aube.\n"
        "« Nous avons réveillé les voisins.\n"
        "« Personne n'est blessé », raconte la maire."
    )
    (span,) = marks.find(text)
    assert text[span.start : span.end] == text[2 : text.index(" », raconte")]
    assert [text[at] for at in span.repeated] == ["«", "«"]
    assert [text[at - 1] for at in span.repeated] == ["\n", "\n"]
    assert span.closed


@pytest.mark.parametrize("gap", ["\n\n", "\r\n", "\n \u00a0\n", "\u2029"])
@pytest.mark.parametrize("mark", [("«", "»"), ("“", "”"), ("„", "“"), ("<<", ">>"), ("‹", "›")])
def test_a_repeated_mark_whatever_parts_the_paragraphs(mark: tuple[str, str], gap: str) -> None:
    opening, closing = mark
    text = f"{opening} Un début.{gap}{opening} Une fin. {closing} Et la suite."
    (span,) = marks.find(text)
    assert text[span.start : span.end] == f"Un début.{gap}{opening} Une fin."
    assert span.repeated == (text.rindex(opening, 0, text.index("Une")),)


def test_a_straight_mark_is_never_repeated() -> None:
    text = '"Un début.\n"Une fin", dit-il.'
    assert words(text) == ["Un début.", "Une fin"]
    assert unclosed(text) == ["Un début."]


@pytest.mark.parametrize("text", ["»Un mot\n«Oui», dit Luc.", "“Un mot\n„Oui“, dit Luc."])
def test_only_the_mark_that_opened_a_quote_is_repeated(text: str) -> None:
    found = marks.find(text)
    assert [text[at] for span in found for at in span.repeated] == []
    assert text[found[-1].start : found[-1].end] == "Oui"


def test_a_mark_repeated_at_many_paragraphs() -> None:
    text = "\n".join(f"« Point numéro {number}." for number in range(30)) + " »\nLe maire se tait."
    (span,) = marks.find(text)
    assert len(span.repeated) == 29
    assert text[span.end - 10 : span.end] == "numéro 29."


def test_a_quote_repeated_inside_holds_nested_ones() -> None:
    text = "« Il m'a dit “viens”.\n« J'ai dit “non”. », raconte-t-elle."
    assert outline(text)[1:] == ["-viens", "-non"]


def test_paragraphs_closed_one_by_one_are_quotes_of_their_own() -> None:
    text = "« Un début. »\n« Une fin. »"
    assert words(text) == ["Un début.", "Une fin."]
    assert [span.repeated for span in marks.find(text)] == [(), ()]


@pytest.mark.parametrize("count", [2, 3, 4])
@pytest.mark.parametrize("mark", [("«", "»"), ("“", "”"), ("<<", ">>")])
def test_several_paragraphs_between_one_pair_of_marks(mark: tuple[str, str], count: int) -> None:
    inside = "\n\n".join(f"Voici le point numéro {number}." for number in range(count))
    text = f"La maire a écrit :\n{mark[0]} {inside} {mark[1]}\nElle n'a rien ajouté."
    assert words(text) == [inside]
    assert unclosed(text) == []


# The missing closing mark


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Il prévient : « Le pont est fermé. La foule attend au bord du fleuve.",
            ["Le pont est fermé."],
            id="ends with its sentence",
        ),
        pytest.param(
            "Il prévient : « Le pont est fermé\nLa foule attend au bord du fleuve.",
            ["Le pont est fermé"],
            id="ends with its paragraph",
        ),
        pytest.param(
            "Il prévient : « Le pont est fermé", ["Le pont est fermé"], id="ends with the text"
        ),
        pytest.param(
            "Il prévient : « Qui est là? La foule attend.",
            ["Qui est là?"],
            id="a question mark ends it",
        ),
        pytest.param(
            "Il prévient : « Qui est là\u00a0? La foule attend.",
            ["Qui est là\u00a0?"],
            id="a question mark after NBSP ends it",
        ),
        pytest.param(
            "Il prévient : « Sortez ! La foule attend.",
            ["Sortez !"],
            id="an exclamation mark after a space ends it",
        ),
        pytest.param(
            "« Non, a-t-il dit. Il part.\nPuis rien.\n« Oui », dit-elle.",
            ["Non, a-t-il dit."],
            id="a later paragraph keeps its own quote",
        ),
    ],
)
def test_missing_closing_mark(text: str, expected: list[str]) -> None:
    assert unclosed(text) == expected


@pytest.mark.parametrize("opening", ["«", "‹", "“", "„", "<<", '"'])
def test_a_missing_closing_mark_never_swallows_the_article(opening: str) -> None:
    text = (
        f"Il prévient : {opening}Le pont est fermé.\n" + "La foule attend au bord de l'eau. " * 50
    )
    (span,) = marks.find(text)
    assert text[span.start : span.end] == "Le pont est fermé."
    assert span.mark == opening
    assert not span.closed
    assert span.outer == Span(text.index(opening), span.end)


def test_every_later_quote_survives_a_missing_closing_mark() -> None:
    text = (
        "Elle écrit : « La route est coupée.\n"
        "Le préfet parle d'une crue « rare ».\n"
        "« Nous tiendrons », répond le maire.\n"
        "Plus loin, « tout va bien »."
    )
    assert words(text) == ["La route est coupée.", "rare", "Nous tiendrons", "tout va bien"]
    assert unclosed(text) == ["La route est coupée."]


def test_a_missing_closing_mark_of_a_nested_quote_ends_inside_the_outer_one() -> None:
    text = "« Il m'a dit “va-t'en, et je suis partie », raconte-t-elle. La suite."
    assert outline(text) == [
        "Il m'a dit “va-t'en, et je suis partie",
        "-va-t'en, et je suis partie",
    ]
    assert unclosed(text) == ["va-t'en, et je suis partie"]


def test_two_missing_closing_marks_in_one_text() -> None:
    text = "Il dit : « Un début. La pluie tombe.\nIl dit : « Une fin. La nuit tombe."
    assert unclosed(text) == ["Un début.", "Une fin."]


def test_repeated_marks_that_are_never_closed_are_quotes_of_their_own() -> None:
    text = "« Un début.\n« Une fin.\nLe maire se tait. Rien de plus."
    assert words(text) == ["Un début.", "Une fin."]
    assert unclosed(text) == ["Un début.", "Une fin."]


@pytest.mark.parametrize("title", ["M. Roux", "Mme. Roux", "Dr. Roux", "J. Roux"])
def test_an_abbreviation_ends_no_sentence(title: str) -> None:
    text = f"Il prévient : « Nous attendons {title} demain. La foule attend."
    assert words(text) == [f"Nous attendons {title} demain."]


# Stray marks


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("» Le premier point\n» Le deuxième point\n» Le troisième point", id="bullets"),
        pytest.param(
            "À lire aussi\n\n» La crue a fait trois blessés. Notre récit.", id="one bullet"
        ),
        pytest.param("»  Abonnez-vous", id="a bullet at the start of the text"),
        pytest.param(">> Lire aussi : la crue\n>> Voir la carte", id="ASCII bullets"),
        pytest.param("› Accueil\n› Sports", id="single bullets"),
        pytest.param("Accueil » Sports » Rugby", id="a breadcrumb"),
        pytest.param("Accueil > Sports >> Rugby", id="an ASCII breadcrumb"),
        pytest.param('Un écran de 24" et un autre de 27" sont exposés.', id="two inch marks"),
        pytest.param("Il a couru en 1'23\"45 hier.", id="seconds"),
        pytest.param('Un tuyau de 3/4", pas plus.', id="an inch mark before a comma"),
        pytest.param('La jante (17") est neuve.', id="an inch mark before a bracket"),
        pytest.param('L"eau monte et l"homme attend.', id="a straight mark for an apostrophe"),
        pytest.param("Il s«inquiète aujourd”hui de l»avenir.", id="other marks for an apostrophe"),
        pytest.param(
            'Elle dit qu"elle viendra jusqu"ici.', id="a mark for the apostrophe of « que »"
        ),
        pytest.param("La pluie tombe ». Le vent se lève.", id="a closing mark alone"),
        pytest.param('La pluie tombe". Le vent se lève.', id="a straight closing mark alone"),
        pytest.param("La pluie tombe ”, dit-il.", id="a curly closing mark alone"),
    ],
)
def test_stray_marks_are_no_quotes(text: str) -> None:
    assert words(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "» À lire\n« Nous tiendrons », dit-il.\n» À voir",
            ["Nous tiendrons"],
            id="a quote between bullets",
        ),
        pytest.param(
            "» À lire : « Nous tiendrons », le récit",
            ["Nous tiendrons"],
            id="a quote after a bullet",
        ),
        pytest.param(
            '« Un écran de 24" suffit », dit-elle.',
            ['Un écran de 24" suffit'],
            id="inches inside guillemets",
        ),
        pytest.param(
            'L\'écran de 24" montre un "bug" ce matin.',
            ["bug"],
            id="inches before a straight quote",
        ),
        pytest.param(
            '"L"eau monte", dit-elle.', ['L"eau monte'], id="an apostrophe inside a straight quote"
        ),
        pytest.param(
            "« L«eau monte », dit-elle.", ["L«eau monte"], id="a guillemet for an apostrophe"
        ),
        pytest.param("« Un », dit-il ». « Deux ».", ["Un", "Deux"], id="a closing mark too many"),
    ],
)
def test_quotes_beside_stray_marks(text: str, expected: list[str]) -> None:
    assert words(text) == expected


# Marks the wrong way round


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Il a dit »bonjour« hier.", id="reversed guillemets"),
        pytest.param("Il a dit ›bonjour‹ hier.", id="reversed single guillemets"),
        pytest.param("Il a dit »bonjour», puis au revoir.", id="two closing guillemets"),
        pytest.param("Il a dit «bonjour«, puis au revoir.", id="two opening guillemets"),
        pytest.param("Il a dit ”bonjour” hier.", id="two closing curly marks"),
        pytest.param("Il a dit “bonjour“ hier.", id="two opening curly marks"),
        pytest.param("Il a dit ”bonjour“ hier.", id="reversed curly marks"),
        pytest.param("»Bonjour«, dit-il.", id="reversed guillemets at the start"),
    ],
)
def test_marks_the_wrong_way_round(text: str) -> None:
    assert [found.lower() for found in words(text)] == ["bonjour"]
    assert unclosed(text) == []


# Straight marks


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('Il a dit"bonjour"et il est parti.', ["bonjour"], id="glued on both sides"),
        pytest.param('Il a dit :"Bonjour".', ["Bonjour"], id="glued to a colon"),
        pytest.param(
            '"Bonjour",dit-il."Au revoir".', ["Bonjour", "Au revoir"], id="no space at all"
        ),
        pytest.param('"Bonjour"."Au revoir"', ["Bonjour", "Au revoir"], id="glued by a full stop"),
        pytest.param(
            'Il parle d\'"urgence" et de "crise".', ["urgence", "crise"], id="after an apostrophe"
        ),
        pytest.param('Il parle d’"urgence".', ["urgence"], id="after a curly apostrophe"),
        pytest.param('("urgence")', ["urgence"], id="in brackets"),
        pytest.param('La pièce ("Le Roi") joue.', ["Le Roi"], id="a title in brackets"),
        pytest.param('"...", répond-il. "Oui".', ["...", "Oui"], id="three points"),
        pytest.param('Un " bon " signe.', ["bon"], id="spaces inside"),
        pytest.param('"A" "B" "C"', ["A", "B", "C"], id="three in a row"),
        pytest.param('anti-"système"', ["système"], id="after a hyphen"),
        pytest.param('Le "non-dit"/"tabou" reste.', ["non-dit", "tabou"], id="around a slash"),
    ],
)
def test_straight_marks(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_spans_come_in_text_order_outermost_first() -> None:
    text = "« Un “deux” », « trois », “« quatre » cinq”."
    found = marks.find(text)
    assert [span.outer.start for span in found] == sorted(span.outer.start for span in found)
    assert [span.parent for span in found] == [None, 0, None, None, 3]


# What mutations of the mark finder once got past


@pytest.mark.parametrize(("depth", "closed"), [(15, 15), (16, 16), (17, 16), (40, 16)])
def test_sixteen_levels_are_paired_and_the_outermost_let_go(depth: int, closed: int) -> None:
    found = marks.find("«a " * depth + "b»" * depth)
    assert sum(span.closed for span in found) == closed
    assert len(found) == depth
    assert [span.closed for span in found] == [False] * (depth - closed) + [True] * closed


def test_an_unclosed_quote_ends_before_a_closed_one_that_its_sentence_would_cut() -> None:
    text = "« Il dit “un mot. Deux mots” encore et part."
    assert words(text) == ["Il dit", "un mot. Deux mots"]
    assert unclosed(text) == ["Il dit"]


def test_an_unclosed_quote_ends_inside_the_closed_one_around_it() -> None:
    assert words("“Il parle de « crise majeure”. Elle part.") == [
        "Il parle de « crise majeure",
        "crise majeure",
    ]


def test_an_unclosed_quote_after_a_closed_one_ends_with_its_sentence() -> None:
    assert words("« Un “deux” ». « Trois mots. Quatre.") == ["Un “deux”", "deux", "Trois mots."]


def test_two_points_after_an_opening_mark_belong_to_its_words() -> None:
    assert words('Il dit "..voilà" et part.') == ["..voilà"]


def test_an_elision_before_the_mark_counts_only_where_it_stands() -> None:
    assert words('Aujourd"hui, un "mot".') == ["mot"]


def test_families_are_listed_in_the_error() -> None:
    with pytest.raises(InputError, match="'a', 'b': choose from guillemets, single-guillemets"):
        marks.find("x", ["b", "a"])


def test_one_family_is_no_list_of_them() -> None:
    with pytest.raises(InputError, match=r"in a list, as in \['curly'\]"):
        marks.find("x", "curly")


def test_whether_a_quote_is_closed_is_a_bool() -> None:
    assert [span.closed for span in marks.find("« Un » et « deux")] == [True, False]
