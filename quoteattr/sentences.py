"""Paragraphs and sentence ends of a text, by its characters alone.

The segmentation is deliberately plain: what stands between quotation marks is joined again by
``syntax.excerpt``, and the full stop of an initial or an abbreviation (« M. Roux », « MM. Roux et
Petit ») ends nothing.
"""

from __future__ import annotations

from typing import Final
from unicodedata import combining, normalize

import regex

from quoteattr import lexicon
from quoteattr.model import Span

LINE_ENDS: Final = "\r\n\u2028\u2029"
BLANKS: Final = " \t\u00a0\u202f\u2009"
"""White space within a line, as papers print it at marks."""
_LINE_END = regex.compile(r"[\r\n\u2028\u2029]")
_LINE = regex.compile(r"[^\r\n\u2028\u2029]+")

# A full stop ends a sentence before white space and a capital, a mark, or a dash; and, because
# scraped news glues sentences together (« …l'aide.Elle a »), before a capital with a small letter
# or an opening mark with a capital (« …Carole Delga.«C'est »).
_END = regex.compile(
    r"""
    (?= [.!?…] | \p{Zs} [!?…] )  # said first, it makes the search twice as fast
    (?<=[\p{Ll}\p{M}\p{Nd}\p{Lu}%€$»”"’')\]])
    (?: \.{1,4} | \p{Zs}? [!?…]+ )
    (?: \p{Zs}? [»”›] | " )*+
    (?: (?= [\s\u200b]+ [^\p{Ll}\p{Nd}\s,;:)] ) (?! (?<=[»”"›]) \p{Zs}+ [(—–-] )
      | (?<= [\p{Ll}\p{M}»”"] [.!?…]{1,3} ) (?= \p{Lu} [\p{Ll}'’] )
      | (?<= [»”"] ) (?= \p{Lu} [\p{Ll}'’] )
      | (?<= [\p{Ll}\p{M}»”"] [.!?…]{1,3} ) (?= [«“] \p{Zs}? \p{Lu} )
      | (?= \s* \Z )
    )
    """,
    regex.VERBOSE,
)


# « LE SCAN POLITIQUE - Le maire juge… », « PARIS | Les députés… », « » LIRE AUSSI - Le maire… »: a
# kicker or dateline, in capitals before a spaced dash or bar, is no part of the sentence behind.
_KICKER = regex.compile(
    r"""
    (?: [»•●–—-] \p{Zs}* )?
    (?= [^\p{Ll}«»“”"\r\n]{0,20}? \p{Lu}{2} )
    [\p{Lu}(] [^\p{Ll}«»“”"\r\n]{1,50}? \p{Zs} [-–—|]
    (?= \p{Zs}+ \p{Lu} (?: [\p{Ll}'’] | \p{Zs} \p{Lu}? \p{Ll} ) )
    """,
    regex.VERBOSE,
)


def has_line_end(text: str, first: int, last: int) -> bool:
    """Whether a line ends between two offsets."""
    return _LINE_END.search(text, first, last) is not None


def line_ends(text: str, first: int, last: int) -> int:
    """How many characters between two offsets end a line."""
    return len(_LINE_END.findall(text, first, last))


def paragraphs(text: str) -> list[Span]:
    """The lines of the text that hold more than white space, edges stripped, in text order."""
    lines = (stripped(text, *line.span()) for line in _LINE.finditer(text))
    return [line for line in lines if line.start < line.end]


def stripped(text: str, start: int, end: int) -> Span:
    """A stretch of the text without white space at its edges, empty where nothing else is left."""
    words = text[start:end]
    left = start + len(words) - len(words.lstrip())
    return Span(left, max(left, start + len(words.rstrip())))


def ends(text: str, paragraph: Span) -> list[int]:
    """Where the sentences of one paragraph end, the paragraph's own end included."""
    kicker = _KICKER.match(text, paragraph.start, paragraph.end)
    found = [] if kicker is None else [kicker.end()]
    start = found[0] if found else paragraph.start
    stops = _END.finditer(text, start, paragraph.end)
    found.extend(stop.end() for stop in stops if not _is_abbreviated(text, stop.start()))
    if not found or found[-1] < paragraph.end:
        found.append(paragraph.end)
    return found


def _is_abbreviated(text: str, stop: int) -> bool:
    """Whether the sign at an offset is the full stop of an abbreviation or an initial."""
    if text[stop] != ".":
        return False
    first = stop
    while first and text[first - 1].isalnum():
        first -= 1
    word = text[first:stop]
    if len(word) == 1 and word.isupper():
        behind = _FIRST_WORD.match(text, stop + 1)
        if behind is None:
            return True
        return not is_surname(_word_before(text, first), behind.group(1), behind.group(2))
    return is_abbreviation(word)


def _word_before(text: str, end: int) -> str:
    """The word before the one that begins at an offset, in the same line; hyphens are within it."""
    last = end - 1
    if last < 0 or text[last] not in BLANKS:
        return ""
    first = last
    while (
        first
        and last - first < _LONGEST_WORD
        and (text[first - 1].isalpha() or text[first - 1] == "-" or combining(text[first - 1]))
    ):
        first -= 1
    return normalize("NFC", text[first:last])


_LONGEST_WORD: Final = 40
_FIRST_WORD = regex.compile(r"\p{Zs}+(\p{Lu}[\p{L}\p{M}]*['’]?)\p{Zs}?(\p{L}?)")


def is_surname(before: str, behind: str, following: str) -> bool:
    """Whether an initial between two words stands for a surname, as courts are reported, and ends
    its sentence: « dit Aurélie M. Son voisin nie », but « Samuel L. Jackson », « M. Le Drian ».

    ``following`` is what comes next, or its first letter: « Ursula K. Le Guin » goes on."""
    names = lexicon.words("first_names")
    given = before in names or before.partition("-")[0] in names
    opening = behind.lower().replace("’", "'")
    if opening in lexicon.words("name_particles") and following[:1].isupper():
        return False
    return given and any(opening in lexicon.words(name) for name in _OPENING)


_OPENING: Final = ("determiners", "prepositions", "pronouns", "conjunctions")


def is_abbreviation(word: str) -> bool:
    """Whether the full stop behind a word ends no sentence: « MM », « Mme »."""
    return word in lexicon.words("abbreviations")
