"""Names and roles that a text's characters alone show, one rule at a time."""

from __future__ import annotations

from unicodedata import normalize

import pytest

from quoteattr.attribution import names, vocabulary


def roles(text: str) -> dict[str, str | None]:
    """The names of a text and the role that the text gives each."""
    found, _ = names.find(text, [], vocabulary.default())
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
        pytest.param("Selon le maire, Anne Ferrand ment.", None, id="no closing comma"),
        pytest.param("Le maire pleure quand Anne Ferrand part.", None, id="a conjunction"),
        pytest.param("Le maire a vu lundi Anne Ferrand.", None, id="an adverbial"),
        pytest.param("Reçue par Anne Ferrand, la ministre a parlé.", None, id="a subject behind"),
        pytest.param("Sans Anne Ferrand, le préfet préfère se taire « ici ».", None, id="a clause"),
        pytest.param("À Nay, chez Anne Ferrand, la maire Luce Petit.", None, id="another's role"),
    ],
)
def test_the_role_in_apposition_to_a_name(text: str, role: str | None) -> None:
    found = roles(text)["Anne Ferrand"]
    assert (found or "").rstrip(",") == (role or "").rstrip(",")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L'élu dit non.", [("L'", "elided"), ("élu", "word"), ("dit", "word"), ("non", "word")]),
        ("Jean-Luc a-t-il 12 ans", [("Jean-Luc", "word"), ("a-t-il", "word"), ("12", "number")]),
        ("aujourd'hui", [("aujourd'hui", "word")]),
        ("E\u0301lise", [("E\u0301lise", "word")]),
    ],
)
def test_words_and_signs(text: str, expected: list[tuple[str, str]]) -> None:
    tokens = names.tokenize(text)
    assert list(zip(tokens.texts, tokens.kinds, strict=True))[: len(expected)] == expected
    spans = zip(tokens.starts, tokens.ends, strict=True)
    assert [text[start:end] for start, end in spans] == tokens.texts


def test_what_opens_a_sentence() -> None:
    text = "Il part. Paul reste.Elle dit : « Oui » à M. Roux\nDemain"
    tokens = names.tokenize(text)
    opening = [form for at, form in enumerate(tokens.texts) if tokens.opens(at)]
    assert [word for word in opening if word.isalpha()] == ["Il", "Paul", "Elle", "Oui", "Demain"]


def test_an_initial_before_a_function_word_ends_a_sentence() -> None:
    assert "George W. Bush" in roles("Il cite George W. Bush.")
    assert not any("Selon" in name for name in roles("Il prend la ligne B. Selon elle, tout va."))


def test_a_single_letter_is_a_name_only_as_an_initial() -> None:
    assert "À" not in roles("Respect encore À tel point que Paul rit.")
    assert "A. Martin" in roles("Ici A. Martin est connue.")


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
    found, _ = names.find(text, [], vocabulary.default())
    [mention] = [one for one in found if text[one.start : one.end] == name]
    assert (mention.leads, mention.role_preposition) == (leads, preposition)


@pytest.mark.parametrize("preposition", ["À", "A", "à"])
def test_papers_print_the_preposition_without_its_accent(preposition: str) -> None:
    text = f"{preposition} Vierzon, Luc Roy rit."
    found, _ = names.find(text, [], vocabulary.default())
    assert [(text[one.start : one.end], one.preposition) for one in found] == [
        ("Vierzon", "à"),
        ("Luc Roy", ""),
    ]


def test_an_arabic_article_is_no_word_of_a_name() -> None:
    text = "Le ministre Karim al-Haddadi a parlé. M. Al-Haddadi part."
    found, _ = names.find(text, [], vocabulary.default())
    assert [text[one.start : one.end] for one in found] == ["Karim al-Haddadi", "Al-Haddadi"]
    assert [one.words for one in found] == [("karim", "haddadi"), ("haddadi",)]


def test_a_role_that_opens_a_sentence_is_no_part_of_a_name() -> None:
    assert list(roles("Habitante de Vierzon, elle a parlé.")) == ["Vierzon"]


def test_a_body_or_medium_has_no_role() -> None:
    assert roles("Luc Roy, députée LR de Nice, a ri.") == {
        "Luc Roy": "députée LR de Nice",
        "LR de Nice": None,
    }


