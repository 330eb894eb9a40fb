"""The page and the notebook view, read back by html5lib and shown by Chromium."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import html5lib
import pytest
from attrs import evolve
from handmade import ARTICLE, HOSTILE, article, hostile, quote
from hypothesis import given, settings
from hypothesis import strategies as st

from quoteattr.formats import html, writer
from quoteattr.model import Context, Entity, Quote, Quotes, Span

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")


def page(*found: tuple[str | int, Quotes], **options: bool) -> str:
    out = writer("html", **options)
    pieces = [out.start(), *(out.document(*pair) for pair in found), out.end()]
    return "".join(map(str, pieces)).encode("utf-8").decode("utf-8")


def parsed(source: str) -> Any:
    return html5lib.parse(source, treebuilder="etree", namespaceHTMLElements=False)


def classes(element: Any) -> set[str]:
    return set(element.get("class", "").split())


def having(root: Any, name: str) -> list[Any]:
    return [element for element in root.iter() if name in classes(element)]


def text_of(element: Any) -> str:
    return "".join(element.itertext())


def source_of(element: Any) -> str:
    """What an article says without the labels that were added."""
    if "tag" in classes(element):
        return ""
    inner = "".join(source_of(child) + (child.tail or "") for child in element)
    return (element.text or "") + inner


def by_id(root: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for element in root.iter():
        if element.get("id") is not None:
            assert element.get("id") not in found
            found[element.get("id")] = element
    return found


# --- What the page says --------------------------------------------------------------------------


def test_the_article_stands_in_the_page_character_for_character() -> None:
    root = parsed(page(("a.txt", article())))
    [shown] = root.iter("article")
    assert source_of(shown) == ARTICLE
    assert shown.get("lang") == "fr"


@pytest.mark.parametrize("text", ["", "\n", " a\r\n\n\tb\rc\f ", "שלום « مرحبا »", "\nab", "&lt;é"])
def test_any_text_comes_back(text: str) -> None:
    [shown] = parsed(page(("a", Quotes((), text)))).iter("article")
    assert source_of(shown) == text


def test_every_quote_is_marked_with_its_words() -> None:
    root = parsed(page(("a", article())))
    [shown] = root.iter("article")
    words = Counter[str]()
    said: dict[str, str] = {}
    for mark in shown.iter("mark"):
        said[mark.get("data-of")] = said.get(mark.get("data-of"), "") + source_of(mark) + " "
        words[mark.get("data-of")] += 1
    for number, one in enumerate(article(), start=1):
        # White space between paragraphs belongs to no element.
        assert said[str(number)].split() == one.text.split()
    assert words == {"1": 1, "2": 1, "3": 1, "4": 1, "5": 2, "6": 1}


def test_from_each_quote_a_way_leads_to_its_speaker_and_cue_and_back() -> None:
    quotes = article()
    root = parsed(page(("a", quotes)))
    places = by_id(root)
    for link in root.iter("a"):
        assert link.get("href")[1:] in places, link.get("href")
    [shown] = root.iter("article")
    tags = having(shown, "tag")
    assert len(tags) == len(quotes)
    for tag in tags:
        one = quotes[int(tag.get("data-quote")) - 1]
        card = places[tag.get("href")[1:]]
        targets = [places[link.get("href")[1:]] for link in card.iter("a")]
        assert targets[0].tag == "mark"
        assert (
            source_of(targets[0]).split() == one.text.split()[: len(source_of(targets[0]).split())]
        )
        mention = one.speaker and one.speaker.mention
        expected = [found.text for found in (mention, one.verb) if found is not None]
        assert [source_of(target) for target in targets[1:]] == expected


def test_an_incise_inside_the_marks_is_set_apart() -> None:
    [shown] = parsed(page(("a", article()))).iter("article")
    assert [source_of(one) for one in having(shown, "incise")] == [", a dit Léa Nkomo, "]
    assert [source_of(cue) for cue in having(having(shown, "incise")[0], "cue")] == ["dit"]


def test_a_nested_quote_is_inside() -> None:
    [shown] = parsed(page(("a", article()))).iter("article")
    [outer] = [mark for mark in shown.iter("mark") if mark.get("data-of") == "3"]
    [inner] = [mark for mark in outer.iter("mark") if mark is not outer]
    assert inner.get("data-of") == "4"
    assert "around" in classes(outer)
    assert "inside" in classes(inner)


def test_the_legend_counts_quotes_and_words() -> None:
    root = parsed(page(("a", article())))
    [legend] = having(root, "legend")
    items = [" ".join(text_of(item).split()) for item in legend.iter("li")]
    assert items == [
        "M le maire 2 quotes, 7 words",
        "LN Léa Nkomo maire adjointe · 1 quote, 7 words",
        "M2 sa mère 1 quote, 2 words",
        "? unresolved 1 quote, 8 words",
        "T terms 1 quote, 2 words",
        "direct 4",
        "mixed 1",
        "term 1",
    ]


def test_nobody_needs_colours_to_tell_speakers_apart() -> None:
    text = " ".join(f"« Mot{number} »" for number in range(28))
    quotes = tuple(
        quote(text, f"Mot{number} ", speaker=(f"Jean Jouve {number}", None, number))
        for number in range(28)
    )
    people = tuple(Entity(number, f"Jean Jouve {number}") for number in range(28))
    root = parsed(page(("a", Quotes(quotes, text, people))))
    [shown] = root.iter("article")
    tags = having(shown, "tag")
    assert len({text_of(tag) for tag in tags}) == 28
    assert len({frozenset(classes(tag)) for tag in tags}) == 28
    for number, tag in enumerate(tags):
        assert f"Jean Jouve {number} · direct" in tag.get("aria-label")
    for number, mark in enumerate(shown.iter("mark")):
        assert mark.get("title") == f"Jean Jouve {number} · direct"


def test_a_card_tells_what_is_known() -> None:
    cards = having(parsed(page(("a", article()), evidence=True)), "card")
    told = [" ".join(text_of(card).split()) for card in cards]
    assert told[0].startswith("LN Léa Nkomo")
    assert "speaker Léa Nkomo cue dit (dire)" in told[0]
    assert "characters 2–60 confidence 0.90 rule: incise" in told[0]
    assert "inside another quote" in told[3]
    assert "somebody who is not resolved" in told[4]
    assert "cue regretté (hedged)" in told[4]
    assert "a term, nobody utters it" in told[5]
    assert "never closed" in told[5]
    assert "rule:" not in page(("a", article()))


def test_a_copied_quote_has_its_reference() -> None:
    [copy, *_] = having(parsed(page(("a.txt", article()))), "copy")
    words = "Nous partons, a dit Léa Nkomo, et nous ne reviendrons pas."
    assert copy.get("data-copy") == f"« {words} » — Léa Nkomo (a.txt, characters 2–60)"
    unresolved = article()[4]
    assert html.reference(unresolved).endswith(" » — il (characters 169–207)")
    assert ARTICLE[169:207] == unresolved.text
    assert html.reference(article()[5]) == "« plan vert » (characters 236–245)"


def test_a_page_of_several_documents_keeps_them_apart() -> None:
    root = parsed(page(("a", article()), (7, article()), ("c", Quotes((), ""))))
    by_id(root)
    titles = [text_of(title) for title in root.iter("h1")]
    assert titles == ["a", "7", "c"]
    first, second, third = having(root, "document")
    assert {link.get("href")[:3] for link in first.iter("a")} == {"#d1"}
    assert {link.get("href")[:3] for link in second.iter("a")} == {"#d2"}
    assert "no quotes · no speakers" in text_of(third)
    assert len(list(root.iter("script"))) == 1


def test_a_page_of_no_document_is_a_page() -> None:
    root = parsed(page())
    assert len(list(root.iter("script"))) == 1


def test_the_page_names_the_versions() -> None:
    assert "quoteattr 1.2.3 · parser none" in text_of(parsed(page(("a", article()))))


def test_lines_stand_close_where_blank_lines_part_paragraphs() -> None:
    def looks(text: str) -> list[set[str]]:
        return [
            classes(p) for p in next(iter(parsed(page(("a", Quotes((), text)))).iter("article")))
        ]

    assert looks("a\nb\n\nc") == [{"tight"}, {"tight"}, set()]
    assert looks("a\nb\nc") == [set(), set(), set()]


# --- What must not get out of its place ----------------------------------------------------------

ALLOWED = {
    "html": {"lang"},
    "head": set[str](),
    "meta": {"charset", "name", "content", "http-equiv"},
    "title": set(),
    "style": set(),
    "body": {"class"},
    "section": {"class"},
    "h1": {"id"},
    "h2": set(),
    "p": {"class", "lang", "hidden"},
    "div": {"class", "role", "aria-label"},
    "article": {"lang"},
    "mark": {"class", "id", "data-of", "title"},
    "span": {"class", "id", "data-of", "title", "role"},
    "a": {"class", "href", "data-quote", "aria-label", "title"},
    "aside": {"aria-label"},
    "ul": {"class"},
    "ol": {"class", "aria-label"},
    "li": {"class", "id", "data-quote", "data-group", "data-kind"},
    "bdi": {"class", "lang"},
    "b": set(),
    "i": set(),
    "kbd": set(),
    "button": {
        "type",
        "class",
        "data-group",
        "data-kind",
        "aria-pressed",
        "aria-label",
        "data-copy",
        "hidden",
    },
    "details": {"open"},
    "summary": set(),
    "footer": set(),
    "script": set(),
}


def check_markup(root: Any) -> None:
    """Only elements and attributes of our own, and links that stay in the page."""
    for element in root.iter():
        assert isinstance(element.tag, str), "a comment"
        assert set(element.attrib) <= ALLOWED[element.tag], element.attrib
        assert element.get("href", "#").startswith("#")
        assert re.fullmatch("[a-z0-9 -]*", element.get("class", ""))
        assert re.fullmatch("[a-z0-9-]*", element.get("id", ""))


def visible(text: str) -> str:
    """What a page shows in place of what HTML can't hold."""
    return "".join(
        chr(0x2400 + ord(c))
        if ord(c) < 32 and c not in "\t\n\f\r"
        else "␡"
        if c == "\x7f"
        else "�"
        if "\x80" <= c <= "\x9f" or "\ud800" <= c <= "\udfff"
        else c
        for c in text
    )


