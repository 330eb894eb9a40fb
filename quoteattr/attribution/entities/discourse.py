"""The referents of one text, and which of them its phrases name or describe."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Final

from attrs import define, field

from quoteattr.attribution.entities.referents import Place, Referent
from quoteattr.attribution.naming.descriptions import Description
from quoteattr.attribution.naming.names import NameMention
from quoteattr.attribution.passages.passage import OUTSIDE, Source
from quoteattr.attribution.vocabulary import Vocabulary, fold, words_of
from quoteattr.model import Span

_LONGEST_LOCUTION: Final = 40
"""Characters of the longest locution that names a source."""
_LONGEST_TITLE: Final = 40
"""Characters of the longest title with the blanks behind it."""
_BODIES: Final = ("medium", "body", "place")
_HOUSES: Final = ("body", "name")
"""No medium: « confie-t-on à l'AFP » is not said by the AFP."""
_WITHIN_WORDS: Final = str.maketrans("", "", "-'’")
"""What may stand within a word, apart from its letters."""
_MOST_ADJECTIVES: Final = 2
"""Adjectives between the noun of a medium or body and its name."""
_NAMES_WITHIN: Final = 4
"""Names looked at behind a description: « l'élu de Nay et ami d'Éva Roy, Luc Petit » has three."""