@pytest.mark.parametrize(
    ("text", "name", "kind", "role"),
    [
        ("Luc Roy, délégué du syndicat Zorbec, rit.", "Zorbec", "body", None),
        ("Luc Roy, délégué du syndicat Zorbec, rit.", "Luc Roy", "person", True),
        ("La déléguée du syndicat Zorbec rit.", "Zorbec", "body", None),
        ("Le délégué du syndicat policier Zorbec FP rit.", "Zorbec FP", "body", None),
        # « lycée de Zorbec »: a place.
        ("Luc Roy, proviseur du lycée de Zorbec, rit.", "Zorbec", "name", None),
        # Two words, a first name or a title: the role is somebody's.
        ("La présidente du groupe Zorbé Aubrac rit.", "Zorbé Aubrac", "person", True),
        ("Le président du groupe Luc rit.", "Luc", "person", True),
        ("Le président du groupe M. Zorbec rit.", "Zorbec", "person", True),
    ],
)
def test_a_single_word_behind_a_body_is_its_name(
    text: str, name: str, kind: str, role: bool | None
) -> None:
    found, _ = names.find(text, [], vocabulary.default())
    [mention] = [one for one in found if text[one.start : one.end] == name]
    assert (mention.kind, mention.role is not None or None) == (kind, role)


def test_a_determiner_in_the_plural_belongs_to_no_role_in_the_singular() -> None:
    """« ces chiffres » leave somebody sceptical, they are no sceptic."""
    text = "Ces chiffres laissent sceptique Anne Roux, déléguée du syndicat."
    [mention], _ = names.find(text, [], vocabulary.default())
    assert (mention.role, mention.number) == ("déléguée du syndicat", "singular")


def test_a_preposition_parts_a_description_from_a_name() -> None:
    assert roles("Le maire rit sur Canal Nay.") == {"Canal Nay": None}


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Il le dit au Figaro.", "medium"), ("Il va au Havre.", "place"), ("Il lit Figaro.", "name")],
)
def test_a_contraction_is_the_article_of_a_known_name(text: str, kind: str) -> None:
    [found], _ = names.find(text, [], vocabulary.default())
    assert found.kind == kind


def test_what_stands_behind_a_medium_is_not_its_role() -> None:
    assert roles("Invitée de RTL, la maire sourit.") == {"RTL": None}


@pytest.mark.parametrize(
    ("text", "description", "kind", "subject"),
    [
        ("Les pompiers sont là.", "Les pompiers", "role", True),
        ("Les deux avocats sont là.", "Les deux avocats", "role", True),
        ("Le mis en cause est là.", "Le mis en cause", "role", True),
        ("Les têtes de liste de Nay rient.", "Les têtes de liste de Nay", "role", True),
        ("Hier les associations ont refusé.", "les associations", "body", False),
        ("Le rapport accable la mairie.", "Le rapport", "document", True),
        ("Les arbres tombent.", "Les arbres", "noun", True),
        ("Plusieurs dizaines de badauds rient.", "Plusieurs dizaines de badauds", "noun", True),
        ("Les « bonnets bleus » rient.", "Les « bonnets bleus »", "noun", True),
        ('Hier, les "bonnets bleus" rient.', 'les "bonnets bleus"', "noun", False),
    ],
)
def test_descriptions(text: str, description: str, kind: str, subject: bool) -> None:
    _, found = names.find(text, [], vocabulary.default())
    first = found[0]
    assert text[first.start : first.end] == description
    assert (first.kind, first.subject) == (kind, subject)


def test_one_arbitrary_thing_is_no_description() -> None:
    assert names.find("Un arbre tombe.", [], vocabulary.default()) == ([], [])


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Elle a écrit à Ouest-Presse Mme Roy.", ["Ouest-Presse", "Roy"]),
        ("Elle a écrit à Ouest-Presse M. Roy.", ["Ouest-Presse", "Roy"]),
        ("Elle a vu hier Luc M. Roy.", ["Luc M. Roy"]),
    ],
)
def test_a_title_behind_a_name_begins_another(text: str, parts: list[str]) -> None:
    found, _ = names.find(text, (), vocabulary.default())
    assert [text[name.start : name.end] for name in found] == parts


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
    found, _ = names.find(text, [], vocabulary.default())
    [mention] = [one for one in found if one.words == ("luc", "roy")]
    assert (mention.preposition or mention.role_preposition, mention.topic) == (preposition, topic)


def test_quant_a_makes_a_topic_of_a_description() -> None:
    """« elle » takes it up as it takes up a subject."""
    text = "Quant à l'opposition, elle rit. Luc écrit à l'opposition."
    _, [first, second] = names.find(text, [], vocabulary.default())
    assert (first.preposition, first.subject, first.topic) == ("", True, True)
    assert (second.preposition, second.subject, second.topic) == ("à", False, False)


def test_a_topic_is_no_role_of_the_name_behind_it() -> None:
    """Two people, as with « Pour la chercheuse, Luc Roy ment »."""
    text = "Quant au ministre, Luc Roy ment."
    [mention], _ = names.find(text, [], vocabulary.default())
    assert mention.role is None


