"""What the capitals of a text say: which words it has in lower case too, and which are surnames."""

from __future__ import annotations

from collections.abc import Sequence, Set

from attrs import frozen

from quoteattr.attribution import conjugation
from quoteattr.attribution.naming import gazetteer
from quoteattr.attribution.naming.tokens import Tokens
from quoteattr.attribution.vocabulary import Vocabulary


@frozen
class Capitals:
    """What a text says by its capitals."""

    lower: Set[str]
    """The words that it has in lower case."""
    capital: Set[str]
    """Those with a capital where it says something."""
    articled: Set[str]
    """Those with an article before them that has such a capital: « Pen » of « Marine Le Pen »."""
    surnames: Set[str]
    """Those right behind a first name: « Berger » of « Laurent Berger »."""
    tails: Set[tuple[str, ...]]
    """Names without their first word that begin with a particle or article: « von der Leyen »."""

    def with_particles(self, tokens: Tokens, first: int, last: int, vocabulary: Vocabulary) -> int:
        """Where a name begins with the particles before it, if a longer one there has both."""
        start = first
        while start and tokens.texts[start - 1] in vocabulary.name_particles:
            start -= 1
        return start if tuple(tokens.texts[start : last + 1]) in self.tails else first

    def is_surname(self, tokens: Tokens, at: int, vocabulary: Vocabulary) -> bool:
        """Whether a word that may be a noun is a surname: « dit Berger », « Berger dénonce » where
        the text has a Laurent Berger, but « le Berger », « Berger à Nay, il… »."""
        if tokens.texts[at] not in self.surnames or gazetteer.is_determined(tokens, at, vocabulary):
            return False
        if not tokens.opens(at):
            return True
        return conjugation.is_finite(tokens.folded_behind(at), vocabulary)

    def only_opens(self, tokens: Tokens, at: int, vocabulary: Vocabulary) -> bool:
        """Whether a word that would be a name by itself has its capital only because it opens a
        sentence: « Résultat », where the text has no capital for it anywhere else."""
        form = tokens.texts[at]
        known = gazetteer.is_title(form, vocabulary) or gazetteer.is_proper(form, vocabulary)
        return tokens.opens(at) and not known and form not in self.capital and not form.isupper()


def read(
    tokens: Tokens, found: Sequence[int], runs: Sequence[tuple[int, int]], vocabulary: Vocabulary
) -> Capitals:
    """What a text says by the words with a capital that were found in it, and by their runs."""
    told = [at for at in found if not tokens.opens(at)]
    return Capitals(
        {form for form in set(tokens.texts) if form[0].islower()},
        {tokens.texts[at] for at in told},
        {tokens.texts[at + 1] for at in told if gazetteer.is_article(tokens, at, vocabulary)},
        {
            tokens.texts[first + 1]
            for first, last in runs
            if last == first + 1 and gazetteer.is_first_name(tokens.texts[first], vocabulary)
        },
        {
            tuple(tokens.texts[first + 1 : last + 1])
            for first, last in runs
            if last > first + 1 and _opens_surname(tokens, first, vocabulary)
        },
    )


def _opens_surname(tokens: Tokens, first: int, vocabulary: Vocabulary) -> bool:
    """Whether the second word of a name opens a surname of several words: « Bruno Le Maire »."""
    if _is_foreign(tokens, first + 1, vocabulary):
        return True
    article = tokens.texts[first + 1] in gazetteer.ARTICLES and tokens.capital(first + 2)
    return article and gazetteer.is_first_name(tokens.texts[first], vocabulary)


def _is_foreign(tokens: Tokens, at: int, vocabulary: Vocabulary) -> bool:
    """Whether a word is a particle that is no French preposition: « ben », « von »."""
    form = tokens.texts[at]
    return form in vocabulary.name_particles and form not in vocabulary.prepositions
