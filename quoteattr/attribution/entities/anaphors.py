"""Mentions that name nobody: what a pronoun, a description or no mention at all marks."""

from __future__ import annotations

from typing import Final

from attrs import define

from quoteattr.attribution.entities.discourse import Discourse
from quoteattr.attribution.entities.referents import Referent, clash
from quoteattr.attribution.passages.nominals import STANDING_KINDS, UNRESOLVED_KINDS
from quoteattr.attribution.vocabulary import fold, words_of
from quoteattr.model import Gender, Number, Span


@define(eq=False)
class Anaphor:
    """A mention that names nobody, or a quote without one, of which a speaker is looked for."""

    kind: str
    """il, elle, ils, elles, lui, eux, celui, on, …, role, body, noun, or zero for no mention."""
    start: int
    frame: int
    gender: Gender | None = None
    number: Number | None = None
    head: str = ""
    definite: str = ""
    words: tuple[str, ...] = ()
    verb: str = ""
    """The lemma of its cue, where that is a verb."""
    going_on: str = ""
    """Whether the cue says that the same speaker goes on (« ajoute-t-il ») or another answers."""
    to_somebody: bool = False
    """Whether the cue has a dative pronoun: « lui répond-il » is not who spoke last."""
    quoted: Span | None = None
    """The words that are to be attributed: whoever they name rarely says them."""
    holder: Referent | None = None
    """Whose role it is by the text, where he or she is named: nobody else who is named has it."""
    outer: Referent | None = None
    """Who utters the quote that it stands in: « il » there is somebody else."""
    end: int = -1
    """Where a description ends: of « le fils de Luc Roy » Luc Roy is somebody else."""
    setting: str = ""
    """Where a quote without a mention stands: heading, answer (alone in its line, behind a line of
    the journalist's in an interview), alone (no word of his in its sentence) or among his words."""

    @property
    def is_open(self) -> bool:
        """Whether an antecedent is looked for: for « elle » and « la ministre », not for « je »
        nor « l'un d'eux »."""
        return self.kind not in UNRESOLVED_KINDS and self.definite not in _STANDING


_PRONOUNS: Final[dict[str, tuple[Gender | None, Number | None]]] = {
    "il": ("masculine", "singular"), "elle": ("feminine", "singular"),
    "ils": (None, "plural"), "elles": ("feminine", "plural"),
    "lui": ("masculine", "singular"), "eux": (None, "plural"),
    "celui": ("masculine", "singular"), "celle": ("feminine", "singular"),
    "ceux": (None, "plural"), "celles": ("feminine", "plural"),
}  # fmt: skip


def compatible(anaphor: Anaphor, referent: Referent) -> bool:
    """Whether neither gender nor number speaks against a referent: « elle » is not M. Roux, nor
    Marc Roux, whose first name is a man's."""
    if clash(anaphor.number, referent.marked_number):
        return False
    gender = referent.gender or (referent.soft_gender if referent.kind == "person" else None)
    if anaphor.head in referent.heads and not clash(anaphor.gender, referent.gender):
        return True  # « le commandant » is Anne Roux, whom the text calls le commandant
    bodies = ("body", "noun", "place")
    return not clash(anaphor.gender, gender) or (anaphor.head != "" and referent.kind in bodies)


_STANDING: Final = STANDING_KINDS | {"another", "elsewhere", "group"}
"""Mentions that take up nobody named before: « l'un d'eux », « d'autres », « Luc et Anne », « celui
de Rennes », « dit-on » where the text tells of a place that is nobody's."""


def pronoun(kind: str, start: int, frame: int) -> Anaphor:
    """A pronoun to be resolved."""
    gender, number = _PRONOUNS.get(kind, (None, None))
    return Anaphor(kind, start, frame, gender, number)


_SHORT_DESCRIPTION: Final = 3
"""Words of the longest description that counts as short."""


def description(discourse: Discourse, kind: str, span: Span, head: str) -> Anaphor:
    """A noun phrase to be resolved: its determiner says how definite it is."""
    text = discourse.source.text[span.start : span.end]
    words = words_of(fold(text))
    determiner = discourse.vocabulary.determiner(words[0]) if words else None
    gender = discourse.vocabulary.gender(head, determiner)
    number: Number | None = None
    if determiner is not None:
        number = determiner.number
        definite = determiner.kind
        if definite == "definite" and len(words) > _SHORT_DESCRIPTION:
            definite = "definite, long"
    else:
        # « plusieurs élus », « d'autres élus »: no article, nobody in particular.
        definite = (
            "indefinite" if words and words[0] in discourse.vocabulary.function_words else "bare"
        )
    return Anaphor(
        kind,
        span.start,
        discourse.source.frame_at(span.start),
        gender,
        number,
        head,
        definite,
        tuple(words),
        end=span.end,
    )


def zero(quoted: Span, frame: int, setting: str) -> Anaphor:
    """No mention: the words go on with somebody whom the text has in mind."""
    return Anaphor("zero", quoted.start, frame, quoted=quoted, setting=setting)
