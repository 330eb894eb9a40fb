"""One Universal Dependencies tree."""

from __future__ import annotations

import pytest

from quoteattr.syntax.tree import ROOT, Tree, Word


def word(form: str, head: int, deprel: str = "dep", feats: str = "") -> Word:
    return Word(0, len(form), form, form, "X", feats, head, deprel)


def made_of(*heads: int) -> Tree:
    return Tree(tuple(word(str(number), head) for number, head in enumerate(heads)))


# « La maire que tu connais dit oui »
CLAUSE = Tree(
    (
        word("La", 1, "det"),
        word("maire", 5, "nsubj"),
        word("que", 4, "obj"),
        word("tu", 4, "nsubj:expl"),
        word("connais", 1, "acl:relcl"),
        word("dit", ROOT, "root"),
        word("oui", 5, "obj"),
    )
)


@pytest.mark.parametrize(
    ("feats", "name", "value"),
    [
        ("Gender=Masc|Number=Sing", "Gender", "Masc"),
        ("Gender=Masc|Number=Sing", "Number", "Sing"),
        ("Gender=Fem,Masc", "Gender", "Fem,Masc"),
        ("Number[psor]=Plur|Number=Sing", "Number", "Sing"),
        ("Number[psor]=Plur", "Number", None),
        ("VerbForm=Fin", "Form", None),
        ("", "Gender", None),
        pytest.param(
            "NumForm=Digit|Form=Long",
            "Form",
            "Long",
        ),
    ],
)
def test_features(feats: str, name: str, value: str | None) -> None:
    assert word("x", ROOT, feats=feats).feat(name) == value


def test_the_relation_leaves_the_subtype_out() -> None:
    assert word("x", ROOT, "nsubj:pass").relation == "nsubj"
    assert word("x", ROOT, "root").relation == "root"


def test_children_come_in_text_order() -> None:
    assert CLAUSE.children == ((), (0, 4), (), (), (2, 3), (1, 6), ())
    assert len(CLAUSE) == 7


def test_ancestors_come_nearest_first() -> None:
    assert list(CLAUSE.ancestors(2)) == [4, 1, 5]
    assert list(CLAUSE.ancestors(5)) == []


@pytest.mark.parametrize(
    ("without", "expected"),
    [
        ((), [0, 1, 2, 3, 4]),
        (("acl",), [0, 1]),
        (("acl:relcl",), [0, 1]),
        (("nsubj",), [0, 1, 2, 4]),
        (("acl:other",), [0, 1, 2, 3, 4]),
    ],
)
def test_a_subtree_without_some_relations(without: tuple[str, ...], expected: list[int]) -> None:
    assert CLAUSE.subtree(1, without) == expected


def test_a_subtree_holds_its_top_whatever_its_relation() -> None:
    assert CLAUSE.subtree(4, ("acl",)) == [2, 3, 4]


def test_an_empty_tree() -> None:
    tree = Tree(())
    assert len(tree) == 0
    assert tree.children == ()


def test_several_roots() -> None:
    tree = made_of(ROOT, 0, ROOT, 2)
    assert tree.subtree(0) == [0, 1]
    assert list(tree.ancestors(3)) == [2]


@pytest.mark.parametrize("heads", [(1, 0), (0,), (1, 2, 0), (1, 2, 1)])
def test_a_malformed_tree_ends(heads: tuple[int, ...]) -> None:
    tree = made_of(*heads)
    for index in range(len(tree)):
        found = list(tree.ancestors(index))
        assert len(found) == len(set(found)) <= len(tree)
        assert index in tree.subtree(index)