def test_hostile_input_stays_text() -> None:
    source = page((HOSTILE, hostile()), evidence=True)
    root = parsed(source)
    check_markup(root)
    assert source.count("<script>") == 1
    [shown] = root.iter("article")
    assert source_of(shown) == visible(HOSTILE)
    assert [text_of(title).startswith("<script>") for title in root.iter("h1")] == [True]
    assert not [c for c in source if ord(c) < 32 and c not in "\t\n"]


def test_hostile_input_stays_text_in_a_notebook() -> None:
    for source in (hostile()._repr_html_(), *(one._repr_html_() for one in hostile())):
        root = parsed(source)
        assert not list(root.iter("script"))
        check_markup(root)


STRINGS = st.text(st.characters(), max_size=20) | st.sampled_from(
    ["<script>", "</style>", "\"'>", "&lt;", "\x00", "\ud800", "]]>", "\u202e", "\r\n"]
)


@settings(max_examples=60, deadline=None)
@given(STRINGS, STRINGS, STRINGS, STRINGS)
def test_no_string_becomes_markup(before: str, words: str, name: str, after: str) -> None:
    text = before + words + after
    span = Span(len(before), len(before) + len(words))
    one = evolve(
        quote("a", "a", speaker=(name, None, 0)),
        text=words,
        start=span.start,
        end=span.end,
        mark=name,
        fragments=(span,),
        context=Context(span, span, before, after),
    )
    quotes = Quotes((one,), text, (Entity(0, name, (name,), None, None, name),), {name: words})
    root = parsed(page((name, quotes)))
    check_markup(root)
    [shown] = root.iter("article")
    assert source_of(shown) == visible(text)
    check_markup(parsed(quotes._repr_html_()))
    check_markup(parsed(one._repr_html_()))


