"""One of Stanza's own trainers, with a fixed number of threads and a learning-rate schedule.

Run in a process of its own: ``python -m training.french.trainer PROCESSOR [--schedule …] ARGS``.
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


def main(arguments: Sequence[str]) -> None:
    """Run a trainer: tokenizer, mwt_expander, lemmatizer, tagger or parser."""
    import torch

    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
    name, *rest = arguments
    if rest[:1] == ["--schedule"]:
        first, last, warmup, total = rest[1].split(",")
        module = "pos" if name == "tagger" else "depparse"
        trainer = importlib.import_module(f"stanza.models.{module}.trainer").Trainer
        scheduled(trainer, float(first), float(last), int(warmup), int(total))
        rest = rest[2:]
    importlib.import_module(f"stanza.models.{name}").main(rest)


if __name__ == "__main__":
    main(sys.argv[1:])
