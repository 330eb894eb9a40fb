"""Gold tags replaced by predicted ones, heads and relations untouched."""

from __future__ import annotations

from pathlib import Path


def retag(source: Path, target: Path, tagger: Path, pretrain: Path) -> float:
    """Tag a CoNLL-U file and return the share of words whose UPOS was right."""
    import torch
    from stanza.models.common.doc import FEATS, UPOS, XPOS
    from stanza.models.common.pretrain import Pretrain
    from stanza.models.common.utils import unsort
    from stanza.models.pos.data import Dataset
    from stanza.models.pos.trainer import Trainer
    from stanza.utils.conll import CoNLL

    vectors = Pretrain(str(pretrain))
    trainer = Trainer(pretrain=vectors, model_file=str(tagger), device="cpu", args={})
    document = CoNLL.conll2doc(str(source))
    gold = document.get([UPOS])
    dataset = Dataset(
        document, trainer.args, vectors, vocab=trainer.vocab, evaluation=True, sort_during_eval=True
    )
    tags: list[list[list[str]]] = []
    order: list[int] = []
    with torch.no_grad():
        for batch in dataset.to_length_limited_loader(150, 4000):
            tags += trainer.predict(batch)
            order.extend(batch.idx)
    document.set([UPOS, XPOS, FEATS], [tag for sent in unsort(tags, order) for tag in sent])
    CoNLL.write_doc2conll(document, str(target))
    predicted = document.get([UPOS])
    return round(sum(p == g for p, g in zip(predicted, gold, strict=True)) / len(gold), 4)
