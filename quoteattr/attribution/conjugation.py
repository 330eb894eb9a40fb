"""Which verb a form is of, as far as its ending and the lexicons of verbs tell."""

from __future__ import annotations

from typing import Final

from quoteattr.attribution.vocabulary import Vocabulary


def is_present(form: str, vocabulary: Vocabulary) -> bool:
    """« accuse », « juge »: whether a form may be the singular present of a speech verb in -er."""
    return f"{form}r" in vocabulary.speech_verbs


def is_finite(form: str, vocabulary: Vocabulary) -> bool:
    """Whether a form may be the verb of a clause: « dénonce », « était », « a »."""
    listed = vocabulary.clause_words.get(form) == "finite" or form in vocabulary.verb_forms
    return listed or is_present(form, vocabulary)


def regular(form: str, vocabulary: Vocabulary) -> str:
    """The regular verb of speech that a form in the third person or a participle is of, empty for
    none: « rappellent » is of « rappeler », « annonça » of « annoncer », « bondissent » of
    « bondir »."""
    for infinitive, endings in _ENDINGS.items():
        for ending in endings:
            if not form.endswith(ending):
                continue
            stem = form.removesuffix(ending)
            stems = _with_accents(stem)
            if stem[-1:] == stem[-2:-1]:
                stems.append(stem[:-1])  # « appelle »
            if stem.endswith(("ç", "ge")):
                stems.append(stem[:-1] + "c" * stem.endswith("ç"))  # « annonça », « jugea »
            for one in stems:
                if one + infinitive in vocabulary.speech_verbs:
                    return one + infinitive
    return ""


_ENDINGS: Final = {
    "er": ("èrent", "aient", "ait", "ent", "ant", "a", "e", "é", "ée", "és", "ées"),
    "ir": ("issaient", "issait", "issant", "issent", "irent", "it", "i", "ie", "is", "ies"),
}
"""What a verb ends with in the third person and in its participles, by its infinitive."""


def infinitive_in_er(form: str, vocabulary: Vocabulary) -> str:
    """The speech verb in -er that a form may be a present or a participle of, empty for none:
    « juge » is of « juger », « complète » of « compléter », « martèle » of « marteler », « tweeté »
    of « tweeter », « jugeant » of « juger », « insinuant » of « insinuer »."""
    stems = _with_accents(form)
    if is_participle(form):
        stems.append(form[: form.rindex("é")] + "e")
    elif form.endswith(_PRESENT):
        stem = form.removesuffix(_PRESENT)
        stems += [stem, f"{stem}e"]
    found = (f"{stem}r" for stem in stems)
    return next((one for one in found if one in vocabulary.speech_verbs), "")


def _with_accents(stem: str) -> list[str]:
    """What a stem may be in the infinitive: « complète » is of « compléter », « martèle » of
    « marteler »."""
    before, grave, behind = stem.rpartition("è")
    return [stem, f"{before}é{behind}", f"{before}e{behind}"] if grave else [stem]


_PRESENT: Final = "ant"
"""The ending of present participles."""


def is_participle(form: str) -> bool:
    """« tweeté », « indignées »: the ending alone."""
    return form.endswith(("é", "ée", "és", "ées"))
