"""Words that could be cues, by their trees, one rule at a time."""

from __future__ import annotations

import pytest

from quoteattr.attribution import vocabulary
from quoteattr.attribution.passages.layout import lay_out
from quoteattr.attribution.passages.passage import OUTSIDE, Passage
from quoteattr.syntax.tree import ROOT, Tree, Word
from tests.handtrees import passage, scene, tree

WORDS = vocabulary.default()


def verbs(found: Passage) -> list[tuple[str, str]]:
    text = " ".join(word.form for word in found.tree.words)
    layout = lay_out(found, text, WORDS)
    return [(cue.word.form, cue.lemma) for cue in layout.cues if cue.kind == "verb"]


@pytest.mark.parametrize(
    ("before", "lemmas"),
    [
        (("Roy", "PROPN", 1, "nmod"), [("abonde", "abonder")]),
        (("il", "PRON", 1, "nsubj"), [("abonde", "abonder")]),
        (("sans", "ADP", 1, "case"), []),
        (("une", "DET", 1, "det"), []),
        (("texte", "NOUN", 1, "nmod"), []),
    ],
)
def test_a_verb_that_is_tagged_for_a_noun(
    before: tuple[str, str, int, str], lemmas: list[tuple[str, str]]
) -> None:
    found = passage(before, ("abonde", "NOUN", ROOT, "root"), (".", "PUNCT", 1, "punct"))
    assert verbs(found) == lemmas


def test_a_present_with_another_accent_than_its_infinitive() -> None:
    found = passage(("il", "PRON", 1, "nsubj"), ("complète", "ADJ", ROOT, "root"))
    assert verbs(found) == [("complète", "compléter")]


@pytest.mark.parametrize(
    ("before", "lemmas"),
    [
        (("avoir", "AUX", 1, "aux"), [("tweeté", "tweeter")]),
        (("mot", "NOUN", ROOT, "root"), []),
    ],
)
def test_a_participle_that_is_tagged_for_a_name(
    before: tuple[str, str, int, str], lemmas: list[tuple[str, str]]
) -> None:
    found = passage(before, ("tweeté", "PROPN", ROOT, "root"), ("Roy", "PROPN", 1, "nmod"))
    assert verbs(found) == lemmas


@pytest.mark.parametrize(("mark", "lemmas"), [("»", [("tranche", "trancher")]), ("mot", [])])
def test_a_verb_behind_a_quote_that_is_tagged_for_a_noun(
    mark: str, lemmas: list[tuple[str, str]]
) -> None:
    found = passage(
        (mark, "PUNCT" if mark == "»" else "NOUN", 2, "punct"),
        (",", "PUNCT", 2, "punct"),
        ("tranche", "NOUN", ROOT, "root"),
        (",", "PUNCT", 2, "punct"),
    )
    assert verbs(found) == lemmas


def test_comparisons_have_verbs() -> None:
    found = passage(
        ("Comme", "SCONJ", 2, "case"),
        ("l'", "DET", 2, "det"),
        ("explique", "NOUN", ROOT, "root"),
        ("Roy", "PROPN", 2, "nmod"),
    )
    assert verbs(found) == [("explique", "expliquer")]
    found = passage(
        ("Comme", "SCONJ", 2, "case"),
        ("l'", "DET", 2, "det"),
        ("explique", "NOUN", ROOT, "root"),
        ("de", "ADP", 4, "case"),
        ("Roy", "PROPN", 2, "nmod"),
    )
    assert verbs(found) == []


def test_a_plural_that_the_parser_takes_for_a_lemma_is_a_noun_of_speech() -> None:
    found = passage(("les", "DET", 1, "det"), ("cris", "NOUN", ROOT, "root"))
    [cue] = lay_out(found, "les cris", WORDS).cues
    assert (cue.kind, cue.lemma) == ("noun", "cri")


@pytest.mark.parametrize(
    ("form", "lemma", "infinitive"),
    [
        ("juge", "jurer", "jurer"),
        ("juge", "juge", "juger"),
        ("mange", "manger", "manger"),
        ("mange", "mange", "manger"),
        ("sourit", "sourit", "sourire"),
        ("mangent", "mangent", "mangent"),
        # What a parser makes up.
        ("décrivent", "décriver", "décrire"),
        ("rappellent", "rappeller", "rappeler"),
        ("répètent", "répèter", "répéter"),
        ("annonça", "annoncir", "annoncer"),
        ("jugea", "jugeer", "juger"),
        ("bondissent", "bondisser", "bondir"),
        ("zorbent", "zorber", "zorber"),
    ],
)
def test_the_lemma_of_a_verb_is_that_of_the_tree_if_it_is_an_infinitive(
    form: str, lemma: str, infinitive: str
) -> None:
    text = f"il {form}"
    words = ("il", "PRON", 1, "nsubj"), (form, "VERB", ROOT, "root")
    [layout] = scene(text, tree(text, *words, lemmas={form: lemma})).layouts.values()
    assert [cue.lemma for cue in layout.cues] == [infinitive]


