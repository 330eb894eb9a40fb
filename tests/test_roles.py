"""What a text says of those it names, one rule at a time."""

from __future__ import annotations

from unicodedata import normalize

import pytest

from quoteattr.attribution import vocabulary
from quoteattr.attribution.naming import roles
from tests import frozen, inline


@pytest.mark.parametrize(
    "text",
    [
        "« Oui », dit Anne Roux, la journaliste critique",
        "« Non ! » Interrogé par le juge, Luc Roy, critique",
    ],
)
def test_a_text_may_end_with_a_noun_of_a_person(text: str) -> None:
    assert len(given(text)) == 1


def test_a_text_may_end_and_begin_anywhere() -> None:
    """Names and descriptions stand within it, whatever word is the first or last."""
    words = vocabulary.default()
    for case in inline.read(frozen.CASES):
        cuts = [at for at, character in enumerate(case.text) if character == " "]
        for text in (*(case.text[:cut] for cut in cuts), *(case.text[cut:] for cut in cuts)):
            names, described = roles.find(text, [], words)
            assert all(0 <= one.start < one.end <= len(text) for one in (*names, *described))


def test_no_preposition_governs_what_opens_the_text() -> None:
    [name] = roles.find("groupe Hexalis : « Oui »\nIl est à", [], vocabulary.default())[0]
    assert (name.label, name.preposition) == ("groupe", "")


