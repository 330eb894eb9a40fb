"""One of Stanza's own trainers, with a fixed number of threads and a learning-rate schedule.

Run in a process of its own: ``python -m training.french.trainer PROCESSOR [--schedule …]
[--vocabulary …] ARGS``.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from typing import Any


def scheduled(trainer: type, first: float, last: float, warmup: int, total: int) -> None:
    """Make a trainer's learning rate rise over ``warmup`` updates, then fall linearly."""
    update = trainer.update  # type: ignore[attr-defined]

    def scheduled_update(self: Any, *args: Any, **keywords: Any) -> Any:
        start = getattr(self, "global_step", 0)
        step = self.scheduled_step = getattr(self, "scheduled_step", start) + 1
        if step < warmup:
            rate = first * step / warmup
        else:
            done = min(1.0, (step - warmup) / (total - warmup))
            rate = first + (last - first) * done
        optimizers = getattr(self, "optimizers", None) or self.optimizer
        for optimizer in optimizers.values():
            for group in optimizer.param_groups:
                group["lr"] = rate
        return update(self, *args, **keywords)

    trainer.update = scheduled_update  # type: ignore[attr-defined]


def quicken() -> None:
    """Compute bilinear layers as matrix products: half of the tagger's time goes there."""
    import torch

    def forward(self: Any, left: Any, right: Any) -> Any:
        outputs, inner, outer = self.weight.shape
        table = self.weight.permute(1, 0, 2).reshape(inner, outputs * outer)
        between = (left @ table).view(-1, outputs, outer)
        return torch.bmm(between, right.unsqueeze(2)).squeeze(2) + self.bias

    torch.nn.Bilinear.forward = forward  # type: ignore[method-assign]


def keep_vocabulary(checkpoint: str) -> None:
    """Make the parser use the numbers of a checkpoint's vocabulary for other training data."""
    import torch
    from stanza.models.depparse.data import Dataset
    from stanza.models.pos.vocab import MultiVocab

    content = torch.load(checkpoint, map_location="cpu", weights_only=True)
    vocabulary = MultiVocab.load_state_dict(content["vocab"])
    Dataset.init_vocab = lambda self, data: vocabulary


def main(arguments: Sequence[str]) -> None:
    """Run a trainer: tokenizer, mwt_expander, lemmatizer, tagger or parser."""
    import torch

    # Vanishing gradients are denormal numbers, and those are slow.
    torch.set_flush_denormal(True)
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
    quicken()
    name, *rest = arguments
    if rest[:1] == ["--schedule"]:
        first, last, warmup, total = rest[1].split(",")
        module = "pos" if name == "tagger" else "depparse"
        trainer = importlib.import_module(f"stanza.models.{module}.trainer").Trainer
        scheduled(trainer, float(first), float(last), int(warmup), int(total))
        rest = rest[2:]
    if rest[:1] == ["--vocabulary"]:
        keep_vocabulary(rest[1])
        rest = rest[2:]
    importlib.import_module(f"stanza.models.{name}").main(rest)


if __name__ == "__main__":
    main(sys.argv[1:])