def test_a_contraction_in_a_preposition_counts_as_it_is_written() -> None:
    text = "Aux yeux du maire, tout va bien."
    spans = [(0, 3), (0, 3), (4, 8), (9, 11), (9, 11), (12, 17)]
    forms = ["à", "les", "yeux", "de", "le", "maire"]
    tags = ["ADP", "DET", "NOUN", "ADP", "DET", "NOUN"]
    whole = Tree(
        tuple(
            Word(start, end, form, form, upos, "", ROOT, "root")
            for (start, end), form, upos in zip(spans, forms, tags, strict=True)
        )
    )
    found = Passage(0, whole, (OUTSIDE,) * len(forms))
    [cue] = lay_out(found, text, WORDS).cues
    assert (cue.kind, cue.first, cue.last) == ("preposition", 0, 4)


def test_a_verb_between_its_subject_and_a_quote_that_is_tagged_for_a_noun() -> None:
    words = ("élu", "NOUN", ROOT, "root"), ("juge", "NOUN", 0, "nmod")
    assert verbs(passage(*words, ("«", "PUNCT", 1, "punct"))) == [("juge", "juger")]
    assert verbs(passage(*words, (".", "PUNCT", 1, "punct"))) == []


def test_no_punctuation_stands_in_the_group_of_a_verb() -> None:
    found = passage(
        ("avons", "AUX", 3, "aux"),
        (",", "PUNCT", 3, "punct"),
        ("a", "AUX", 3, "aux"),
        ("déclaré", "VERB", ROOT, "root"),
    )
    assert lay_out(found, "avons , a déclaré", WORDS).group_starts == {3: 2}


@pytest.mark.parametrize(
    ("form", "before", "behind", "lemmas"),
    [
        ("jugée", "décision", "«", [("jugée", "juger")]),
        ("jugée", "décision", "mot", []),
        ("martelant", ",", "que", [("martelant", "marteler")]),
        ("jugeant", "se", "mot", [("jugeant", "juger")]),
        ("manifestant", "un", "que", []),
        ("raconte", ",", ":", [("raconte", "raconter")]),
        ("raconte", ",", "mot", []),
    ],
)
def test_a_verb_tagged_for_an_adjective_by_what_it_leads_to(
    form: str, before: str, behind: str, lemmas: list[tuple[str, str]]
) -> None:
    tags = {",": "PUNCT", "«": "PUNCT", ":": "PUNCT", "se": "PRON", "un": "DET", "que": "SCONJ"}
    words = (before, form, behind)
    found = passage(
        ("Luc", "PROPN", ROOT, "root"),
        *((one, tags.get(one, "ADJ" if one == form else "NOUN"), 0, "dep") for one in words),
    )
    assert verbs(found) == lemmas


@pytest.mark.parametrize(
    ("noun", "lemmas"), [("coupe", [("coupe", "couper")]), ("juge", []), ("maison", [])]
)
def test_a_verb_behind_its_object_that_is_tagged_for_a_noun(
    noun: str, lemmas: list[tuple[str, str]]
) -> None:
    """« « … », le coupe Anne », but « « … », le juge Roy … »."""
    found = passage(
        ("»", "PUNCT", 3, "punct"),
        (",", "PUNCT", 3, "punct"),
        ("le", "DET", 3, "det"),
        (noun, "NOUN", ROOT, "root"),
        ("Anne", "PROPN", 3, "nmod"),
    )
    assert verbs(found) == lemmas


@pytest.mark.parametrize(("determiner", "cue"), [("une", False), ("", True)])
def test_a_participle_with_an_article_is_no_verb(determiner: str, cue: bool) -> None:
    """« la lettre de l'accusé : « … » », but « une décision jugée « lâche » »."""
    article = [(determiner, "DET", 1, "det")] if determiner else [("idée", "NOUN", ROOT, "root")]
    found = passage(*article, ("jugée", "NOUN", ROOT, "root"), ("«", "PUNCT", 1, "punct"))
    assert verbs(found) == [("jugée", "juger")] * cue


def test_a_comparison_may_have_an_article_for_its_pronoun() -> None:
    found = passage(
        ("comme", "SCONJ", 2, "mark"),
        ("le", "DET", 2, "det"),
        ("rapporte", "NOUN", ROOT, "root"),
        ("Anne", "PROPN", 2, "nmod"),
    )
    assert verbs(found) == [("rapporte", "rapporter")]


def test_what_is_counted_in_a_quote_takes_no_more_room_than_the_quote() -> None:
    text = "Luc a dit « non, a ri Anne » et il part"
    made = tree(
        text,
        ("Luc", "PROPN", 2, "nsubj"),
        ("a", "AUX", 2, "aux"),
        ("dit", "VERB", ROOT, "root"),
        ("«", "PUNCT", 4, "punct"),
        ("non", "INTJ", 2, "obj"),
        (",", "PUNCT", 7, "punct"),
        ("a", "AUX", 7, "aux"),
        ("ri", "VERB", 4, "parataxis"),
        ("Anne", "PROPN", 7, "nsubj"),
        ("»", "PUNCT", 4, "punct"),
        ("et", "CCONJ", 12, "cc"),
        ("il", "PRON", 12, "nsubj"),
        ("part", "VERB", 2, "conj"),
    )
    [layout] = scene(text, made).layouts.values()
    quoted, own = layout.tally(0, [0, 8]), layout.tally(OUTSIDE, [0, 8])
    assert (quoted.words, quoted.commas) == ([0, 1, 2, 3, 4, 5], [0, 0, 1, 1, 1, 1])
    assert quoted.nominals[quoted.place(9)] - quoted.nominals[quoted.place(4)] == 1
    assert (quoted.place(0), quoted.place(12)) == (0, 5)
    assert own.words[own.place(13)] == 8