def given(text: str) -> dict[str, str | None]:
    """The names of a text and the role that the text gives each."""
    found, _ = roles.find(text, [], vocabulary.default())
    return {text[name.start : name.end]: name.role for name in found}


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("La maire (LR) Anne Ferrand a parlé.", "maire (LR)"),
        ("La maire (sans étiquette), Anne Ferrand, a parlé.", "maire (sans étiquette),"),
        ("La maire a parlé (hier soir, bien tard, à Nay). Anne Ferrand a ri.", None),
        ("Hier Anne Ferrand, maire de Nay, a parlé.", "maire de Nay"),
        ("Hier Anne Ferrand, la maire de Nay, a parlé.", "maire de Nay"),
        ("Hier Anne Ferrand, la maire de Nay qui préside, a parlé.", "maire de Nay"),
        ("La maire de Nay, Anne Ferrand, a parlé.", "maire de Nay,"),
        ("Hier Anne Ferrand, 45 ans, maire de Nay, a parlé.", "maire de Nay"),
        ("Hier Anne Ferrand (LR), maire de Nay, a parlé.", "maire de Nay"),
        ("Hier Anne Ferrand, 45 euros, maire de Nay, a parlé.", None),
        # The name is that of the noun outside, unless that is nobody.
        ("L'avocat du maire, Anne Ferrand, a parlé.", "avocat du maire,"),
        ("L'avocat de la maire, Anne Ferrand, a parlé.", "avocat de la maire,"),
        ("La secrétaire des Écologistes, Anne Ferrand, a parlé.", "secrétaire des Écologistes,"),
        ("En présence du maire, Anne Ferrand, on a parlé.", "maire,"),
        # A description before the comma before the phrase of the name.
        ("Le directeur, le Dr Anne Ferrand, a parlé.", "directeur,"),
        ("Pour le directeur, le Dr Anne Ferrand, hier, a parlé.", None),
        ("Le directeur, le Dr Anne Ferrand et la maire ont parlé.", None),
        # « une lectrice propose » is a clause.
        ("Selon Anne Ferrand, une lectrice propose un accord, hier.", None),
        ("La maire Anne Ferrand a parlé.", "maire"),
        ("Le maire Luc Roux, un proche d'Anne Ferrand, a parlé.", None),
        (
            "Le secrétaire du Parti socialiste Anne Ferrand a parlé.",
            "secrétaire du Parti socialiste",
        ),
        (
            "Le porte-parole de M. Petit, Anne Ferrand, a parlé.",
            "porte-parole de M. Petit,",
        ),
        ("Le maire « sortant » Anne Ferrand a parlé.", "maire « sortant »"),
        ('Le maire "sortant" Anne Ferrand a parlé.', 'maire "sortant"'),
        (
            "La présidente des Amis de l'Étoile et maire de Nay, Anne Ferrand, a parlé.",
            "présidente des Amis de l'Étoile et maire de Nay",
        ),
        ("La rédactrice en chef Anne Ferrand a parlé.", "rédactrice en chef"),
        ("Selon le maire, Anne Ferrand, tout va.", "maire"),
        # A noun of several words.
        ("La milieu de terrain Anne Ferrand a parlé.", "milieu de terrain"),
        ("La metteuse en scène Anne Ferrand a parlé.", "metteuse en scène"),
        ("Hier Anne Ferrand, metteuse en scène à Nay, a parlé.", "metteuse en scène à Nay"),
        ("Anne Ferrand est le bras droit du maire.", "bras droit du maire"),
        ("Le bras droit du maire, Anne Ferrand, a parlé.", "bras droit du maire,"),
        pytest.param("Selon le maire, Anne Ferrand ment.", None, id="no closing comma"),
        # A name behind an adverbial is the subject where its verb follows, and no maire.
        ("Reçue par le maire, Anne Ferrand, bouchère à Nay, a parlé.", "bouchère à Nay"),
        ("Jeudi, face au maire, Anne Ferrand (LR), 45 ans, n'a rien dit.", None),
        ("Face au maire, Anne Ferrand, du collectif, a parlé.", None),
        ("Reçue par le maire, Anne Ferrand, la bouchère de Nay, a parlé.", "bouchère de Nay"),
        ("Selon le maire, Anne Ferrand, la bouchère exagère.", "maire,"),
        ("Selon le maire, Anne Ferrand, la", "maire,"),
        ("Selon le maire, Anne Ferrand, l'", "maire,"),
        ("Porté par la maire, Anne Ferrand, le projet est prêt.", "maire,"),
        ("Le projet, porté par la maire, Anne Ferrand, est prêt.", "maire,"),
        ("Selon le maire, Anne Ferrand, le projet, attendu, a pris du retard.", "maire,"),
        ("Selon la maire, Anne Ferrand, bouchère\n, a parlé.", "maire,"),
        # A verb between them: the role is another's.
        ("La voisine a dénoncé Anne Ferrand.", None),
        ("La voisine qui accuse Anne Ferrand a parlé.", None),
        # What the role is rests on the adjective before it.
        ("L'ancienne maire Anne Ferrand a parlé.", "ancienne maire"),
        ("Hier Anne Ferrand, nouvelle maire de Nay, a parlé.", "nouvelle maire de Nay"),
        ("Hier Anne Ferrand, première adjointe, a parlé.", "première adjointe"),
        ("La jeune maire Anne Ferrand a parlé.", "maire"),
        # A role ends with its line.
        ("Hier parlait Anne Ferrand, maire de Nay\nAprès elle", "maire de Nay"),
        # What a clause says of its subject.
        ("Anne Ferrand est la maire de Nay depuis hier.", "maire de Nay"),
        ("Visé par Anne Ferrand, un comptable nie.", None),
        ("Hier Anne Ferrand, une comptable de Nay, a nié.", "comptable de Nay"),
        ("Hier Anne Ferrand, une comptable salariée, a nié.", "comptable salariée"),
        ("Anne Ferrand était alors maire de Nay.", None),
        ("Anne Ferrand est accusée par la presse.", None),
        ("Anne Ferrand est proche de la victime.", None),
        ("La présidente du Grand Est Anne Ferrand rit.", "présidente du Grand Est"),
        ("La directrice du magazine Elle, Anne Ferrand, rit.", "directrice du magazine Elle"),
        # The name is that of the first noun.
        ("La cheffe de cabinet du maire, Anne Ferrand, rit.", "cheffe de cabinet du maire"),
        ("L'adjointe au maire de Nay, Anne Ferrand, rit.", "adjointe au maire de Nay"),
        ("L'avocate du maire, Anne Ferrand, rit.", "avocate du maire"),
        ("Le fils d'Anne Ferrand est maire de Nay.", None),
        ("La jeune tête de liste Anne Ferrand a parlé.", "tête de liste"),
        # An apposition with a name of its own is somebody else.
        ("Hier Anne Ferrand, la députée européenne Claire Petit, a parlé.", None),
        ("Hier Anne Ferrand, une élève de Claire Petit, a parlé.", "élève de Claire Petit"),
        # « auprès du » ties a role to that of somebody else.
        (
            "La secrétaire d'État auprès du ministre de l'Économie et des Finances Anne Ferrand.",
            "secrétaire d'État auprès du ministre de l'Économie et des Finances",
        ),
        (
            "La déléguée auprès de la ministre de la Santé, Anne Ferrand, rit.",
            "déléguée auprès de la ministre de la Santé",
        ),
        ("Il a plaidé auprès de la ministre Anne Ferrand.", "ministre"),
        # The name of a party is no noun of a person.
        ("La députée La France insoumise Anne Ferrand a ri.", "députée La France insoumise"),
        (
            "La sénatrice Les Républicains de Nay, Anne Ferrand, a ri.",
            "sénatrice Les Républicains de Nay",
        ),
        (
            "La présidente Les Républicains (LR) du Sénat, Anne Ferrand, a ri.",
            "présidente Les Républicains (LR) du Sénat",
        ),
        (
            "La députée Rassemblement national du Gard Anne Ferrand a ri.",
            "députée Rassemblement national du Gard",
        ),
        # A role ends with no preposition or determiner.
        ("Hier Anne Ferrand, déléguée des « gilets », a ri.", "déléguée des « gilets »"),
        ('Hier Anne Ferrand, déléguée des "gilets" de Nay, a ri.', 'déléguée des "gilets" de Nay'),
        ("Hier Anne Ferrand, une déléguée des « gilets ».", "déléguée des « gilets »"),
        ("Hier Anne Ferrand, déléguée du « Collectif pour un autre Nay », a ri.", "déléguée"),
        ("La directrice de campagne Anne Ferrand a ri.", "directrice de campagne"),
        ("La cheffe de projet Anne Ferrand a ri.", "cheffe de projet"),
        ("Il l'a dit dans un communiqué Anne Ferrand, la maire de Nay.", "maire de Nay"),
        ("Elle l'a dit à son tour Anne Ferrand, la maire de Nay.", "maire de Nay"),
        (
            "Hier Anne Ferrand, la directrice de l'active Association France.",
            "directrice de l'active Association France",
        ),
        # The name is that of a street, a work or an affair.
        ("La gérante d'un café rue Anne Ferrand a ri.", None),
        ("L'auteur du roman Anne Ferrand a ri.", None),
        ("Le juge de l'affaire Anne Ferrand a ri.", None),
        ("L'auteur du roman, Anne Ferrand, a ri.", "auteur du roman,"),
        pytest.param("Le maire pleure quand Anne Ferrand part.", None, id="a conjunction"),
        pytest.param("Le maire a vu lundi Anne Ferrand.", None, id="an adverbial"),
        pytest.param("Reçue par Anne Ferrand, la ministre a parlé.", None, id="a subject behind"),
        pytest.param("Sans Anne Ferrand, le préfet préfère se taire « ici ».", None, id="a clause"),
        pytest.param("À Nay, chez Anne Ferrand, la maire Luce Petit.", None, id="another's role"),
    ],
)
def test_the_role_in_apposition_to_a_name(text: str, role: str | None) -> None:
    found = given(text)["Anne Ferrand"]
    assert (found or "").rstrip(",") == (role or "").rstrip(",")


