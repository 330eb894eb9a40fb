"""Hypothesis strategies: text as scraped French news has it, and as nobody should write it.

Among what they hold: every mark with every space, combining accents (NFC and NFD), zero-width and
bidirectional characters, emoji with joiners, astral characters, CRLF, tabs, form feeds, HTML
entities and markup, empty and enormous paragraphs, and marks nested 10,000 deep.

``texts()`` joins words, marks, spaces and noise in any order. ``articles()`` holds whole quotes
with cues, so that attribution has something to do. Neither gives lone surrogates.
"""

from __future__ import annotations

import unicodedata

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

PAIRS = (
    ("«", "»"),
    ("‹", "›"),
    ("“", "”"),
    ("„", "“"),
    ("„", "”"),
    ("<<", ">>"),
    ('"', '"'),
)
"""Opening and closing mark of every family, as French and foreign outlets print them."""

MARKS = ("«", "»", "‹", "›", "“", "”", "„", "<<", ">>", '"')

SPACES = ("", " ", "\u00a0", "\u202f", "\u2009")
"""What stands between a mark and its words: nothing, space, NBSP, narrow NBSP, thin space."""

BLANKS = (" ", "  ", "\u00a0", "\u202f", "\u2009", "\t", "\f", "\v", "\x85", "\u2028", "\x1c")
LINE_ENDS = ("\n", "\r\n", "\r", "\n\n", "\r\n\r\n", "\n \n", "\u2029", "\n" * 40)

WORDS = (
    "maire", "ministre", "eau", "élève", "cœur", "Noël", "aujourd'hui", "aujourd’hui", "l'homme",
    "l’État", "qu'il", "s’inquiète", "a-t-il", "dit-elle", "déclaré", "dit", "assure", "selon",
    "d'après", "que", "Anne", "Rachid", "Gaëlle", "M.", "Mme", "Dr", "Ouagadougou", "Il", "elle",
    "ce", "dernier", "1 000", "24", "3,5", "%", "€", "COVID-19", "n°", "ÇA", "ŒUVRE", "Où",
)  # fmt: skip
PUNCTUATION = (
    ".",
    ",",
    ";",
    ":",
    "!",
    "?",
    "…",
    "...",
    "—",
    "–",
    "-",
    "(",
    ")",
    "[",
    "]",
    "'",
    "’",
    "/",
)

NOISE = (
    "\u200b", "\u200d", "\ufeff", "\u2060", "\u00ad", "\u200e", "\u200f", "\u202a", "\u202e",
    "\u202c", "\u2066", "\u2069", "e\u0301", "\u0301", "\u0327\u0308",
    "👩‍🚒", "👨‍👩‍👧‍👦", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "❤️", "🇫🇷", "𝔄", "𐍈", "𠮷",
    "&nbsp;", "&laquo;", "&raquo;", "&quot;", "&#171;", "&amp;lt;", "<p>", "</p>", "<br/>",
    '<a href="/x?a=1&b=2">', "<script>alert('x')</script>", "<!-- » -->", "\x00", "\x1b[31m",
    "\ufffd", "=SUM(A1)", "{{", "%s", "\\n", "\\",
)  # fmt: skip

CUES = (
    ", a déclaré le ministre.",
    ", dit-il.",
    ", a-t-elle ajouté.",
    ", selon Gaëlle Le Goff.",
    " — Rachid Belkacem.",
    ".",
    "",
    ", assure Mme Anne Ferrand, maire de Nay.",
)
INTRODUCTIONS = (
    "",
    "Le maire juge que ",
    "Anne Ferrand : ",
    "Selon elle, ",
    "Il évoque ",
    "Pour M. Roux, ",
)
SENTENCES = (
    "Les travaux ont commencé lundi.",
    "Anne Ferrand, maire de Nay, est venue.",
    "Le ministre Rachid Belkacem n’a pas répondu !",
    "Rien n'est signé",
)


def normalized(texts: SearchStrategy[str]) -> SearchStrategy[str]:
    """The same texts as they come, composed or decomposed."""
    forms = st.sampled_from((None, "NFC", "NFD"))
    return st.tuples(texts, forms).map(lambda pair: _in_form(*pair))


