"""Names that a text's characters alone show, one rule at a time."""

from __future__ import annotations

import pytest

from quoteattr.attribution import vocabulary
from quoteattr.attribution.naming import names
from quoteattr.attribution.naming.names import NameMention
from quoteattr.attribution.naming.tokens import tokenize


def find(text: str) -> list[NameMention]:
    return names.find(tokenize(text), vocabulary.default())


def written(text: str) -> list[str]:
    """The names of a text as it has them."""
    return [text[name.start : name.end] for name in find(text)]


def test_a_single_letter_is_a_name_only_as_an_initial() -> None:
    assert "À" not in written("Respect encore À tel point que Paul rit.")
    assert "A. Martin" in written("Ici A. Martin est connue.")


def test_an_arabic_article_is_no_word_of_a_name() -> None:
    text = "Le ministre Karim al-Haddadi a parlé. M. Al-Haddadi part."
    assert written(text) == ["Karim al-Haddadi", "Al-Haddadi"]
    assert [one.words for one in find(text)] == [("karim", "haddadi"), ("haddadi",)]


def test_a_role_that_opens_a_sentence_is_no_part_of_a_name() -> None:
    assert written("Habitante de Vierzon, elle a parlé.") == ["Vierzon"]


@pytest.mark.parametrize("end", ["\n", "\r", "\u2028"])
def test_a_name_ends_with_its_line(end: str) -> None:
    text = f"Il pleut chez le maire Luc Roy{end}Anne Petit rit."
    assert written(text) == ["Luc Roy", "Anne Petit"]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Hier Force ouvrière a refusé.", "Force ouvrière", "body"),
        ("La France insoumise refuse.", "La France insoumise", "body"),
        ("Hier, La France insoumise a refusé.", "La France insoumise", "body"),
        ("Hier la France hésitante a refusé.", "France", "place"),
        ("Hier l’Agence mondiale antidopage a refusé.", "Agence mondiale antidopage", "body"),
    ],
)
def test_a_known_name_goes_on_in_lower_case(text: str, name: str, kind: str) -> None:
    [found] = find(text)
    known = names.lexical_kind(tokenize(text), found, vocabulary.default())
    assert (text[found.start : found.end], known) == (name, kind)


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
    found = find(text)
    assert (text[found[0].start : found[0].end], found[0].words) == (name, words)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hier, répond Le Goff, il pleut.", ["Le Goff"]),
        ("Anne Le Goff rit. Le Goff part.", ["Anne Le Goff", "Le Goff"]),
        # At the start of a sentence the article alone tells nothing.
        ("Le Goff part.", ["Goff"]),
        ("La Zorbie part. Ils vont dans La Zorbie.", ["La Zorbie", "La Zorbie"]),
        ("Ils vont en La France Nouvelle. La France part.", ["La France Nouvelle", "France"]),
        ("Hier, dit Le Premier ministre, il pleut.", []),
        ("Il vit à La Roche Bernard.", ["La Roche Bernard"]),
    ],
)
def test_an_article_with_a_capital_belongs_to_a_name(text: str, found: list[str]) -> None:
    assert [text[one.start : one.end] for one in find(text)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("« Oui », disait Anne Roux de Luc Roy.", ["Anne Roux", "Luc Roy"]),
        ("« Oui », disait Anne Roux d'Alain Petit.", ["Anne Roux", "Alain Petit"]),
        ("« Oui », dit Anne Roux de Nantes.", ["Anne Roux", "Nantes"]),
        ("« Oui », dit Anne de Nantes.", ["Anne de Nantes"]),
        ("Ils sont sur la page Facebook d'Anne Roux.", ["Facebook", "Anne Roux"]),
        ("« Oui », dit Charles de Gaulle.", ["Charles de Gaulle"]),
        ("« Oui », dit Anne Roux de Villepin.", ["Anne Roux de Villepin"]),
        ("Ils sont chez Les Républicains de Nay.", ["Les Républicains", "Nay"]),
        ("Ils lisent Le Courrier du Lot.", ["Le Courrier du Lot"]),
        ("Le secrétaire d'État Ylan Roux a ri.", ["État", "Ylan Roux"]),
        ("La secrétaire d’Etat Ylana Roux a ri.", ["Etat", "Ylana Roux"]),
        ("Hier Anne Roux Elle est sereine.", ["Anne Roux"]),
        ("Hier Anne Roux Nous avons gagné.", ["Anne Roux"]),
        ("Hier Anne Roux Avec ses amis, elle rit.", ["Anne Roux"]),
        ("Hier Anne Côté a ri.", ["Anne Côté"]),
        ("Hier Anne D. a ri.", ["Anne D."]),
        ("« Non », a dit Paul R. Anne Petit devrait rire.", ["Paul R.", "Anne Petit"]),
        ("Hier Paul R. Anne a ri.", ["Paul R. Anne"]),
        ("« Oui », écrit Marianne Vasseur.", ["Marianne Vasseur"]),
    ],
)
def test_of_whom_something_is_said_is_another_name(text: str, found: list[str]) -> None:
    assert [text[one.start : one.end] for one in find(text)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("« Oui », dit Karamoko Jean-Marie Traoré.", ["Karamoko Jean-Marie Traoré"]),
        ("« Oui », dit hier à Zorb Luc Roy.", ["Zorb", "Luc Roy"]),
        ("« Oui », dit au CNRT Luc Roy.", ["CNRT", "Luc Roy"]),
        ("« Oui », dit N'Golo Kanté.", ["N'Golo Kanté"]),
        ("« Oui », dit M’Baye Niang.", ["M’Baye Niang"]),
        ("N'importe qui le dit.", []),
    ],
)
def test_a_first_name_within_a_name(text: str, found: list[str]) -> None:
    assert [text[one.start : one.end] for one in find(text)] == found


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("« Oui », note France 2.", "France 2", "medium"),
        ("Il est sur Europe 1 hier.", "Europe 1", "medium"),
        ("Selon France 2, il pleut.", "France 2", "medium"),
        ("« Oui », note L'Express.", "L'Express", "medium"),
        ("« Oui », note l'Express.", "Express", "medium"),
        ("« Oui », dit l'Arabie saoudite.", "Arabie saoudite", "place"),
        ("« Oui », dit Ahmed B.", "Ahmed B.", ""),
    ],
)
def test_known_names_with_numbers_articles_and_small_letters(
    text: str, name: str, kind: str
) -> None:
    [found] = find(text)
    known = names.lexical_kind(tokenize(text), found, vocabulary.default())
    assert (text[found.start : found.end], known) == (name, kind)


