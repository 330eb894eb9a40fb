"""The word lists: every file is well formed, and the loader says where one is not."""

from __future__ import annotations

import unicodedata
from importlib import resources

import pytest

from quoteattr import lexicon
from quoteattr.attribution import vocabulary

GENDERS = {"m", "f", "mf"}
FIELDS = {
    "accused", "activist", "army", "art", "business", "chief", "coach", "education", "farm",
    "government", "health", "kin", "lawyer", "magistrate", "media", "person", "player", "police",
    "politics", "public", "referee", "religion", "rescue", "science", "student", "union", "victim",
    "worker",
}  # fmt: skip
CLASSES = {
    "abbreviations": {""},
    "attached_nouns": {""},
    "clause_words": {"binding", "finite", "infinitive"},
    "collective_nouns": GENDERS,
    "conjunctions": {""},
    "continuing_verbs": {"same", "other"},
    "contractions": {"le", "les"},
    "demonyms": GENDERS,
    "document_nouns": {"m", "f"},
    "first_names": GENDERS,
    "function_words": {""},
    "label_nouns": {""},
    "list_joints": {"any", "close"},
    "media": {""},
    "naming_words": {"verb", "noun", "sign", "crime"},
    "organisations": {""},
    "places": {""},
    "role_fields": {
        marked
        for marked in lexicon.classes("role_fields").values()
        if set(marked.split("+")) <= FIELDS and marked.split("+") == sorted(marked.split("+"))
    },
    "relational_adjectives": {""},
    "role_nouns": GENDERS | {"fe"},
    "source_prepositions": {""},
    "speech_nouns": {""},
    "speech_verbs": {
        "say", "think", "tone", "judge", "ask", "answer", "write", "announce", "order",
        "receive",
    },
    "determiners": {
        "definite-fs", "definite-ms", "definite-p", "definite-s", "demonstrative-fs",
        "demonstrative-ms", "demonstrative-p", "indefinite-fs", "indefinite-ms",
        "indefinite-p", "possessive-fs", "possessive-p", "possessive-s",
    },
    "name_particles": {"inner", "particle"},
    "prenominals": {"adjective", "numeral", "rank"},
    "prepositions": {"among", "at", "name", "of", "other", "to"},
    "pronoun_phrases": {"celle", "celles", "celui", "ceux"},
    "pronouns": {
        "ce", "celle", "celles", "celui", "ceux", "clitic", "elle", "elles", "empty", "eux", "il",
        "ils", "je", "lui", "nobody", "nous", "object", "on", "one", "qui", "some", "tu",
        "vous",
    },
    "temporal_nouns": {""},
    "titles": {"f", "fp", "m", "mf", "mfp", "mp"},
    "verb_forms": set(lexicon.classes("verb_forms").values()) & lexicon.words("speech_verbs"),
}  # fmt: skip
PHRASES = {"list_joints", "pronoun_phrases", "relational_adjectives", "source_prepositions"}
PROPER = {"first_names", "media", "organisations", "places", "titles"}


def read(name: str) -> str:
    data = resources.files("quoteattr.lexicon").joinpath(f"{name}.txt").read_bytes()
    return data.decode("utf-8")


def entry_lines(name: str) -> list[str]:
    return [line for line in read(name).splitlines() if not line.startswith("#")]


def test_the_lexicons_are_those_known_here() -> None:
    assert set(lexicon.names()) == set(CLASSES)