def pieces() -> SearchStrategy[str]:
    """One small thing that a scraped text may hold; marks come often."""
    return st.one_of(
        st.sampled_from(MARKS),
        st.sampled_from(MARKS),
        st.sampled_from(WORDS),
        st.sampled_from(WORDS),
        st.sampled_from(SPACES),
        st.sampled_from((" ", ". ", ", ", " : ")),
        st.sampled_from(BLANKS),
        st.sampled_from(LINE_ENDS),
        st.sampled_from(PUNCTUATION),
        st.sampled_from(NOISE),
        st.characters(codec="utf-8"),
    )


def texts(max_pieces: int = 60) -> SearchStrategy[str]:
    """Marks, words, spaces and noise in any order; the empty text too."""
    return normalized(st.lists(pieces(), max_size=max_pieces).map("".join))


def marks_only(max_marks: int = 40) -> SearchStrategy[str]:
    """Little but marks: the pairing's own nightmares."""
    parts = st.sampled_from((*MARKS, *MARKS, " ", "a", ".", "\n", "a. B"))
    return st.lists(parts, max_size=max_marks).map("".join)


@st.composite
def quotations(draw: st.DrawFn, depth: int = 2) -> str:
    """Words between marks of any family and spacing, often with another quotation inside; some
    lack their closing mark."""
    opening, closing = draw(st.sampled_from(PAIRS))
    space = draw(st.sampled_from(SPACES))
    words = draw(
        st.lists(st.sampled_from((*WORDS, ",", ". Et", "?", "\n")), min_size=1, max_size=8)
    )
    if depth and draw(st.booleans()):
        words.insert(draw(st.integers(0, len(words))), draw(quotations(depth - 1)))
    return (
        opening
        + space
        + " ".join(words)
        + space
        + draw(st.sampled_from((closing, closing, closing, "")))
    )


@st.composite
def articles(draw: st.DrawFn, max_sentences: int = 8) -> str:
    """Paragraphs of sentences with quotations and cues, with a piece of noise here and there."""
    parts = []
    for _ in range(draw(st.integers(0, max_sentences))):
        if draw(st.booleans()):
            parts.append(draw(st.sampled_from(SENTENCES)))
        else:
            parts.append(
                draw(st.sampled_from(INTRODUCTIONS))
                + draw(quotations())
                + draw(st.sampled_from(CUES))
            )
        parts.append(draw(st.sampled_from((" ", " ", *LINE_ENDS))))
        if draw(st.integers(0, 5)) == 0:
            parts.append(draw(pieces()))
    form = draw(st.sampled_from((None, "NFC", "NFD")))
    return _in_form("".join(parts), form)


def empty() -> SearchStrategy[str]:
    """Lines and paragraphs that hold nothing, or nothing that can be seen."""
    blanks = st.sampled_from(("", *SPACES, *BLANKS, *LINE_ENDS, "\u200b", "\ufeff"))
    return st.lists(blanks, max_size=30).map("".join)


@st.composite
def nested(draw: st.DrawFn, depth: int = 10_000) -> str:
    """Marks inside marks, ``depth`` deep, closed or not, tight or with spaces."""
    pairs = draw(st.lists(st.sampled_from(PAIRS), min_size=1, max_size=3))
    space = draw(st.sampled_from(SPACES))
    word = draw(st.sampled_from(WORDS))
    turns = range(depth)
    opening = "".join(f"{pairs[turn % len(pairs)][0]}{space}{word} " for turn in turns)
    closing = "".join(f"{space}{pairs[turn % len(pairs)][1]}" for turn in reversed(turns))
    return opening + draw(st.sampled_from((closing, "", closing[: len(closing) // 2])))


def enormous() -> SearchStrategy[str]:
    """One paragraph of tens of thousands of characters, repeated from a small piece of text."""
    repeated = st.tuples(texts(8), st.sampled_from((500, 2000)))
    return repeated.map(lambda pair: pair[0].replace("\n", " ") * pair[1]).map(
        lambda text: text[:40_000]
    )


def _in_form(text: str, form: str | None) -> str:
    if form == "NFC":
        return unicodedata.normalize("NFC", text)
    if form == "NFD":
        return unicodedata.normalize("NFD", text)
    return text