def test_a_man_is_nobody_whom_a_feminine_noun_describes_behind_a_preposition() -> None:
    assert given("Pour la maire, Marc Ferrand, hier, exagère.")["Marc Ferrand"] is None
    assert given("Pour la maire, Anne Ferrand, hier, on a ri.")["Anne Ferrand"] == "maire"


@pytest.mark.parametrize(
    ("text", "name", "leads", "preposition"),
    [
        ("Hier Luc Roy a vu le maire.", "Luc Roy", False, ""),
        ("Hier, Luc Roy a vu le maire.", "Luc Roy", True, ""),
        ("Hier, le ministre Luc Roy a parlé.", "Luc Roy", True, ""),
        ("Il dit que Luc Roy viendra.", "Luc Roy", True, ""),
        ("Il a vu le ministre Luc Roy.", "Luc Roy", False, ""),
        ("Il a parlé avec le ministre Luc Roy.", "Luc Roy", False, "avec"),
        ("Il a vu le fils du ministre Luc Roy.", "Luc Roy", False, "du"),
    ],
)
def test_what_stands_before_the_phrase_of_a_name(
    text: str, name: str, leads: bool, preposition: str
) -> None:
    found, _ = roles.find(text, [], vocabulary.default())
    [mention] = [one for one in found if text[one.start : one.end] == name]
    assert (mention.leads, mention.role_preposition) == (leads, preposition)