def test_the_policy_admits_this_script_and_style_and_nothing_else() -> None:
    root = parsed(page(("a", hostile())))
    [policy] = [
        meta.get("content")
        for meta in root.iter("meta")
        if meta.get("http-equiv") == "Content-Security-Policy"
    ]
    hashes = {}
    for name in ("script", "style"):
        [element] = root.iter(name)
        digest = hashlib.sha256(text_of(element).encode()).digest()
        hashes[name] = f"'sha256-{base64.b64encode(digest).decode()}'"
    assert policy.split("; ") == [
        "default-src 'none'",
        f"script-src {hashes['script']}",
        f"style-src {hashes['style']}",
        "base-uri 'none'",
        "form-action 'none'",
    ]


def test_the_page_asks_for_nothing_from_anywhere() -> None:
    source = page(("a", article()))
    assert not re.search(r"url\(|@import|https?:|//[a-z]|\bsrc=|innerHTML|eval\(", source)


# --- Notebooks -----------------------------------------------------------------------------------


def test_a_notebook_shows_the_article_without_a_script() -> None:
    source = article()._repr_html_()
    root = parsed(source)
    assert not list(root.iter("script"))
    [shown] = root.iter("article")
    assert source_of(shown) == ARTICLE
    places = by_id(root)
    links = [link.get("href")[1:] for link in root.iter("a")]
    assert len(links) > 12
    assert set(links) <= set(places)