NOT_FOUND = {
    "20 Minutes", "24 Heures", "98.5 FM", "Abidjan.net", "Actu.fr", "Actualité.cd",
    "Aujourd'hui en France", "Change.org", "Génération.s", "Heidi.news", "L'actualité", "La 1ère",
    "Le Vif/L'Express", "Lefaso.net", "Outre-mer la 1ère", "SP.A", "Standard & Poor's",
    "Travail.Suisse",
}  # fmt: skip
"""Names of the lexicons that a text is not read for: they begin without a capital or hold signs."""


@pytest.mark.parametrize("lexicon", ["media", "organisations", "places"])
def test_every_name_of_the_lexicons_is_found(lexicon: str) -> None:
    words = vocabulary.default()
    missing = []
    for name in getattr(words, lexicon):
        text = f"Hier, dit {name}, tout allait bien."
        found = {text[one.start : one.end] for one in find(text)}
        bare = {name.removeprefix(article) for article in ("L'", "Le ", "La ", "Les ")}
        if found.isdisjoint(bare) and name[0].isupper():
            missing.append(name)
    assert set(missing) <= NOT_FOUND


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hier l'acte VI des Éclaireurs a commencé.", ["Éclaireurs"]),
        ("Hier le XV de Nay a perdu.", ["XV de Nay"]),
        ("Hier Louis XVI a régné.", ["Louis XVI"]),
        ("Hier la loi X de Nay a été votée.", ["X de Nay"]),
    ],
)
def test_a_numeral_belongs_to_the_noun_before_it(text: str, found: list[str]) -> None:
    assert written(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Traduction de Luc Roy.", ["Luc Roy"]),
        ("Commentaire de Me Anne Ferrand.", ["Anne Ferrand"]),
        ("Hier la cagnotte Solival de Luc Roy a fermé.", ["Solival", "Luc Roy"]),
        ("Hier Luc Roy de la Fédération a ri.", ["Luc Roy"]),
        ("C'est dans l'ADN de la CGT.", ["ADN", "CGT"]),
        ("Hier le PDG de Renault a ri.", ["Renault"]),
        ("Hier le Procureur de Nîmes a ri.", ["Nîmes"]),
        ("Hier Charles de Gaulle a ri.", ["Charles de Gaulle"]),
        ("Hier la CAF de la Somme a fermé.", ["CAF de la Somme"]),
    ],
)
def test_a_particle_may_lead_to_somebody_else(text: str, found: list[str]) -> None:
    assert written(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hier le maire de Guiclou Luc Roy a ri.", ["Guiclou", "Luc Roy"]),
        ("Hier l'avocat de Karim Luc Roy a ri.", ["Karim Luc Roy"]),
        ("Hier à Nantes Anne a ri.", ["Nantes", "Anne"]),
        ("Invité d'Europe 1. Luc Roy rit.", ["Europe 1", "Luc Roy"]),
        ("Hier le député Insoumis Luc Roy a ri.", ["Luc Roy"]),
        ("Hier ce Gilet jaune a ri.", []),
        ("Hier les Gilets jaunes ont ri.", []),
        ("Hier le maire de Grand Guiclou a ri.", ["Grand Guiclou"]),
        ("Hier le Premier Ministre Luc Roy a ri.", ["Luc Roy"]),
        ("Hier Gérard Roy A la mairie a ri.", ["Gérard Roy"]),
        ("Bruno Le Maire part. Le Maire a ri.", ["Bruno Le Maire", "Le Maire"]),
        ("Luc Roy part. Le Maire a ri.", ["Luc Roy"]),
    ],
)
def test_where_a_name_begins_and_ends(text: str, found: list[str]) -> None:
    assert written(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("VOIR AUSSI - Anne Ferrand part.", ["Anne Ferrand"]),
        ("FERRAND SE DIT SEREINE\nHier Anne Ferrand a ri.", ["Anne Ferrand"]),
        ("Hier MARIE LE ROUX et LE ROUX ont ri.", ["MARIE LE ROUX", "LE ROUX"]),
        ("Ursula von der Leyen rit, dit von der Leyen.", ["Ursula von der Leyen", "von der Leyen"]),
        ("Laurent Berger rit. « Oui », dit Berger.", ["Laurent Berger", "Berger"]),
        ("Il voit le Berger.", []),
        ("Rencontre avec Luc Roy.\nLuc Roy Oui, on rit.", ["Luc Roy", "Luc Roy"]),
        ("Elle a écrit à Ouest-Presse M. Roy.", ["Ouest-Presse", "Roy"]),
        ("Hier Me Togba Pierre Lamah a ri.", ["Togba Pierre Lamah"]),
        ("Hier Cheikh Tidiane Ndour a ri.", ["Cheikh Tidiane Ndour"]),
        ("Hier Cheikh Tamim est arrivé.", ["Cheikh Tamim"]),
    ],
)
def test_names_are_what_is_left_of_runs(text: str, found: list[str]) -> None:
    assert written(text) == found
