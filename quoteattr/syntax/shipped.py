"""The French Stanza model in the package, as a ready pipeline.

Nothing is downloaded and nothing is executed from the files: every file is read as data
(``torch.load(weights_only=True)``), and no name in ``resources.json`` leads out of the folder.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from types import FunctionType, MethodType
from typing import TYPE_CHECKING, Any

from quoteattr.errors import InputError, ModelError
from quoteattr.syntax import boundaries

if TYPE_CHECKING:
    import stanza
    from stanza.models.common.pretrain import Pretrain

FOLDER = Path(__file__).resolve().parent.parent / "models"
CARD = "model.json"
"""What a folder packed by ``training.french`` says of itself."""
LANGUAGE = "fr"
PROCESSORS = ("tokenize", "mwt", "pos", "lemma", "depparse")
# Above four threads the matrices of one batch are too small to gain anything.
MOST_THREADS = 4
# The tokenizer sometimes leaves an inverted subject on its verb: dit-elle.
_INVERTED = re.compile(r"(?P<verb>[^\W\d_]+)(?P<clitic>-(?:t-)?(?:ils?|elles?|on))")
_LEFT_ALONE = "__dynamo_disable"
_NAME = re.compile(r"(?!\.+\Z)[\w.+-]+")


def pipeline(
    *, threads: int | None = None, folder: Path | None = None, **options: Any
) -> stanza.Pipeline:
    """Build a ``stanza.Pipeline`` (tokenize, mwt, pos, lemma, depparse) without the network.

    Args:
        threads: how many threads torch may use, for the whole process. None leaves torch's own
            number but never more than ``MOST_THREADS``. Answers do not depend on it. A process
            forked from one that has built a pipeline keeps to one thread.
        folder: a folder with ``resources.json`` and ``fr/<processor>/<package>.pt``. None is the
            model that the package ships.
        options: passed to ``stanza.Pipeline``.

    Raises:
        ModelError: if a file is missing or is not what it should be.
        ModuleNotFoundError: if stanza is not installed.
        InputError: if ``threads`` is below 1.
    """
    folder = FOLDER if folder is None else Path(folder)
    packages = _packages(folder)

    import stanza
    from stanza.models.common.foundation_cache import FoundationCache

    limit_threads(threads)
    cache = options.pop("foundation_cache", None) or FoundationCache(local_files_only=True)
    settings: dict[str, Any] = {
        "processors": ",".join(PROCESSORS),
        "use_gpu": False,
        "verbose": False,
        # In words. Larger batches take longer: their tables no longer fit the processor's cache.
        "depparse_batch_size": 500,
        # A verb has one subject; training left this off.
        "depparse_resolve_head_constraints": True,
        **options,
    }
    try:
        for name, package in packages:
            # Spelt as Stanza spells it.
            file = os.path.join(str(folder), LANGUAGE, name, f"{package}.pt")
            if name == "pretrain" and file not in cache.pretrains:
                cache.pretrains[file] = _vectors(file)
        with without_compiler():
            nlp = stanza.Pipeline(
                LANGUAGE,
                dir=str(folder),
                package="default",
                download_method=None,
                foundation_cache=cache,
                **settings,
            )
    except InputError:
        raise  # an option of a processor of ours
    except Exception as error:  # Stanza lets whatever a foreign or damaged file provokes pass.
        raise ModelError(
            f"cannot load the French model in {folder} with stanza {stanza.__version__}: "
            f"{error or type(error).__name__}. {_advice(folder)}"
        ) from error
    _quicken(nlp)
    if (folder / CARD).is_file() and not settings.get("tokenize_pretokenized"):
        _split_inverted_subjects(nlp)
        if not settings.get("tokenize_no_ssplit"):
            try:
                _look_again_at_sentence_ends(nlp, folder)
            except (OSError, ValueError) as error:
                raise ModelError(
                    f"cannot read the sentence ends in {folder}: {error}. {_advice(folder)}"
                ) from error
    return nlp


@contextmanager
def without_compiler() -> Iterator[None]:
    """Have torch make optimizers, within, without importing its compiler, which takes a second.

    Stanza makes one for each model that it loads, though nothing is trained. torch looks at a mark
    of its own whether the compiler has been told to leave a function alone already; a torch that
    has no such mark imports the compiler as ever.
    """
    from torch.optim import Optimizer

    function = getattr(Optimizer.add_param_group, "__wrapped__", None)
    if function is None or hasattr(function, _LEFT_ALONE):
        yield
        return
    setattr(function, _LEFT_ALONE, function)
    try:
        yield
    finally:
        vars(function).pop(_LEFT_ALONE, None)


def limit_threads(threads: int | None) -> None:
    """Set how many threads torch may use, as ``pipeline`` has it; a forked process keeps to one.

    Raises:
        InputError: if ``threads`` is below 1.
    """
    if threads is not None and threads < 1:
        raise InputError(f"threads must be at least 1, not {threads}")
    import torch

    if _survive_forks() == os.getpid():
        torch.set_num_threads(threads or min(torch.get_num_threads(), MOST_THREADS))


@cache
def _survive_forks() -> int:
    """Let processes forked from this one, whose number it gives, compute in one thread: torch's
    others do not live on in them, and a child that waits for them never answers."""
    import torch

    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=partial(torch.set_num_threads, 1))
    return os.getpid()


def model_version(folder: Path | None = None) -> str:
    """Name and version of a model folder.

    The shipped model names itself in ``model.json``. Another folder is named by itself and the
    first eight digits of the hash of its ``resources.json``.

    Raises:
        ModelError: if the folder holds no model.
    """
    folder = FOLDER if folder is None else Path(folder)
    card = folder / CARD
    if card.is_file():
        try:
            content = json.loads(card.read_text(encoding="utf-8"))
            return f"{content['name']}-{content['version']}"
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelError(f"{card} names no model: {error!r}. {_advice(folder)}") from error
    index = _index(folder).read_bytes()
    return f"{folder.resolve().name}-{hashlib.sha256(index).hexdigest()[:8]}"


def _advice(folder: Path) -> str:
    if folder == FOLDER:
        return (
            "Reinstall quoteattr with a recent stanza (pip install --upgrade --force-reinstall "
            "quoteattr): its package data is incomplete, damaged or newer than stanza."
        )
    return "Point to a folder that holds resources.json and fr/<processor>/<package>.pt."


def _index(folder: Path) -> Path:
    index = folder / "resources.json"
    if not index.is_file():
        raise ModelError(f"there is no French model in {str(folder)!r}. {_advice(folder)}")
    return index


def _packages(folder: Path) -> list[tuple[str, str]]:
    """The default packages of ``resources.json``, each behind the name of its processor, and those
    that they need, after a look at names and files."""
    try:
        french = json.loads(_index(folder).read_text(encoding="utf-8"))[LANGUAGE]
        default = french["packages"]["default"]
        wanted = [(name, default[name]) for name in PROCESSORS]
        for name, package in tuple(wanted):
            for needed in french.get(name, {}).get(package, {}).get("dependencies") or ():
                wanted.append((needed["model"], needed["package"]))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(
            f"resources.json in {folder} lists no French pipeline: {error!r}. {_advice(folder)}"
        ) from error
    for name, package in wanted:
        if not (_NAME.fullmatch(str(name)) and _NAME.fullmatch(str(package))):
            raise ModelError(
                f"resources.json in {folder} names {name}/{package}, which is no file name. "
                f"{_advice(folder)}"
            )
        file = folder / LANGUAGE / name / f"{package}.pt"
        if not file.is_file():
            raise ModelError(f"the French model lacks {str(file)!r}. {_advice(folder)}")
    return wanted


def _vectors(file: str) -> Pretrain:
    """Word vectors, of the compact packing that quoteattr ships or as Stanza saves them.

    They may be float16 on disk; layers compute in float32 and would refuse them.
    """
    import torch
    from stanza.models.common.pretrain import Pretrain, PretrainedWordVocab
    from stanza.models.common.vocab import VOCAB_PREFIX

    data = torch.load(file, map_location="cpu", weights_only=True)
    pretrain = Pretrain(file)
    pretrain._emb = data["emb"].to(torch.float32)
    if "vocab" in data:
        pretrain._vocab = PretrainedWordVocab.load_state_dict(data["vocab"])
        return pretrain
    keys = bytes(data["keys"].numpy()).decode("utf-8").split("\n")
    rows = data["rows"].tolist()
    units = [*VOCAB_PREFIX, *[""] * (len(pretrain._emb) - len(VOCAB_PREFIX))]
    for key, row in zip(keys, rows, strict=True):
        units[row] = units[row] or key
    numbers = {unit: number for number, unit in enumerate(VOCAB_PREFIX)}
    numbers.update(zip(keys, rows, strict=True))
    state = {"lang": LANGUAGE, "idx": 0, "cutoff": 0, "lower": False}
    pretrain._vocab = PretrainedWordVocab.load_state_dict(
        {**state, "_unit2id": numbers, "_id2unit": units}
    )
    return pretrain


def _look_again_at_sentence_ends(nlp: stanza.Pipeline, folder: Path) -> None:
    """Make this pipeline's tokenizer weigh what ``boundaries`` sees, if the folder has weights."""
    weights = boundaries.read(folder)
    trainer = getattr(nlp.processors["tokenize"], "trainer", None)
    if weights is not None and trainer is not None:
        predict = trainer.predict
        trainer.predict = lambda batch: weights.revise(predict(batch), batch[3])


