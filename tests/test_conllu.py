"""CoNLL-U lines → trees with offsets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteattr import marks
from quoteattr.errors import InputError
from quoteattr.syntax import conllu
from quoteattr.syntax.tree import ROOT, Tree


def row(
    number: str, form: str, head: str = "0", deprel: str = "root", misc: str = "_", **columns: str
) -> str:
    lemma = columns.get("lemma", form.lower())
    upos = columns.get("upos", "X")
    feats = columns.get("feats", "_")
    return "\t".join((number, form, lemma, upos, "_", feats, head, deprel, "_", misc))


OUI = "\n".join(
    [
        "# sent_id = 1",
        row("1", "«", "2", "punct"),
        row("2", "Oui"),
        row("3", "»", "2", "punct", "SpaceAfter=No"),
        row("4", ",", "5", "punct"),
        row(
            "5", "dit", "2", "parataxis", "SpaceAfter=No", lemma="dire", feats="Mood=Ind|Tense=Pres"
        ),
        row("6", "-il", "5", "nsubj", "SpaceAfter=No", lemma="il"),
        row("7", ".", "2", "punct"),
        "",
    ]
)
DU = "\n".join(
    [
        row("1", "Il", "2", "nsubj"),
        row("2", "parle"),
        row("3-4", "du", "_", "_"),
        row("3", "de", "5", "case"),
        row("4", "le", "5", "det"),
        row("5", "pont", "2", "obl", "SpaceAfter=No"),
        row("6", ".", "2", "punct"),
    ]
)


def words(tree: Tree, text: str) -> list[tuple[str, str]]:
    return [(word.form, text[word.start : word.end]) for word in tree.words]


def test_a_sentence_makes_its_text() -> None:
    text, (tree,) = conllu.trees(OUI)
    assert text == "« Oui », dit-il."
    assert [(form, form) for form, _ in words(tree, text)] == words(tree, text)
    assert [word.head for word in tree.words] == [1, ROOT, 1, 4, 1, 4, 1]
    said = tree.words[4]
    assert (said.lemma, said.deprel, said.feat("Tense")) == ("dire", "parataxis", "Pres")


def test_the_words_of_a_contraction_share_its_span() -> None:
    text, (tree,) = conllu.trees(DU)
    assert text == "Il parle du pont."
    assert words(tree, text)[2:5] == [("de", "du"), ("le", "du"), ("pont", "pont")]
    assert [word.head for word in tree.words] == [1, ROOT, 4, 4, 1, 1]


def test_an_empty_node_is_no_word() -> None:
    lines = "\n".join([row("1", "Oui"), "1.1" + "\t_" * 9, row("2", "!", "1", "punct")])
    text, (tree,) = conllu.trees(lines)
    assert text == "Oui !"
    assert len(tree) == 2


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_and_empty_lines(end: str) -> None:
    lines = f"{end}{end}".join([OUI.strip().replace("\n", end), DU.replace("\n", end)]) + end * 3
    text, trees = conllu.trees(lines)
    assert [len(tree) for tree in trees] == [7, 6]
    assert text.split() == ["«", "Oui", "»,", "dit-il.", "Il", "parle", "du", "pont."]


@pytest.mark.parametrize("nothing", ["", "\n\n", "# newdoc\n\n"])
def test_no_sentence(nothing: str) -> None:
    assert conllu.trees(nothing) == ("", [])


@pytest.mark.parametrize(
    ("misc", "expected"),
    [
        ("_", "a b"),
        ("SpaceAfter=No", "ab"),
        ("SpacesAfter=\\s\\s", "a  b"),
        ("SpacesAfter=\\n", "a\nb"),
        ("SpacesAfter=\\r\\n", "a\r\nb"),
        ("SpacesAfter=\\t", "a\tb"),
        ("SpacesAfter=\\u00A0", "a\u00a0b"),
        ("SpacesAfter=\\u202f", "a\u202fb"),
        ("SpacesAfter=\\s\\u2009", "a \u2009b"),
        ("Gloss=x|SpaceAfter=No", "ab"),
    ],
)
def test_spaces_between_tokens(misc: str, expected: str) -> None:
    lines = row("1", "a", misc=misc) + "\n" + row("2", "b", "1", "dep")
    assert conllu.trees(lines)[0] == expected


def test_the_users_text_wins() -> None:
    text = "\ufeff"[1:] + "  «\u00a0Oui\u00a0», dit-il.\r\n\r\nIl parle du\tpont."
    found, trees = conllu.trees(OUI + "\n" + DU, text)
    assert found == text
    assert words(trees[0], text)[1] == ("Oui", "Oui")
    assert words(trees[1], text)[-2:] == [("pont", "pont"), (".", ".")]


def test_white_space_inside_a_token_may_differ() -> None:
    lines = row("1", "10 000") + "\n" + row("2", "euros", "1", "dep")
    _, (tree,) = conllu.trees(lines, "10\u202f000 euros")
    assert (tree.words[0].start, tree.words[0].end) == (0, 6)


def test_empty_columns() -> None:
    lines = "1\tOui" + "\t_" * 4 + "\t0\t_\t_\t_"
    _, (tree,) = conllu.trees(lines)
    (word,) = tree.words
    assert (word.lemma, word.upos, word.feats, word.deprel) == ("Oui", "X", "", "dep")


def test_deprels_are_lower_case() -> None:
    _, (tree,) = conllu.trees(row("1", "Oui", deprel="ROOT"))
    assert tree.words[0].deprel == "root"


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        pytest.param("« Oui », dit-il.", r"line 1 .*10 columns", id="plain text"),
        pytest.param(row("1", "Oui") + "\n2\tNon", r"line 2 .*this has 2", id="too few columns"),
        pytest.param(row("1", "Oui") + "\tx", r"line 1 .*this has 11", id="too many columns"),
        pytest.param("# x\n\n" + row("a", "Oui"), r"line 3 .*number", id="no number"),
        pytest.param(row("1", "Oui", "7"), r"line 1: the head '7'", id="a head that is no word"),
        pytest.param(row("1", "Oui", "_"), r"line 1: the head '_'", id="no head"),
        pytest.param(row("0", "Oui"), r"line 1 .*number", id="a word 0"),
        pytest.param(row("9" * 5000, "Oui"), r"line 1 .*number", id="a number of 5,000 digits"),
        pytest.param(row("٣", "Oui"), r"line 1 .*number", id="a digit of another script"),
        pytest.param(row("1", "\u00a0"), r"line 1 .*white space", id="a word of white space"),
        pytest.param(
            row("1", "Oui") + "\n" + row("1", "Non"), r"line 2: the word 1 stands twice", id="twice"
        ),
    ],
)
def test_malformed_lines_are_named(lines: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        conllu.trees(lines)


def test_a_text_that_lacks_a_token_is_an_error() -> None:
    with pytest.raises(InputError, match=r"go on with the token 'dit' at offset 8, but with ''"):
        conllu.trees(OUI, "« Oui »,")


@pytest.mark.parametrize("odd", ["\x85", "\u2028", "\x0c", "\x1c"])
def test_only_newlines_part_lines(odd: str) -> None:
    _, (tree,) = conllu.trees(row("1", f"a{odd}b"), f"a{odd}b")
    assert len(tree) == 1


def test_a_quote_of_many_sentences_stays_one_quote() -> None:
    sentences = ["« Un .", "Deux .", "Trois .", "Quatre .", "Cinq .", "Six ."]
    blocks = []
    for sentence in sentences:
        forms = sentence.split() + (["»"] if sentence == sentences[-1] else [])
        rows = [row(str(n), form, "0" if n == 1 else "1") for n, form in enumerate(forms, start=1)]
        blocks.append("\n".join(rows))
    text, _ = conllu.trees("\n\n".join(blocks))
    assert [span.closed for span in marks.find(text)] == [True]


@given(st.text(alphabet="1234567890\t\n_-. «aé#", max_size=200))
def test_any_lines_give_trees_or_one_clear_error(lines: str) -> None:
    try:
        text, trees = conllu.trees(lines)
    except InputError as error:
        assert "line " in str(error) or "token" in str(error)
    else:
        for tree in trees:
            for word in tree.words:
                assert 0 <= word.start <= word.end <= len(text)
                assert ROOT <= word.head < len(tree)


def test_a_new_paragraph_is_a_new_line() -> None:
    lines = "\n\n".join(
        [
            "# newpar\n" + row("1", "Oui"),
            "# newpar id = p2\n" + row("1", "Non"),
            row("1", "Si"),
        ]
    )
    text, trees = conllu.trees(lines)
    assert text == "Oui\nNon Si"
    assert [words(tree, text) for tree in trees] == [[(w, w)] for w in ("Oui", "Non", "Si")]


def test_no_word_is_its_own_head() -> None:
    with pytest.raises(InputError, match="line 2: the word 2 is its own head"):
        conllu.trees("\n".join([row("1", "Oui"), row("2", "Non", "2", "dep")]))


def test_heads_that_go_round_in_a_circle_are_an_error() -> None:
    """Two words outside of it: one above nothing, one below the circle."""
    heads = ["3", "0", "4", "1", "4"]
    rows = [row(str(at), f"mot{at}", head, "dep") for at, head in enumerate(heads, start=1)]
    with pytest.raises(InputError, match=r"at line 1 go round in a circle: words 1, 3, 4$"):
        conllu.trees("\n".join(rows))


def test_a_text_with_more_than_the_tokens_is_an_error() -> None:
    """The message shows what stands where the token should."""
    with pytest.raises(InputError, match=r"the token '«' at offset 0, but with 'Bonjour\. « Oui"):
        conllu.trees(OUI, "Bonjour. « Oui », dit-il.")


@pytest.mark.parametrize("token", ["1-9", "2-1", "7-8"])
def test_a_token_of_words_that_are_not_there_is_an_error(token: str) -> None:
    lines = [row(token, "du"), row("1", "de"), row("2", "le")]
    with pytest.raises(InputError, match=f"line 1: the token {token} is no range of words"):
        conllu.trees("\n".join(lines))


def test_a_first_column_that_is_no_number_is_shown() -> None:
    with pytest.raises(InputError, match=r"line 1 is no CoNLL-U: .* no number: 'x'"):
        conllu.trees(row("x", "Oui"))