def test_two_articles_in_a_notebook_do_not_share_ids() -> None:
    first, second = article()._repr_html_(), article()[:2]._repr_html_()
    assert not set(by_id(parsed(first))) & set(by_id(parsed(second)))
    assert first == article()._repr_html_()


def test_styles_stay_in_their_view() -> None:
    style = re.sub(r"/\*.*?\*/", "", html._style(), flags=re.S)
    selectors = re.findall(r"([^{}]+)\{", style)
    assert len(selectors) > 50
    for selector in selectors:
        if not selector.strip().startswith("@"):
            for one in selector.split(","):
                assert ".quoteattr" in one, one


def test_a_notebook_shows_the_beginning_of_a_long_article() -> None:
    text = ARTICLE + "é" * html.NOTEBOOK_CHARACTERS + " « fin »"
    last = quote(text, "fin", "term")
    quotes = Quotes((*article().quotes, last), text)
    root = parsed(quotes._repr_html_())
    [shown] = root.iter("article")
    assert source_of(shown) == text[: html.NOTEBOOK_CHARACTERS]
    assert "with 6 of 7 quotes" in text_of(root)


def test_a_quote_alone_shows_its_sentence() -> None:
    text = "Hier. Léa Nkomo a dit : « Nous partons », sans rire."
    sentence = Context(Span(6, len(text)), Span(0, len(text)), "Léa Nkomo a dit :", ", sans rire.")
    one = quote(
        text, "Nous partons", speaker=("Léa Nkomo", "Léa Nkomo", 0), cue="dit", context=sentence
    )
    root = parsed(one._repr_html_())
    [shown] = root.iter("article")
    assert source_of(shown) == "Léa Nkomo a dit : «\u202fNous partons\u202f», sans rire."
    assert [source_of(mark) for mark in shown.iter("mark")] == ["Nous partons"]
    assert [text_of(found) for found in having(shown, "mention")] == ["Léa Nkomo"]
    assert [text_of(found) for found in having(shown, "cue")] == ["dit"]
    assert "characters 26–38" in text_of(root)


def test_a_quote_alone_shows_the_incise_within_it() -> None:
    text = "Hier. «Je pars, dit Léa Nkomo, et reviens.» Fin."
    sentence = Context(Span(6, 43), Span(0, len(text)), "", "")
    one = quote(text, "Je pars, dit Léa Nkomo, et reviens.", context=sentence)
    pieces = ("Je pars", "et reviens.")
    starts = [text.index(piece) for piece in pieces]
    spans = [Span(at, at + len(piece)) for at, piece in zip(starts, pieces, strict=True)]
    root = parsed(evolve(one, fragments=tuple(spans))._repr_html_())
    assert [source_of(mark) for mark in having(root, "incise")] == [", dit Léa Nkomo, "]


@pytest.mark.parametrize("index", range(6))
def test_any_quote_alone_can_be_shown(index: int) -> None:
    one: Quote = article()[index]
    root = parsed(one._repr_html_())
    assert " ".join(one.text.split())[:10] in " ".join(text_of(root).split())