def _split_inverted_subjects(nlp: stanza.Pipeline) -> None:
    """Make this pipeline's tokenizer give every inverted clitic a token of its own."""
    tokenizer = nlp.processors["tokenize"]
    process, bulk_process = tokenizer.process, tokenizer.bulk_process
    tokenizer.process = lambda text: _with_clitics(process(text))
    tokenizer.bulk_process = lambda documents: [
        _with_clitics(document) for document in bulk_process(documents)
    ]


def _with_clitics(document: Any) -> Any:
    """A tokenized document in which ``dit-elle`` is ``dit`` and ``-elle``."""
    tokens = (token.text for sentence in document.sentences for token in sentence.tokens)
    if not any(_INVERTED.fullmatch(token) for token in tokens):
        return document
    sentences = []
    for sentence in document.to_dict():
        row: list[dict[str, Any]] = []
        for token in sentence:
            found = _INVERTED.fullmatch(token["text"])
            if found is None:
                row.append(token)
                continue
            middle = token["start_char"] + found.end("verb")
            verb = {"text": found["verb"], "end_char": middle, "misc": "SpaceAfter=No"}
            row.append({**token, **verb})
            row.append({**token, "text": found["clitic"], "start_char": middle})
        sentences.append([{**token, "id": (i,)} for i, token in enumerate(row, start=1)])
    return type(document)(sentences, text=document.text)