def test_a_known_body_is_looked_up_as_far_as_the_longest_one() -> None:
    entries = {*vocabulary.default().media, *vocabulary.default().organisations}
    assert max(len(names.tokenize(entry)) for entry in entries) <= names._LONGEST_KNOWN


def test_accents_may_stand_by_themselves() -> None:
    """A decomposed text is read as a composed one."""
    text = "Selon Émilie Béart, députée de l'Hérault, tout va bien."
    [composed, *_], _ = names.find(text, [], vocabulary.default())
    [apart, *_], _ = names.find(normalize("NFD", text), [], vocabulary.default())
    assert (apart.words, apart.kind, apart.gender) == (composed.words, "person", "feminine")
    assert composed.role is not None and apart.role is not None


@pytest.mark.parametrize("end", ["\n", "\r", "\u2028"])
def test_a_name_ends_with_its_line(end: str) -> None:
    text = f"Il pleut chez le maire Luc Roy{end}Anne Petit rit."
    found, _ = names.find(text, [], vocabulary.default())
    assert [text[one.start : one.end] for one in found] == ["Luc Roy", "Anne Petit"]


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
    mentions, _ = names.find(text, [], vocabulary.default())
    got = {text[one.start : one.end]: (one.role, one.gender) for one in mentions}
    assert {name: got[name] for name in got if name != "Luc"} == found


def test_a_demonym_behind_an_article_is_a_description() -> None:
    text = "Luc Roy a gagné. « Oui », a dit le Toulousain. Les Lillois rient."
    _, [first, second] = names.find(text, [], vocabulary.default())
    assert (first.head, first.kind, first.gender, first.number) == (
        "toulousain", "role", "masculine", "singular",
    )  # fmt: skip
    assert (second.head, second.kind, second.number) == ("lillois", "role", "plural")


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
    [mention, *_], _ = names.find(text, [], vocabulary.default())
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
    [found], _ = names.find(text, [], vocabulary.default())
    assert found.role == "sénateur"
    start = found.described_start
    assert (text[start : text.index(",")] if start >= 0 else None) == described


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Hier Force ouvrière a refusé.", "Force ouvrière", "body"),
        ("La France insoumise refuse.", "France insoumise", "body"),
        ("Hier, La France insoumise a refusé.", "France insoumise", "body"),
        ("Hier la France hésitante a refusé.", "France", "place"),
        ("Hier l’Agence mondiale antidopage a refusé.", "Agence mondiale antidopage", "body"),
    ],
)
def test_a_known_name_goes_on_in_lower_case(text: str, name: str, kind: str) -> None:
    [found], _ = names.find(text, [], vocabulary.default())
    assert (text[found.start : found.end], found.kind) == (name, kind)


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("Hier Ahmed B. a parlé.", "Ahmed B.", ("ahmed", "b")),
        ("Hier J.-P. Morvan a parlé.", "J.-P. Morvan", ("j.-p.", "morvan")),
        ("Hier T. Le Roux a parlé.", "T. Le Roux", ("t", "le", "roux")),
        ("La ligne B. Le maire attend la ligne B.", "B", ("b",)),
        ("La ligne B. a fermé. La ligne B attend.", "B", ("b",)),
    ],
)
def test_initials(text: str, name: str, words: tuple[str, ...]) -> None:
    found, _ = names.find(text, [], vocabulary.default())
    assert (text[found[0].start : found[0].end], found[0].words) == (name, words)


@pytest.mark.parametrize("title", ["M. Roy", "Me Roy", "Mme Anne Roy"])
def test_a_title_within_a_description_is_no_end_of_it(title: str) -> None:
    text = f"Le directeur de cabinet de {title} a parlé."
    _, found = names.find(text, [], vocabulary.default())
    assert text[found[0].start : found[0].end] == f"Le directeur de cabinet de {title}"


def test_a_role_in_the_masculine_says_nothing_of_a_woman() -> None:
    for name, gender in (("Anne Roux", None), ("Luc Roux", "masculine")):
        [found], _ = names.find(f"L'adjoint, {name}, part.", [], vocabulary.default())
        assert (found.role, found.gender) == ("adjoint", gender)
        [found], _ = names.find(f"Hier {name}, le boucher, part.", [], vocabulary.default())
        assert (found.role, found.gender) == ("boucher", gender)


@pytest.mark.parametrize("title", ["Mme", "M.", "M", "Me"])
def test_a_text_may_end_with_a_title(title: str) -> None:
    """As one that was cut off does."""
    text = f"Hier le maire de {title}"
    _, [found] = names.find(text, [], vocabulary.default())
    assert text[found.start : found.end].startswith("le maire")