@pytest.mark.parametrize("preposition", ["À", "A", "à"])
def test_papers_print_the_preposition_without_its_accent(preposition: str) -> None:
    text = f"{preposition} Vierzon, Luc Roy rit."
    found, _ = roles.find(text, [], vocabulary.default())
    assert [(text[one.start : one.end], one.preposition) for one in found] == [
        ("Vierzon", "à"),
        ("Luc Roy", ""),
    ]


def test_a_body_or_medium_has_no_role() -> None:
    assert given("Luc Roy, députée LR de Nice, a ri.") == {
        "Luc Roy": "députée LR de Nice",
        "LR": None,
        "Nice": None,
    }
    parties = given("Le député Les Républicains du Gard et le député Force ouvrière du Var ont ri.")
    assert set(parties.values()) == {None}


@pytest.mark.parametrize(
    ("text", "name", "kind", "role"),
    [
        ("Luc Roy, délégué du syndicat Zorbec, rit.", "Zorbec", "body", None),
        ("Luc Roy, délégué du syndicat Zorbec, rit.", "Luc Roy", "person", True),
        ("La déléguée du syndicat Zorbec rit.", "Zorbec", "body", None),
        ("Le délégué du syndicat policier Zorbec FP rit.", "Zorbec FP", "body", None),
        # « lycée de Zorbec »: a place.
        ("Luc Roy, proviseur du lycée de Zorbec, rit.", "Zorbec", "name", None),
        ("Le président de la commission Zorbec de Nay rit.", "Zorbec de Nay", "body", None),
        ("Luc Roy, chercheur à l'université Paris Sud, rit.", "Paris Sud", "body", None),
        # Two words, a first name or a title: the role is somebody's.
        ("La présidente du groupe Zorbé Aubrac rit.", "Zorbé Aubrac", "person", True),
        ("Le président du groupe Luc rit.", "Luc", "person", True),
        ("Le président du groupe M. Zorbec rit.", "Zorbec", "person", True),
    ],
)
def test_a_single_word_behind_a_body_is_its_name(
    text: str, name: str, kind: str, role: bool | None
) -> None:
    found, _ = roles.find(text, [], vocabulary.default())
    [mention] = [one for one in found if text[one.start : one.end] == name]
    assert (mention.kind, mention.role is not None or None) == (kind, role)


def test_a_determiner_in_the_plural_belongs_to_no_role_in_the_singular() -> None:
    """« ces chiffres » leave somebody sceptical, they are no sceptic."""
    text = "Ces chiffres laissent sceptique Anne Roux, déléguée du syndicat."
    [mention], _ = roles.find(text, [], vocabulary.default())
    assert (mention.role, mention.number) == ("déléguée du syndicat", "singular")


def test_a_preposition_parts_a_description_from_a_name() -> None:
    assert given("Le maire rit sur Canal Nay.") == {"Canal Nay": None}


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Il le dit au Figaro.", "medium"), ("Il va au Havre.", "place"), ("Il lit Figaro.", "name")],
)
def test_a_contraction_is_the_article_of_a_known_name(text: str, kind: str) -> None:
    [found], _ = roles.find(text, [], vocabulary.default())
    assert found.kind == kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [("RTL-Le Figaro-LCI", "medium"), ("Lyon-Rennes", "place"), ("RTL-Lem", "name")],
)
def test_names_with_hyphens_between_them_are_of_their_kind(name: str, kind: str) -> None:
    [found], _ = roles.find(f"Il a suivi {name}.", [], vocabulary.default())
    assert found.kind == kind