def _quicken(nlp: stanza.Pipeline) -> None:
    """Save this pipeline, and no other, work that changes no answer.

    The parser searches for a tree only where the greedy heads are none, and in fewer steps; the
    tagger computes its bilinear layers as matrix products.
    """
    import torch
    from stanza.models.depparse.model import GraphParser

    tagger = getattr(getattr(nlp.processors.get("pos"), "trainer", None), "model", None)
    for layer in tagger.modules() if isinstance(tagger, torch.nn.Module) else ():
        if isinstance(layer, torch.nn.Bilinear):
            layer.__dict__["forward"] = MethodType(_bilinear, layer)
    model = getattr(getattr(nlp.processors.get("depparse"), "trainer", None), "model", None)
    if isinstance(model, GraphParser) and hasattr(model, "decode_graph_predictions"):
        model.__dict__["decode_graph_predictions"] = _decode


def _bilinear(layer: Any, left: Any, right: Any) -> Any:
    """What ``torch.nn.Bilinear`` computes for matrices, in two products."""
    import torch

    outputs, inner, outer = layer.weight.shape
    table = layer.weight.permute(1, 0, 2).reshape(inner, outputs * outer)
    between = (left @ table).view(-1, outputs, outer)
    return torch.bmm(between, right.unsqueeze(2)).squeeze(2) + layer.bias


def _decode(
    vocabulary: Any,
    batch_size: int,
    predictions: list[Any],
    lengths: list[int],
    resolve_head_constraints: bool = False,
) -> list[list[list[Any]]]:
    """Heads and relations of a batch, as ``GraphParser.decode_graph_predictions`` gives them."""
    import numpy
    from stanza.models.common.vocab import VOCAB_PREFIX_SIZE

    sentences = []
    for number, length in enumerate(lengths[:batch_size]):
        scores = predictions[0][number][:length, :length]
        tree = spanning_tree(scores)
        labels = predictions[1][number][numpy.arange(1, length), tree[1:]]
        relations = vocabulary.unmap(labels)
        if resolve_head_constraints and _clashes(tree, relations):
            likelihoods = predictions[2][number][:length, :length, :]
            scores, likelihoods = _with_absolutes(scores, likelihoods, tree, relations, vocabulary)
            tree = spanning_tree(scores)
            tree, labels = _resolver()(scores, likelihoods, tree, vocabulary, length)
            relations = vocabulary.unmap([label + VOCAB_PREFIX_SIZE for label in labels])
        sentences.append([list(pair) for pair in zip(tree[1:], relations, strict=True)])
    return sentences


def _clashes(tree: Any, relations: list[str]) -> list[tuple[int, str, list[int]]]:
    """Heads with two subjects or two objects: the head, what it has twice, and its dependents."""
    from stanza.models.depparse.head_constraints import find_head_constraint_violations

    found: list[tuple[int, str, list[int]]] = find_head_constraint_violations(tree, relations)
    return found


_CERTAIN = 1000.0
"""More than all arcs of a sentence together can weigh against one."""