@pytest.mark.parametrize("name", sorted(CLASSES))
class TestFile:
    def test_begins_with_a_header_only_at_the_top(self, name: str) -> None:
        lines = read(name).split("\n")
        size = next(i for i, line in enumerate(lines) if not line.startswith("# "))
        assert any("written by hand for quoteattr" in line for line in lines[:size])
        assert any("add an entry" in line for line in lines[:size])
        assert not [line for line in lines[size:] if line.startswith("#")]

    def test_is_nfc_with_line_feeds_and_one_final_newline(self, name: str) -> None:
        text = read(name)
        assert unicodedata.is_normalized("NFC", text)
        assert "\r" not in text
        assert "\ufeff" not in text
        assert text.endswith("\n")
        assert not text.endswith("\n\n")

    def test_is_sorted_by_code_point_and_unique(self, name: str) -> None:
        entries = [line.split("\t")[0] for line in entry_lines(name)]
        assert entries == sorted(set(entries))

    def test_has_only_its_own_classes_and_all_of_them(self, name: str) -> None:
        assert set(lexicon.classes(name).values()) == CLASSES[name]

    def test_has_no_stray_characters(self, name: str) -> None:
        extra = set(" '-") | (set(".&+/!0123456789:") if name in PROPER else set())
        for entry in lexicon.words(name):
            stray = {char for char in entry if not char.isalpha() and char not in extra}
            assert not stray, entry

    def test_an_entry_of_several_words_is_looked_up_as_such(self, name: str) -> None:
        several = {entry for entry in lexicon.words(name) if " " in entry}
        if name in {"role_nouns", "role_fields"}:
            long = vocabulary.default().long_roles.values()
            assert several == {vocabulary.spelled(words) for phrases in long for words in phrases}
        elif name not in PROPER:
            assert not several or name in PHRASES

    def test_case_fits_what_the_file_holds(self, name: str) -> None:
        entries = lexicon.words(name)
        if name == "abbreviations":  # « cf », « Mme », « MM »
            wrong = [e for e in entries if e not in (e.lower(), e.capitalize(), e.upper())]
        elif name in PROPER:
            wrong = [
                e for e in entries if e == e.lower() and not e[0].isdigit() and e != "franceinfo"
            ]
        else:
            wrong = [e for e in entries if e != e.lower()]
        assert wrong == []

    def test_loader_returns_every_line(self, name: str) -> None:
        lines = entry_lines(name)
        assert len(lexicon.words(name)) == len(lexicon.classes(name)) == len(lines)


@pytest.mark.parametrize("name", ["speech_verbs", "continuing_verbs"])
def test_verbs_are_infinitives(name: str) -> None:
    for verb in lexicon.words(name):
        assert verb.endswith(("er", "ir", "re", "oir")), verb
        assert not verb.startswith("s'"), verb


def test_every_noun_of_a_person_has_its_field() -> None:
    assert lexicon.words("role_fields") == lexicon.words("role_nouns")


def test_attached_nouns_are_nouns_of_persons_in_the_singular_and_the_plural() -> None:
    attached = lexicon.words("attached_nouns")
    singular = {noun for noun in attached if not noun.endswith("s")}
    assert singular <= lexicon.words("role_nouns")
    assert attached == singular | {f"{noun}s" for noun in singular}


def test_every_irregular_verb_of_speech_has_its_forms() -> None:
    """Those in -re and -oir; others may have them."""
    infinitives = set(lexicon.classes("verb_forms").values())
    verbs = lexicon.words("speech_verbs")
    assert {verb for verb in verbs if verb.endswith(("re", "oir"))} <= infinitives


def test_speakers_and_times_are_kept_apart() -> None:
    people = lexicon.words("role_nouns") | lexicon.words("collective_nouns")
    assert not people & lexicon.words("temporal_nouns")
    assert not lexicon.words("role_nouns") & lexicon.words("collective_nouns")


def test_continuing_verbs_are_speech_verbs() -> None:
    assert lexicon.words("continuing_verbs") - lexicon.words("speech_verbs") == set()


def test_documents_are_no_persons_and_no_times() -> None:
    documents = lexicon.words("document_nouns")
    assert not documents & lexicon.words("role_nouns")
    assert not documents & lexicon.words("demonyms")
    assert not documents & lexicon.words("temporal_nouns")


def test_no_demonym_is_a_first_name_or_a_place_once_its_capital_is_folded() -> None:
    named = lexicon.words("first_names") | lexicon.words("places")
    assert not lexicon.words("demonyms") & {name.lower() for name in named}


def test_demonyms_have_the_gender_of_their_ending() -> None:
    wrong = [
        noun
        for noun, gender in lexicon.classes("demonyms").items()
        if (noun.endswith(("aise", "oise", "enne", "aine", "ane")) and gender != "f")
        or (noun.endswith(("ais", "ois", "ien", "éen", "ain")) and gender != "m")
    ]
    assert wrong == []