@define(eq=False)
class Discourse:
    """The referents of one text, found by ``coreference`` and added to while quotes are read."""

    source: Source
    vocabulary: Vocabulary
    paragraphs: Sequence[int]
    """The number of the paragraph that each frame begins in."""
    long_descriptions: dict[int, Description]
    """The descriptions whose noun has several words, by the start of their heads."""
    subjects: set[int]
    """Where the words of the parsed frames begin that belong to a subject."""
    referents: list[Referent] = field(factory=list)
    by_name: dict[int, Referent] = field(factory=dict)
    """The referent of each name mention, by its start."""
    name_at: dict[int, NameMention] = field(factory=dict)
    """Each name mention, by its start."""
    name_starts: list[int] = field(factory=list)
    """The starts of the name mentions, in text order."""
    events: list[tuple[int, int]] = field(factory=list)
    """Every mention of a referent: its start and the referent's number, in text order."""
    by_description: dict[int, Referent] = field(factory=dict)
    """The referent of each description, by the start of its head."""
    lists: dict[int, Referent] = field(factory=dict)
    """Those who are listed together, by the start of the first name."""
    last_speaker: Referent | None = None
    speakers: list[Referent] = field(factory=list)
    """Who spoke before the last speaker, in text order."""
    uttered: dict[int, Referent] = field(factory=dict)
    """Who utters the quotes that were read, by their numbers."""

    def is_above(self, frame: int, other: int) -> bool:
        """Whether a frame stands in the line above that of another."""
        return self.paragraphs[frame] == self.paragraphs[other] - 1

    def add(self, referent: Referent) -> None:
        """Take in a referent that the text had not spoken of."""
        referent.index = len(self.referents)
        self.referents.append(referent)

    def replace(self, merged: Mapping[int, Referent]) -> None:
        """Find each referent that was merged, given by its index, as the one that absorbed it."""
        for places in (self.by_name, self.by_description) if merged else ():
            for start, referent in places.items():
                places[start] = merged.get(referent.index, referent)

    def note(self, referent: Referent, span: Span) -> None:
        """Remember one more mention of a referent, as a subject."""
        frame = self.source.frame_at(span.start)
        place = Place(span.start, span.end, frame, True, "", OUTSIDE)
        insort(referent.places, place, key=_start)
        insort(self.events, (span.start, referent.index))

    def speaks(self, referent: Referent) -> None:
        """Remember that a quote was given to a referent."""
        referent.quotes += 1
        if self.last_speaker is not None and self.last_speaker is not referent:
            self.speakers.append(self.last_speaker)
        self.last_speaker = referent

    def with_name(self, span: Span) -> Span:
        """A mention with the whole of its name, where the tree cut it off behind the title or noun,
        and of a noun of several words: « M. Le Maire » is not « M. », « le quotidien Le Temps » not
        « le quotidien », « le mis en cause » no « mis »."""
        at = bisect_left(self.name_starts, span.end)
        earlier = bisect_left(self.name_starts, span.start)
        if earlier:
            cut = self.name_at[self.name_starts[earlier - 1]]
            if span.start < cut.end <= span.end:  # « N'Golo Kanté »
                span = Span(cut.start, span.end)
        if at and self.name_starts[at - 1] >= span.start:
            cut = self.name_at[self.name_starts[at - 1]]
            if cut.end > span.end:
                return Span(span.start, cut.end)  # « Marc B. », « Rose-Marie »
        if at < len(self.name_starts):
            name = self.name_at[self.name_starts[at]]
            near = name.title and name.start - span.start <= _LONGEST_TITLE
            before = self.source.text[span.start : name.start].strip() if near else ""
            if before and before.rstrip(".") == name.title.rstrip("."):
                return Span(span.start, name.end)
            if self._is_medium_behind(span, name):
                return Span(span.start, name.end)
        if not self.long_descriptions:
            return span
        roles = (self.long_descriptions.get(at) for at in range(span.start, span.end))
        ends = (role.noun_end for role in roles if role is not None and role.noun_end > span.end)
        return Span(span.start, next(ends, span.end))

    def named_in(self, span: Span, head: Span, *, several: bool = False) -> Referent | None:
        """The referent that a mention names: by its head, or by a name in apposition to it.

        Where the head is a plural, no single name will do: « les élus Luc Roy et Anne Petit » are
        both.
        """
        first = bisect_left(self.name_starts, span.start)
        last = bisect_left(self.name_starts, span.end)
        inside = [(start, self.by_name[start]) for start in self.name_starts[first:last]]
        if not inside:
            return self._apposed(head, several)
        for start, referent in inside:
            name = self.name_at[start]
            titled = name.title != "" and self._is_title_of(head, name)
            if titled and several:
                return None  # « MM. Roux et Petit »
            if name.start <= head.start < name.end or titled:
                behind = self.by_name.get(name.end + 1) if name.end + 1 < span.end else None
                if (
                    behind is not None
                    and name.kind in _BODIES
                    and behind.kind in ("person", "name")
                ):
                    return behind  # « à l'AFP Marcel »: the tree took both for one name
                return referent
        for start, referent in inside:
            name = self.name_at[start]
            if (
                start > head.start
                and not name.preposition
                and not name.of_thing
                and not (name.role_preposition and name.role_start > head.start)
                and name.kind in ("person", "name")
                and (name.role is not None or len(name.words) > 1 or self._is_apart(name))
            ):
                return self.lists.get(start) if several else referent
            if not several and self._is_labelled(span, head, name):
                return referent
        return self._apposed(head, several)

    def _apposed(self, head: Span, several: bool) -> Referent | None:
        """« l'avocate de la famille, Me Claire Roux »: the name whose role the text gives by a
        description, though the tree may have cut it off."""
        nearest = bisect_right(self.name_starts, head.start)
        for start in self.name_starts[nearest : nearest + _NAMES_WITHIN]:
            name = self.name_at[start]
            if (
                name.role is not None
                and name.first_described <= head.start < name.role_end <= start
            ):
                return self.lists.get(start) if several else self.by_name[start]
        return None

    def _is_medium_behind(self, span: Span, name: NameMention) -> bool:
        """« le quotidien Le Temps »: whether the name of a medium stands right behind a phrase that
        ends with its noun."""
        words = words_of(self.source.text[span.start : span.end])
        if name.kind != "medium" or not words:
            return False
        return self._is_labelled(span, Span(span.end - len(words[-1]), span.end), name)

    def _is_labelled(self, span: Span, head: Span, name: NameMention) -> bool:
        """« le quotidien britannique The Times », « le syndicat CGT »: whether a name is that of
        the medium or body whose noun stands before it; « l'association Prévention routière » has
        more of it."""
        between = self.source.text[head.end : name.start].split()
        noun = fold(self.source.text[head.start : head.end])
        known, whole = name.kind == "medium", name.end == span.end
        labels = self.vocabulary.collective_nouns if known else self.vocabulary.label_nouns
        return (
            (known or (name.kind == "body" and whole))
            and head.end < name.start
            and noun in labels
            and len(between) <= _MOST_ADJECTIVES
            and all(word.translate(_WITHIN_WORDS).isalpha() for word in between)
            and self.vocabulary.function_words.keys().isdisjoint(between)
        )

    def _is_apart(self, name: NameMention) -> bool:
        """Whether a comma stands before a first name: « l'une d'elles, Léa »."""
        before = self.source.text[max(0, name.start - 2) : name.start]
        return name.kind == "person" and before.rstrip() == ","

    def _is_title_of(self, head: Span, name: NameMention) -> bool:
        """« M. Roux » and « le Dr Roux » are Roux, « l'avocat de M. Roux » is not."""
        word = self.source.text[head.start : head.end].rstrip(".")
        return word == name.title.rstrip(".") and 0 <= name.start - head.end <= _LONGEST_TITLE

    def told_by(self, span: Span, head: Span) -> Referent | None:
        """Whom a noun phrase names or describes by the text alone, None where it tells nobody."""
        return self.named_in(span, head) or self.described_at(head.start)

    def described_at(self, head_start: int) -> Referent | None:
        """Whom the description describes whose head begins there, or the list that begins there."""
        return self.by_description.get(head_start) or self.lists.get(head_start)

    def house(self, span: Span, head: Span, among: bool) -> Referent | None:
        """The body that a noun phrase names or describes, None where it may be none; ``among`` says
        that several people will do."""
        referent = self.told_by(span, head)
        if referent is None:
            return None
        people = among and referent.number == "plural"
        return referent if people or referent.kind in _HOUSES else None

    def best_name(self, referent: Referent) -> str | None:
        """The fullest name of a referent, else its first description."""
        if referent.fullest is not None:
            name = _one_line(self.source.text[referent.fullest.start : referent.fullest.end])
            return f"les {name}" if referent.family else name
        named = self._written(referent.descriptions[0]) if referent.descriptions else ""
        return named or None  # soft hyphens alone are no name

    def aliases(self, referent: Referent) -> list[str]:
        """The names and descriptions of a referent as the text has them, in text order."""
        text = self.source.text
        spans = [(name.start, _one_line(text[name.start : name.end])) for name in referent.names]
        spans += [(span.start, self._written(span)) for span in referent.descriptions]
        return [alias for _, alias in sorted(spans)]

    def _written(self, span: Span) -> str:
        """A description as a name: one line, its article in lower case, no preposition."""
        words = _one_line(self.source.text[span.start : span.end])
        first = next(iter(words_of(fold(words))), "")
        article = self.vocabulary.contractions.get(first)
        if first == "des" and self._ends_locution(span.start + len(first)):
            article = "les"
        if article is not None:  # « au procureur », « aux yeux des élus »
            return article + words[len(first) :]
        if first in self.vocabulary.determiners:
            return words[: len(first)].lower() + words[len(first) :]
        opening, small = words.split(" ")[0], self.vocabulary.function_words
        if fold(opening) in small and opening not in self.vocabulary.titles:
            return words[:1].lower() + words[1:]  # « Quelqu'un », but « Mes Roux »
        return words

    def _ends_locution(self, end: int) -> bool:
        """Whether « des » is the last word of a locution that names a source, and no indefinite."""
        before = " " + " ".join(
            fold(self.source.text[max(0, end - _LONGEST_LOCUTION) : end]).split()
        )
        return any(before.endswith(f" {one}") for one in self.vocabulary.source_prepositions)


def _one_line(words: str) -> str:
    """Words of the text as a name has them, whatever ends a line or may divide a word there."""
    return " ".join(words.replace("\u00ad", "").split())


_start: Final = attrgetter("start")