def _with_absolutes(
    scores: Any, likelihoods: Any, tree: Any, relations: list[str], vocabulary: Any
) -> tuple[Any, Any]:
    """The scores of a sentence in which absolute clauses have their own subjects.

    « Le maire ayant refusé, les élus sont partis. »: of two subjects of one verb, the first with a
    clause of its own between itself and the second, the first is the subject of that clause.
    """
    from stanza.models.common.vocab import VOCAB_PREFIX_SIZE

    scores, likelihoods = scores.copy(), likelihoods.copy()
    adverbial = vocabulary.unit2id("advcl") - VOCAB_PREFIX_SIZE
    subject = vocabulary.unit2id("nsubj") - VOCAB_PREFIX_SIZE
    for verb, kind, (first, *others) in _clashes(tree, relations):
        if kind != "subj" or adverbial < 0 or subject < 0:
            continue
        for clause in range(first + 1, min(others[0], verb)):
            if tree[clause] == first and relations[clause - 1] == "acl":
                scores[clause, verb] += _CERTAIN
                scores[first, clause] += _CERTAIN
                likelihoods[clause, verb, adverbial] += _CERTAIN
                likelihoods[first, clause, subject] += _CERTAIN
                break
    return scores, likelihoods


@cache
def _resolver() -> Any:
    """Stanza's repair of a head with two subjects, with our search for trees inside it."""
    from stanza.models.depparse.head_constraints import resolve_head_constraint_violations

    original = resolve_head_constraint_violations
    names = {**original.__globals__, "chuliu_edmonds_one_root": spanning_tree}
    return FunctionType(original.__code__, names, original.__name__, original.__defaults__)


def spanning_tree(scores: Any) -> Any:
    """The maximum spanning tree with one root: the head of every word, 0 for the root itself.

    Args:
        scores: a square array, ``scores[word, head]``, with the root at 0.
    """
    tree = greedy_tree(scores)
    return _contracted_tree(scores) if tree is None else tree


def greedy_tree(scores: Any) -> Any:
    """The best head of every word, if these heads form a tree with one root, else None.

    Such a tree is the maximum spanning tree: no tree can give any word a better head.

    Args:
        scores: a square array, ``scores[word, head]``, with the root at 0.
    """
    import numpy

    size = len(scores)
    table = scores.astype(numpy.float64)
    numpy.fill_diagonal(table, -numpy.inf)
    heads = table.argmax(axis=1)
    heads[0] = 0
    if size > 1 and numpy.count_nonzero(heads[1:] == 0) != 1:
        return None
    reached = heads
    step = 1
    while step < size:
        reached = reached[reached]
        step *= 2
    return None if reached.any() else heads


def _contracted_tree(scores: Any) -> Any:
    """The same by the algorithm of Chu, Liu and Edmonds, each cycle contracted in place."""
    import numpy

    table = scores.astype(numpy.float64)
    # An arc from the root costs more than all others together can gain: there will be one.
    table[:, 0] += table[numpy.isfinite(table)].min() * len(table)
    numpy.fill_diagonal(table, -numpy.inf)
    heads = table.argmax(axis=1)
    heads[0] = 0
    contractions = []
    while (cycle := _cycle(heads)) is not None:
        kept, gone = cycle[0], cycle[1:]
        inside = heads[cycle]
        # To break the cycle at a word costs what the arc into it was worth.
        entering = table[cycle] - table[cycle, inside][:, None]
        leaving = table[:, cycle]
        entry, exit = entering.argmax(axis=0), leaving.argmax(axis=1)
        contractions.append((cycle, inside, cycle[entry], cycle[exit]))
        table[kept] = entering.max(axis=0)
        table[:, kept] = leaving.max(axis=1)
        table[:, gone] = -numpy.inf
        table[kept, cycle] = -numpy.inf
        table[gone] = -numpy.inf
        table[gone, 0] = 0.0
        heads = table.argmax(axis=1)
        heads[0] = 0
    for cycle, inside, entry, exit in reversed(contractions):
        outer = heads[cycle[0]]
        within = heads == cycle[0]
        heads[within] = exit[within]
        heads[cycle] = inside
        heads[entry[outer]] = outer
    return heads


def _cycle(heads: Any) -> Any:
    """The words of one cycle, None where there is none."""
    import numpy

    reached = heads
    step = 1
    while step < len(heads):
        reached = reached[reached]
        step *= 2
    caught = reached.nonzero()[0]
    if not len(caught):
        return None
    first = reached[caught[0]]
    cycle = [first]
    while (head := heads[cycle[-1]]) != first:
        cycle.append(head)
    return numpy.array(cycle)