def test_the_acronym_of_a_party_has_no_role() -> None:
    assert given("Le député UDR Anne Ferrand a ri.") == {
        "UDR": None,
        "Anne Ferrand": "député UDR",
    }
    assert given("Le délégué CGT Nord a ri.") == {"CGT": None, "Nord": None}
    assert list(given("Hier CGT Nord a ri.")) == ["CGT Nord"]


@pytest.mark.parametrize("name", ["JD Vance", "MC Solaar", "DJ Snake"])
def test_initials_without_points_are_no_party(name: str) -> None:
    assert given(f"Le chanteur {name} a ri.") == {name: "chanteur"}


def test_the_gender_of_a_predicate_is_that_of_the_noun() -> None:
    [roy], _ = roles.find("Luc Roy est la victime.", [], vocabulary.default())
    assert (roy.role, roy.gender) == ("victime", None)


def test_what_stands_behind_a_medium_is_not_its_role() -> None:
    assert given("Invitée de RTL, la maire sourit.") == {"RTL": None}


@pytest.mark.parametrize(
    ("text", "preposition", "topic"),
    [
        ("Quant à Luc Roy, il refuse.", "", True),
        ("Anne rit quant à Luc Roy.", "", True),
        ("Anne a écrit à Luc Roy.", "à", False),
        ("Quant au maire Luc Roy, il refuse.", "", True),
        ("Anne a écrit au maire Luc Roy.", "au", False),
    ],
)
def test_quant_a_makes_a_topic_of_a_name(text: str, preposition: str, topic: bool) -> None:
    found, _ = roles.find(text, [], vocabulary.default())
    [mention] = [one for one in found if one.words == ("luc", "roy")]
    assert (mention.preposition or mention.role_preposition, mention.topic) == (preposition, topic)


def test_a_topic_is_no_role_of_the_name_behind_it() -> None:
    """Two people, as with « Pour la chercheuse, Luc Roy ment »."""
    text = "Quant au ministre, Luc Roy ment."
    [mention], _ = roles.find(text, [], vocabulary.default())
    assert mention.role is None


def test_accents_may_stand_by_themselves() -> None:
    """A decomposed text is read as a composed one."""
    text = "Selon Émilie Béart, députée de l'Hérault, tout va bien."
    [composed, *_], _ = roles.find(text, [], vocabulary.default())
    [apart, *_], _ = roles.find(normalize("NFD", text), [], vocabulary.default())
    assert (apart.words, apart.kind, apart.gender) == (composed.words, "person", "feminine")
    assert composed.role is not None and apart.role is not None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Luc parle. Selon le Sénégalais Sadio Mané, oui.",
            {"Sadio Mané": ("Sénégalais", "masculine")},
        ),
        ("Luc parle. L'Américaine Kate Roe rit.", {"Kate Roe": ("Américaine", "feminine")}),
        (
            "Luc parle. Les Lyonnais Luc Roy et Paul Petit rient.",
            {"Luc Roy": ("Lyonnais", "masculine"), "Paul Petit": (None, None)},
        ),
        # A bare one is a description, as « le maire » is.
        ("Luc parle. Selon le Toulousain, oui.", {}),
        # A paper, a language, somebody's name.
        ("Selon Le Parisien, oui.", {"Le Parisien": (None, None)}),
        ("Luc parle le français de Québec.", {"Québec": (None, None)}),
        (
            "Hier Toulousain riait avec Anne Toulousain.",
            {"Toulousain": (None, None), "Anne Toulousain": (None, None)},
        ),
    ],
)
def test_a_demonym_before_a_name_is_no_part_of_it(
    text: str, found: dict[str, tuple[str | None, str | None]]
) -> None:
    mentions, _ = roles.find(text, [], vocabulary.default())
    got = {text[one.start : one.end]: (one.role, one.gender) for one in mentions}
    assert {name: got[name] for name in got if name != "Luc"} == found


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("« Non », a prévenu Anne Roux.", None),
        ("« Non », a hier prévenu Anne Roux.", None),
        ("« Non », avaient accusé Anne Roux et Luc Roy.", None),
        ("Ministre Anne Roux, vous riez.", "Ministre"),
        ("Le prévenu Luc Roy rit.", "prévenu"),
    ],
)
def test_a_participle_is_no_role(text: str, role: str | None) -> None:
    [mention, *_], _ = roles.find(text, [], vocabulary.default())
    assert mention.role == role


