"""The lexicons that candidates and features look words up in, as one object."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from attrs import field, frozen

from quoteattr import lexicon


def fold(form: str) -> str:
    """A word as the lexicons write it: lower case, straight apostrophe."""
    return form.lower().replace("’", "'")


def _lexicon(name: str) -> Mapping[str, str]:
    return field(factory=lambda: lexicon.classes(name))  # type: ignore[no-any-return]


@frozen(eq=False)
class Vocabulary:
    """Word lists, each an entry → class mapping; every one can be replaced.

    ``Vocabulary(speech_verbs={**lexicon.classes("speech_verbs"), "slamer": "tone"})``
    """

    speech_verbs: Mapping[str, str] = _lexicon("speech_verbs")
    speech_nouns: Mapping[str, str] = _lexicon("speech_nouns")
    source_prepositions: Mapping[str, str] = _lexicon("source_prepositions")
    role_nouns: Mapping[str, str] = _lexicon("role_nouns")
    collective_nouns: Mapping[str, str] = _lexicon("collective_nouns")
    titles: Mapping[str, str] = _lexicon("titles")
    first_names: Mapping[str, str] = _lexicon("first_names")
    demonyms: Mapping[str, str] = _lexicon("demonyms")
    document_nouns: Mapping[str, str] = _lexicon("document_nouns")
    naming_words: Mapping[str, str] = _lexicon("naming_words")
    continuing_verbs: Mapping[str, str] = _lexicon("continuing_verbs")
    temporal_nouns: Mapping[str, str] = _lexicon("temporal_nouns")
    media: Mapping[str, str] = _lexicon("media")
    places: Mapping[str, str] = _lexicon("places")
    organisations: Mapping[str, str] = _lexicon("organisations")
    function_words: Mapping[str, str] = _lexicon("function_words")
    prepositions: Mapping[tuple[str, ...], tuple[tuple[str, ...], ...]] = field(
        init=False, repr=False
    )
    """The source prepositions cut into words, under their first one or two, longest first."""

    def __attrs_post_init__(self) -> None:
        by_first: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
        for phrase in self.source_prepositions:
            words = tuple(phrase.replace("'", "' ").split())
            by_first.setdefault(words[:2], []).append(words)
        ordered = {first: tuple(sorted(found, key=len, reverse=True)) for first, found in by_first.items()}
        object.__setattr__(self, "prepositions", ordered)


@cache
def default() -> Vocabulary:
    """The lexicons that the package ships."""
    return Vocabulary()
