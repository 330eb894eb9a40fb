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
    kicker = _KICKER.match(text, paragraph.start, paragraph.end)
    found = [] if kicker is None else [kicker.end()]
    start = found[0] if found else paragraph.start
    found.extend(match.end() for match in _END.finditer(text, start, paragraph.end))
    if not found or found[-1] < paragraph.end:
        found.append(paragraph.end)
    return found