@pytest.mark.parametrize(
    ("text", "described"),
    [
        ("Son rival, le sénateur Luc Roy, part.", "rival"),
        ("Le sénateur Luc Roy, son rival, part.", None),
        ("Hier, le sénateur Luc Roy, très las, part.", None),
    ],
)
def test_two_descriptions_of_one_name(text: str, described: str | None) -> None:
    [found], _ = roles.find(text, [], vocabulary.default())
    assert found.role == "sénateur"
    start = found.described_start
    assert (text[start : text.index(",")] if start >= 0 else None) == described


def test_a_role_in_the_masculine_says_nothing_of_a_woman() -> None:
    for name, gender in (("Anne Roux", None), ("Luc Roux", "masculine")):
        [found], _ = roles.find(f"L'adjoint, {name}, part.", [], vocabulary.default())
        assert (found.role, found.gender) == ("adjoint", gender)
        [found], _ = roles.find(f"Hier {name}, le boucher, part.", [], vocabulary.default())
        assert (found.role, found.gender) == ("boucher", gender)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Le procureur accuse Luc Roy d'avoir menti.", None),
        ("Son avocat décrit Luc Roy comme las.", None),
        ("Une voisine raconte avoir vu Luc Roy.", None),
        ("« Non », a dit le ministre en citant Luc Roy.", None),
        ("« Non », juge Luc Roy.", None),
        ("« Non » juge Luc Roy, maire de Nay.", "maire de Nay"),
        ("L'élu nie tout « pacte »\n\nEntendu hier, Luc Roy nie.", None),
        # These are no verbs.
        ("Le lanceur d'alerte Luc Roy rit.", "lanceur d'alerte"),
        ("L'ancien juge portugais Luc Roy rit.", "ancien juge portugais"),
        ("Le juge Luc Roy rit.", "juge"),
        ("La rédactrice en chef Anne Roux rit.", "rédactrice en chef"),
        ("L'écrivain et philosophe Luc Roy rit.", "écrivain et philosophe"),
        ("La journaliste critique italienne Anne Roux rit.", "journaliste critique italienne"),
        ("Le député non inscrit Luc Roy rit.", "député non inscrit"),
        ("Le candidat pressenti Luc Roy rit.", "candidat pressenti"),
        ("La militante poursuivie Anne Roux rit.", "militante poursuivie"),
    ],
)
def test_a_verb_parts_a_noun_from_a_name(text: str, role: str | None) -> None:
    """« Le procureur accuse Luc Roy » speaks of two people."""
    [mention, *_], _ = roles.find(text, [], vocabulary.default())
    assert mention.role == role


def test_a_surname_in_capitals_is_no_noun() -> None:
    text = "Paul BERGER part. « Non », a dit BERGER."
    named, _ = roles.find(text, [], vocabulary.default())
    assert [text[one.start : one.end] for one in named] == ["Paul BERGER", "BERGER"]


def test_an_initial_at_the_end_of_a_line_is_no_surname() -> None:
    text = "Le ministre répond à Pierre\nM. Le Drian a dit oui."
    named, _ = roles.find(text, [], vocabulary.default())
    assert [text[one.start : one.end] for one in named] == ["Pierre", "Le Drian"]


@pytest.mark.parametrize(
    ("text", "preposition"),
    [
        ("La directrice de la Zorb Verte rit.", "de"),
        ("La directrice de l'Open Zorb rit.", "de"),
        ("La directrice du Zorb Vert rit.", "du"),
        ("La Zorb Verte rit.", ""),
        ("Le réalisateur de « Barry Lyndon » rit.", "de"),
        ("Il juge « Barry Lyndon » raté.", ""),
    ],
)
def test_the_preposition_before_the_article_or_mark_of_a_name(text: str, preposition: str) -> None:
    found, _ = roles.find(text, [], vocabulary.default())
    assert [one.preposition for one in found] == [preposition]


