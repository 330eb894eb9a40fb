"""Paragraphs and sentence ends of a text, by its characters alone.

The segmentation is deliberately plain: what stands between quotation marks is joined again by
``syntax.excerpt``, and abbreviations before a name (« M. Roux ») are no sentence ends because a
capital, not a small letter, stands before their full stop.
"""

from __future__ import annotations

import regex

from quoteattr.model import Span

_LINE = regex.compile(r"[^\r\n\u2028\u2029]+")

# A full stop ends a sentence before white space and a capital, a mark, or a dash; and, because
# scraped news glues sentences together (« …l'aide.Elle a »), before a capital with a small letter
# or an opening mark with a capital (« …Carole Delga.«C'est »).
_END = regex.compile(
    r"""
    (?= [.!?…] | \p{Zs} [!?…] )  # said first, it makes the search twice as fast
    (?<=[\p{Ll}\p{Nd}\p{Lu}%€$»”"’')\]]) (?<! \b\p{Lu} )
    (?<! \b(?:Mme|Mlle|Mgr|art|cf|vol|St|Ste|Dr|Pr) )
    (?: \.{1,4} | \p{Zs}? [!?…]+ )
    (?: \p{Zs}? [»”›] | " )*+
    (?: (?= [\s\u200b]+ [^\p{Ll}\p{Nd}\s,;:)] ) (?! (?<=[»”"›]) \p{Zs}+ [(—–-] )
      | (?<= [\p{Ll}»”"] [.!?…]{1,3} ) (?= \p{Lu} [\p{Ll}'’] )
      | (?<= [»”"] ) (?= \p{Lu} [\p{Ll}'’] )
      | (?<= [\p{Ll}»”"] [.!?…]{1,3} ) (?= [«“] \p{Zs}? \p{Lu} )
      | (?= \s* \Z )
    )
    """,
    regex.VERBOSE,
)


def paragraphs(text: str) -> list[Span]:
    """The lines of the text that hold more than white space, edges stripped, in text order."""
    found = []
    for line in _LINE.finditer(text):
        words = line.group()
        left = len(words) - len(words.lstrip())
        right = len(words.rstrip())
        if left < right:
            found.append(Span(line.start() + left, line.start() + right))
    return found


def ends(text: str, paragraph: Span) -> list[int]:
    """Where the sentences of one paragraph end, the paragraph's own end included."""
    found = [match.end() for match in _END.finditer(text, paragraph.start, paragraph.end)]
    if not found or found[-1] < paragraph.end:
        found.append(paragraph.end)
    return found