def test_a_noun_in_two_lists_of_speakers_has_one_gender() -> None:
    lists = ("role_nouns", "collective_nouns", "document_nouns", "demonyms")
    genders: dict[str, set[str]] = {}
    for name in lists:
        for noun, gender in lexicon.classes(name).items():
            genders.setdefault(noun, set()).add(gender)
    assert [noun for noun, found in genders.items() if len(found) > 1] == []


def test_feminine_and_masculine_forms_have_their_own_gender() -> None:
    roles = lexicon.classes("role_nouns")
    assert (roles["avocat"], roles["avocate"], roles["ministre"]) == ("m", "f", "mf")
    wrong = [
        noun
        for noun, gender in roles.items()
        if (noun.endswith(("trice", "euse", "ière", "ienne")) and gender == "m")
        or (noun.endswith(("teur", "ien", "ier")) and gender == "f")
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("name", "entry", "kind"),
    [
        ("speech_verbs", "dire", "say"),
        ("speech_verbs", "indigner", "tone"),
        ("speech_verbs", "tweeter", "write"),
        ("first_names", "Camille", "mf"),
        ("first_names", "Fatima", "f"),
        ("collective_nouns", "parquet", "m"),
        ("continuing_verbs", "ajouter", "same"),
        ("continuing_verbs", "rétorquer", "other"),
        ("demonyms", "belge", "mf"),
        ("demonyms", "québécoise", "f"),
        ("document_nouns", "sondage", "m"),
        ("naming_words", "baptiser", "verb"),
        ("naming_words", "roman", "noun"),
        ("naming_words", "banderole", "sign"),
        ("naming_words", "poursuivre", "crime"),
        ("titles", "Mme", "f"),
    ],
)
def test_classes_of_well_known_words(name: str, entry: str, kind: str) -> None:
    assert lexicon.classes(name)[entry] == kind


def test_classes_cannot_be_changed_by_a_caller() -> None:
    with pytest.raises(TypeError):
        lexicon.classes("titles")["Mme"] = "m"  # type: ignore[index]


def test_unknown_lexicon_names_the_available_ones() -> None:
    with pytest.raises(lexicon.UnknownLexiconError) as caught:
        lexicon.words("speech_verb")
    assert caught.value.name == "speech_verb"
    assert "speech_verbs" in caught.value.available
    assert "'speech_verb'" in str(caught.value)
    assert "speech_verbs" in str(caught.value)


@pytest.mark.parametrize("name", ["../pyproject", "", "__init__", "titles.txt"])
def test_a_path_is_no_lexicon_name(name: str) -> None:
    with pytest.raises(lexicon.UnknownLexiconError):
        lexicon.classes(name)


def test_parse_keeps_entries_and_classes() -> None:
    text = "# header\r\nà lire\t \r\n".replace("\t ", "") + "dire\tsay\nl'un\n"
    assert lexicon.parse(text, "x.txt") == {"à lire": "", "dire": "say", "l'un": ""}
    assert lexicon.parse("# header\ndire", "x.txt") == {"dire": ""}
    assert lexicon.parse("", "x.txt") == {}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("", "no entry"),
        ("\tsay", "no entry"),
        ("dire\t", "no class"),
        ("dire\tsay\tmore", "3 columns"),
        (" dire", "white space"),
        ("dire ", "white space"),
        ("à  lire", "white space"),
        ("à\u00a0lire", "white space"),
        ("dire\tsay ", "white space"),
        ("de\u0301clarer", "NFC"),
        ("d’après", "apostrophe"),
        ("affirmer", "twice"),
    ],
)
def test_parse_names_file_and_line_of_a_malformed_entry(line: str, message: str) -> None:
    text = f"# header\naffirmer\n{line}\nzozoter\n"
    with pytest.raises(ValueError, match=rf"^verbs\.txt, line 3: .*{message}"):
        lexicon.parse(text, "verbs.txt")


def test_words_are_looked_up_without_soft_hyphens() -> None:
    assert vocabulary.fold("L’in\u00addigné") == "l'indigné"