def test_the_article_of_a_title_says_nothing_of_a_woman() -> None:
    for name, gender in (("Anne Roux", None), ("Luc Roux", "masculine")):
        [found], _ = roles.find(f"Le Dr {name} part.", [], vocabulary.default())
        assert found.gender == gender


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Hier Luc Roy, avocat de M. Petit, a parlé.", "avocat de M. Petit"),
        ("Hier Luc Roy, maire du Grand Est, a parlé.", "maire du Grand Est"),
        ("Hier Luc Roy, maire. Anne est partie.", "maire"),
    ],
)
def test_an_apposition_goes_on_behind_a_title(text: str, role: str) -> None:
    assert given(text)["Luc Roy"] == role


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Le groupe Lemtal rit.", "groupe"),
        ("La Fédération Zorb rit.", "fédération"),
        ("Hier Solival, une association de quartier, a ri.", "association"),
        ("Hier Solival, association de quartier, a ri.", "association"),
        # A definite article would go on with a list.
        ("Selon Macroux, le gouvernement, la majorité et lui, oui.", ""),
        ("Hier Anne Roux, une association, a ri.", ""),
    ],
)
def test_the_noun_of_a_body(text: str, label: str) -> None:
    found, _ = roles.find(text, [], vocabulary.default())
    assert (found[0].label, found[0].kind == "body") == (label, label != "")


def test_a_noun_of_either_gender_says_nothing_behind_an_adjective() -> None:
    found, _ = roles.find("La jeune tête de liste Luc Roy a ri.", [], vocabulary.default())
    assert [name.gender for name in found] == [None]


@pytest.mark.parametrize(
    ("text", "of_thing"),
    [
        ("Il vit rue Luc Roy.", True),
        ("Il lit la note Luc Roy.", True),
        ("« Oui », note Luc Roy.", False),
        ("« Oui », tempête Luc Roy.", False),
        ("Le maire Luc Roy rit.", False),
        ("Le groupe Luc Roy rit.", False),
        ("Le directeur du cinéma Solival rit.", True),
        ("Le directeur du cinéma Luc Roy rit.", False),
    ],
)
def test_the_name_of_a_thing(text: str, of_thing: bool) -> None:
    found, _ = roles.find(text, [], vocabulary.default())
    assert [name.of_thing for name in found] == [of_thing]


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("La députée ZZ Anne Ferrand rit.", {"ZZ": None, "Anne Ferrand": "députée ZZ"}),
        ("Le maire de Solival, Luc Roy, rit.", {"Solival": None, "Luc Roy": "maire de Solival"}),
        (
            "L'animateur TV Luc Roy rit.",
            {"TV": None, "Luc Roy": "animateur TV"},
        ),
        # A person within a role has it alone.
        (
            "Le dire à la veuve Anne Ferrand avant d'évoquer Luc Roy.",
            {"Anne Ferrand": "veuve", "Luc Roy": None},
        ),
    ],
)
def test_names_within_a_role(text: str, given: dict[str, str | None]) -> None:
    found, _ = roles.find(text, [], vocabulary.default())
    assert {text[one.start : one.end]: one.role for one in found} == given


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Le patron des Verts Luc Roy rit.", "patron des Verts"),
        ("Le patron des Républicains Luc Roy rit.", "patron des Républicains"),
        ("Le maire de Guiclou Luc Roy rit.", "maire de Guiclou"),
        (
            "Le préfet à la Cour et maître de conférences à Nay, Luc Roy, rit.",
            "préfet à la Cour et maître de conférences à Nay",
        ),
    ],
)
def test_the_whole_of_a_role_before_a_name(text: str, role: str) -> None:
    found, _ = roles.find(text, [], vocabulary.default())
    roy = next(one for one in found if one.words == ("luc", "roy"))
    assert roy.role == role
