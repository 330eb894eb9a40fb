"""Quotes built by hand for the tests of formats: no parser has a say in them."""

from __future__ import annotations

from typing import Any

from quoteattr.model import (
    Context,
    Entity,
    Evidence,
    Mention,
    Quote,
    QuoteKind,
    Quotes,
    Span,
    Speaker,
    Verb,
)

ARTICLE = (
    "« Nous partons, a dit Léa Nkomo, et nous ne reviendrons pas. »\r\n\r\n"
    "Le maire juge le départ « injuste ». Il cite sa mère : « Elle répétait : “Jamais deux”, et"
    " riait. »\r\n"
    "« Un an de travaux.\r\n\r\n"
    "« Et rien au bout », aurait-il regretté. Le « plan vert » attend."
)
"""An incise inside marks, a nested quote, a quote over two paragraphs, a term, close lines."""


def at(text: str, words: str, nth: int = 0) -> Span:
    """Where words stand in a text, for the nth time."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def quote(
    text: str,
    words: str,
    kind: QuoteKind = "direct",
    *,
    speaker: tuple[str | None, str | None, int | None] | None = None,
    cue: str | None = None,
    fragments: tuple[str, ...] = (),
    parent: str | None = None,
    nth: int = 0,
    **more: Any,
) -> Quote:
    """A quote of words of the text; ``speaker`` is its name, mention and entity."""
    span = at(text, words, nth)
    found = None
    if speaker is not None:
        name, mention, entity = speaker
        place = None if mention is None else at(text, mention)
        found = Speaker(
            name, None if place is None else Mention(place.start, place.end, mention or ""), entity
        )
    verb = None
    if cue is not None:
        place = at(text, cue)
        verb = Verb(
            place.start,
            place.end,
            cue,
            more.pop("lemma", cue),
            negated=more.pop("negated", False),
            hedged=more.pop("hedged", False),
        )
    around = (Span(0, len(text)), Span(0, len(text)), "", "")
    return Quote(
        text=words,
        start=span.start,
        end=span.end,
        mark=more.pop("mark", "«"),
        closed=more.pop("closed", True),
        kind=kind,
        speaker=found,
        verb=verb,
        context=more.pop("context", Context(*around)),
        fragments=tuple(at(text, piece) for piece in fragments) or (span,),
        parent=None if parent is None else at(text, parent),
        confidence=more.pop("confidence", 0.9),
        evidence=more.pop("evidence", None),
    )


def article() -> Quotes:
    """Five speech quotes and a term of ``ARTICLE``."""
    whole = "Nous partons, a dit Léa Nkomo, et nous ne reviendrons pas."
    outer = "Elle répétait : “Jamais deux”, et riait."
    long = "Un an de travaux.\r\n\r\n« Et rien au bout"
    mayor = ("le maire", "Le maire", 1)
    quotes = (
        quote(
            ARTICLE,
            whole,
            speaker=("Léa Nkomo", "Léa Nkomo", 0),
            cue="dit",
            lemma="dire",
            fragments=("Nous partons", "et nous ne reviendrons pas."),
            evidence=Evidence("incise", "dit >nsubj Nkomo"),
        ),
        quote(ARTICLE, "injuste", "mixed", speaker=mayor, cue="juge"),
        quote(ARTICLE, outer, speaker=("le maire", "Il", 1), cue="cite"),
        quote(
            ARTICLE,
            "Jamais deux",
            speaker=("sa mère", "Elle", 2),
            cue="répétait",
            parent=outer,
            mark="“",
        ),
        quote(ARTICLE, long, speaker=(None, "il", None), cue="regretté", hedged=True),
        quote(ARTICLE, "plan vert", "term", closed=False, confidence=0.5),
    )
    people = (
        Entity(0, "Léa Nkomo", ("Mme Nkomo",), "feminine", "singular", "maire adjointe"),
        Entity(1, "le maire", (), "masculine", "singular", None),
        Entity(2, "sa mère", (), "feminine", None, None),
    )
    return Quotes(quotes, ARTICLE, people, {"quoteattr": "1.2.3", "parser": "none"})


HOSTILE = (
    "<script>document.title='PWNED'</script> « <img src=x onerror=document.title='PWNED'> »,"
    " a dit \"><script>document.title='PWNED'</script> </article></p></body>\r\n"
    "« ]]> &amp; &lt; <!-- » -- > \" onmouseover=\"document.title='PWNED' "
    "' onfocus='document.title=1' autofocus tabindex=1 \u202e\u05e9\u05dc\u05d5\u05dd\u202c "
    "\u2067\u0645\u0631\u062d\u0628\u0627\u2069 \x00\x01\x1b[31m\x7f\x85\ud800\ufffe\uffff\u2028"
    "\U0001f600 <style>*{display:none}</style><a href=\"javascript:document.title='PWNED'\">"
    "</textarea></title><base href=//evil.example><meta http-equiv=refresh content=0> ${1} {{7*7}}"
)
"""What must stay text, whatever it is embedded in."""


def hostile() -> Quotes:
    """Quotes of ``HOSTILE`` with hostile strings in every field that takes one."""
    image = "<img src=x onerror=document.title='PWNED'>"
    name = "\"><script>document.title='PWNED'</script>"
    first = quote(
        HOSTILE,
        image,
        speaker=(name, name, 0),
        cue="dit",
        lemma=HOSTILE,
        mark="\"'><script>",
        evidence=Evidence(HOSTILE, HOSTILE, ((HOSTILE, 1.0),), HOSTILE),
        context=Context(Span(0, len(HOSTILE)), Span(0, len(HOSTILE)), HOSTILE, HOSTILE),
    )
    rest = HOSTILE[HOSTILE.index("]]>") :]
    second = quote(HOSTILE, rest, "mixed", speaker=(HOSTILE, None, None))
    third = quote(HOSTILE, "&amp; &lt; <!--", "term")
    person = Entity(0, name, (HOSTILE, "]]>"), "feminine", "plural", HOSTILE)
    return Quotes((first, second, third), HOSTILE, (person,), {"quoteattr": HOSTILE, HOSTILE: "1"})