# --- In a browser --------------------------------------------------------------------------------


def dom(source: str, folder: Path, *, script: str | None = None) -> str:
    """The page as Chromium leaves it, after a script of the test's own if one is given."""
    if script is not None:
        source = re.sub('<meta http-equiv="Content-Security-Policy"[^>]*>', "", source)
        source = source.replace("</body>", f"<script>{script}</script></body>")
    file = folder / "page.html"
    file.write_bytes(source.encode("utf-8", "surrogatepass"))
    assert CHROMIUM is not None
    done = subprocess.run(
        [
            CHROMIUM,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--no-first-run",
            f"--user-data-dir={folder / 'profile'}",
            "--virtual-time-budget=3000",
            "--dump-dom",
            file.as_uri(),
        ],
        capture_output=True,
        timeout=600,
        check=True,
    )
    return done.stdout.decode("utf-8", "replace")


@needs_chromium
def test_no_script_of_the_input_runs(tmp_path: Path) -> None:
    naive = f"<!DOCTYPE html><title>calm</title><body>{hostile()[0].text}"
    assert "<title>PWNED</title>" in dom(naive, tmp_path), "the attack itself must work"
    shown = dom(page(("calm", hostile()), evidence=True), tmp_path)
    assert "<title>calm · quotes</title>" in shown
    assert 'class="quoteattr live"' in shown, "our own script must have run"
    check_markup(parsed(shown))


@needs_chromium
def test_the_policy_stops_what_escaping_might_miss(tmp_path: Path) -> None:
    attack = (
        "<script>document.title='PWNED'</script><img src=x onerror=\"document.title='PWNED'\">"
        "<style>h1{display:none}</style></body>"
    )
    shown = dom(page(("calm", article())).replace("</body>", attack), tmp_path)
    assert "onerror" in shown
    assert "<title>calm · quotes</title>" in shown


@needs_chromium
def test_the_page_filters_chooses_and_copies(tmp_path: Path) -> None:
    script = """
      const $ = (selector) => document.querySelector(selector);
      const told = {};
      const shown = () => [...document.querySelectorAll(".card")]
        .filter((card) => !card.hidden).map((card) => card.dataset.quote).join(" ");
      const key = (key) => document.body.dispatchEvent(
        new KeyboardEvent("keydown", { key, bubbles: true }));
      const on = () => [...document.querySelectorAll("article .on")]
        .map((element) => element.className.split(" ")[0]).join(" ");
      $('.item[data-group="0"]').click();
      told.mayor = shown();
      $('.item[data-kind="mixed"]').click();
      told.mixed = shown();
      told.state = $(".said").textContent;
      told.off = document.querySelectorAll("mark.off").length;
      $(".clear").click();
      told.cleared = shown();
      key("j");
      told.first = $(".card.on").dataset.quote;
      told.focus = document.activeElement.dataset.quote;
      told.parts = on();
      key("j"); key("j"); key("j"); key("k");
      told.third = $(".card.on").dataset.quote;
      document.querySelector('article mark[data-of="4"]').click();
      told.nested = $(".card.on").dataset.quote;
      let copied = null;
      Object.defineProperty(navigator, "clipboard",
        { value: { writeText: async (words) => { copied = words; } } });
      key("c");
      key("Escape");
      told.let = document.querySelectorAll(".on").length;
      setTimeout(() => {
        told.copied = copied;
        const out = document.createElement("pre");
        out.id = "told";
        out.textContent = JSON.stringify(told);
        document.body.append(out);
      }, 200);
    """
    import json

    shown = parsed(dom(page(("a.txt", article())), tmp_path, script=script))
    told = json.loads(text_of(by_id(shown)["told"]))
    assert told == {
        "mayor": "2 3",
        "mixed": "2",
        "state": "1 of 6 quotes shown",
        "off": 6,
        "cleared": "1 2 3 4 5 6",
        "first": "1",
        "focus": "1",
        "parts": "c1 cue mention",
        "third": "3",
        "nested": "4",
        "let": 0,
        "copied": "« Jamais deux » — sa mère (a.txt, characters 140–151)",
    }
    assert ARTICLE[140:151] == "Jamais deux"
