"""The loader of the shipped model: real loads, no network, clear errors."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from quoteattr.errors import InputError
from quoteattr.syntax import shipped

BASELINE = Path(__file__).resolve().parents[2] / "shared" / "models" / "stanza-fr-baseline"
TEXTS = [
    "« C'est une bonne nouvelle », a déclaré la ministre.",
    "Il pleut.",
    "Selon le maire, la route restera fermée jusqu'à lundi ; les riverains du quartier ont été "
    "prévenus par courrier et des panneaux seront posés aux deux entrées du village.",
    "« Non », dit-elle. « Je n'irai pas au bureau demain. »",
]


@pytest.fixture(scope="module")
def nlp() -> Any:
    pytest.importorskip("stanza")
    return shipped.pipeline(threads=1)


def rows(document: Any) -> list[list[tuple[Any, ...]]]:
    return [
        [(w.text, w.lemma, w.upos, w.feats, w.head, w.deprel) for w in sentence.words]
        for sentence in document.sentences
    ]


def test_import_leaves_stanza_alone() -> None:
    code = (
        "import sys, quoteattr.syntax.shipped\n"
        "print([m for m in ('stanza', 'torch', 'numpy') if m in sys.modules])"
    )
    python = [sys.executable, "-c", code]
    output = subprocess.run(python, capture_output=True, text=True, check=True)
    assert output.stdout.strip() == "[]"


def test_the_models_load_without_the_compiler_of_torch() -> None:
    code = (
        "import sys; from quoteattr.syntax import shipped; shipped.pipeline(threads=1);"
        "print('torch' in sys.modules, 'torch._dynamo' in sys.modules)"
    )
    output = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert output.stdout.split() == ["True", "False"]


def test_torch_is_left_as_it_was(nlp: Any) -> None:
    import torch

    before = dict(vars(torch.optim.Optimizer.add_param_group.__wrapped__))
    with pytest.raises(ZeroDivisionError), shipped.without_compiler():
        inside = torch.optim.SGD([torch.zeros(1)], lr=0.1)
        assert len(inside.param_groups) == 1
        raise ZeroDivisionError
    assert dict(vars(torch.optim.Optimizer.add_param_group.__wrapped__)) == before


def test_a_torch_without_the_mark_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    monkeypatch.setattr(torch.optim.Optimizer, "add_param_group", lambda self, group: None)
    before = dict(vars(torch.optim.Optimizer.add_param_group))
    with shipped.without_compiler():
        assert dict(vars(torch.optim.Optimizer.add_param_group)) == before


def test_five_processors(nlp: Any) -> None:
    assert set(nlp.processors) == {"tokenize", "mwt", "pos", "lemma", "depparse"}


def test_words_have_offsets_and_one_root_a_sentence(nlp: Any) -> None:
    text = "  ".join(TEXTS)
    document = nlp(text)
    for sentence in document.sentences:
        assert sum(word.head == 0 for word in sentence.words) == 1
        for token in sentence.tokens:
            assert text[token.start_char : token.end_char] == token.text


def test_contraction_is_two_words(nlp: Any) -> None:
    (sentence,) = nlp("Elle parle du village.").sentences
    assert [word.text for word in sentence.words] == ["Elle", "parle", "de", "le", "village", "."]


@pytest.mark.parametrize("marks", ["« {} »", "«{}»", "“{}”", '"{}"', "«\u00a0{}\u00a0»"])
def test_inverted_subject_after_a_quotation(nlp: Any, marks: str) -> None:
    text = marks.format("La route sera fermée demain") + ", a déclaré la ministre."
    words = [word for sentence in nlp(text).sentences for word in sentence.words]
    heads = {word.text: (word.deprel, words[word.head - 1].text) for word in words}
    assert heads["ministre"] == ("nsubj", "déclaré")


@pytest.mark.parametrize("incise", ["dit-elle", "assure-t-elle", "a-t-elle ajouté"])
def test_clitic_subject_of_an_incise(nlp: Any, incise: str) -> None:
    words = nlp(f"« La route sera fermée demain », {incise}.").sentences[0].words
    (clitic,) = [word for word in words if word.text.endswith("elle")]
    assert clitic.deprel == "nsubj"


@pytest.mark.parametrize("verb", ["regagné leurs maisons", "quitté la salle"])
def test_an_absolute_clause_has_its_own_subject(nlp: Any, verb: str) -> None:
    text = f"Le préfet ayant assuré que « tout est sous contrôle », les habitants ont {verb}."
    words = [word for sentence in nlp(text).sentences for word in sentence.words]
    heads = {word.text: (word.deprel, words[word.head - 1].text) for word in words}
    assert heads["préfet"] == ("nsubj", "assuré")
    assert heads["habitants"] == ("nsubj", verb.split()[0])


def test_a_verb_has_one_subject(nlp: Any) -> None:
    doubled = "Le quotidien « L'Éveil du Rif » titrait hier : « La soif »."  # without the option
    for text in (*TEXTS, doubled):
        for sentence in nlp(text).sentences:
            subjects = [word.head for word in sentence.words if word.deprel == "nsubj"]
            assert len(subjects) == len(set(subjects))


def test_an_inverted_clitic_is_a_token_with_offsets(nlp: Any) -> None:
    texts = ["Elle part du bureau.  « Non », dit-elle. Puis : «oui».", "Est-il là ?"]
    together = nlp.bulk_process(list(texts))
    for text, document in zip(texts, together, strict=True):
        tokens = [token for sentence in document.sentences for token in sentence.tokens]
        assert any(token.text in {"-elle", "-il"} for token in tokens)
        assert all(text[token.start_char : token.end_char] == token.text for token in tokens)
        assert rows(document) == rows(nlp(text))


def test_answers_do_not_depend_on_the_batch(nlp: Any) -> None:
    alone = [rows(nlp(text)) for text in TEXTS]
    together = [rows(document) for document in nlp.bulk_process(list(TEXTS))]
    backwards = [rows(document) for document in nlp.bulk_process(TEXTS[::-1])][::-1]
    assert alone == together == backwards


def test_answers_do_not_depend_on_threads(nlp: Any) -> None:
    import torch

    before = [rows(nlp(text)) for text in TEXTS]
    threads = torch.get_num_threads()
    try:
        assert [rows(shipped.pipeline(threads=2)(text)) for text in TEXTS] == before
    finally:
        torch.set_num_threads(threads)


def test_greedy_tree_is_what_the_full_search_finds() -> None:
    numpy = pytest.importorskip("numpy")
    search = pytest.importorskip("stanza.models.common.chuliu_edmonds").chuliu_edmonds_one_root
    generator = numpy.random.default_rng(7)
    found = 0
    for size in (2, 3, 4, 6, 9) * 200:
        scores = numpy.log(generator.random((size, size)))
        tree = shipped.greedy_tree(scores)
        if tree is not None:
            found += 1
            assert tree.tolist() == search(scores.copy()).tolist()
    assert 100 < found < 900


def test_spanning_tree_is_what_the_full_search_finds() -> None:
    numpy = pytest.importorskip("numpy")
    search = pytest.importorskip("stanza.models.common.chuliu_edmonds").chuliu_edmonds_one_root
    generator = numpy.random.default_rng(7)
    for size in (*(2, 3, 4, 6, 9) * 100, *(20, 40, 90) * 10):
        scores = numpy.log(generator.random((size, size)))
        assert shipped.spanning_tree(scores).tolist() == search(scores.copy()).tolist()


def test_greedy_heads_that_are_no_tree_are_refused() -> None:
    numpy = pytest.importorskip("numpy")
    low = numpy.full((3, 3), -9.0)
    cycle, roots = low.copy(), low.copy()
    cycle[1, 2] = cycle[2, 1] = 0.0
    roots[1, 0] = roots[2, 0] = 0.0
    assert shipped.greedy_tree(cycle) is None
    assert shipped.greedy_tree(roots) is None


def test_shipped_files_are_small_and_pure_data() -> None:
    torch = pytest.importorskip("torch")
    files = list(shipped.FOLDER.rglob("*.pt"))
    assert len(files) == 6
    assert sum(file.stat().st_size for file in files) <= 60_000_000
    for file in files:
        torch.load(file, map_location="cpu", weights_only=True)


def test_hashes_are_those_of_the_files() -> None:
    import hashlib

    french = json.loads((shipped.FOLDER / "resources.json").read_text(encoding="utf-8"))["fr"]
    for name in (*shipped.PROCESSORS, "pretrain"):
        ((package, entry),) = french[name].items()
        data = (shipped.FOLDER / "fr" / name / f"{package}.pt").read_bytes()
        assert hashlib.md5(data).hexdigest() == entry["md5"]


def test_no_path_of_the_training_machine_is_shipped() -> None:
    for file in shipped.FOLDER.rglob("*.pt"):
        data = file.read_bytes()
        for folder in (b"/home/", b"/work/", b"/root/", b"/tmp/"):
            assert folder not in data


def test_version_names_the_model() -> None:
    card = json.loads((shipped.FOLDER / "model.json").read_text(encoding="utf-8"))
    assert shipped.model_version() == f"{card['name']}-{card['version']}"


def test_version_of_another_folder_changes_with_its_content(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "resources.json").write_text("{}", encoding="utf-8")
    first = shipped.model_version(folder)
    (folder / "resources.json").write_text('{"fr": {}}', encoding="utf-8")
    assert first.startswith("mine-") and first != shipped.model_version(folder)


def test_empty_folder(tmp_path: Path) -> None:
    message = re.escape(f"no French model in {str(tmp_path)!r}. Point to")
    with pytest.raises(shipped.ModelError, match=message):
        shipped.pipeline(folder=tmp_path)
    with pytest.raises(shipped.ModelError, match=message):
        shipped.model_version(tmp_path)


def test_missing_package_data_says_reinstall(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shipped, "FOLDER", tmp_path)
    with pytest.raises(shipped.ModelError, match="Reinstall quoteattr"):
        shipped.pipeline()


def copied(tmp_path: Path) -> Path:
    """A model folder with names and empty files."""
    shutil.copy(shipped.FOLDER / "resources.json", tmp_path)
    for file in shipped.FOLDER.rglob("*.pt"):
        target = tmp_path / file.relative_to(shipped.FOLDER)
        target.parent.mkdir(parents=True)
        target.touch()
    return tmp_path


def test_missing_file_is_named(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    (file,) = (folder / "fr" / "lemma").iterdir()
    file.unlink()
    with pytest.raises(shipped.ModelError, match=r"lacks '.*lemma.*\.pt'\. "):
        shipped.pipeline(folder=folder)


def test_damaged_file(tmp_path: Path) -> None:
    pytest.importorskip("stanza")
    with pytest.raises(shipped.ModelError, match="cannot load the French model"):
        shipped.pipeline(folder=copied(tmp_path))


@pytest.mark.parametrize("content", ["{}", "[]", "no JSON", '{"name": "x"}'])
def test_a_damaged_card(tmp_path: Path, content: str) -> None:
    (tmp_path / "model.json").write_text(content)
    with pytest.raises(shipped.ModelError, match=r"model\.json names no model"):
        shipped.model_version(tmp_path)


def test_damaged_sentence_ends(tmp_path: Path) -> None:
    pytest.importorskip("stanza")
    folder = tmp_path / "model"
    shutil.copytree(shipped.FOLDER, folder)
    (folder / "boundaries.tsv").write_text("a\tb\n")
    with pytest.raises(shipped.ModelError, match="cannot read the sentence ends"):
        shipped.pipeline(folder=folder)


def test_pickled_code_is_not_run(tmp_path: Path) -> None:
    import pickle

    pytest.importorskip("stanza")
    folder = copied(tmp_path)
    witness = tmp_path / "witness"

    class Harmful:
        def __reduce__(self) -> tuple[Any, ...]:
            return (Path.touch, (witness,))

    for file in folder.rglob("*.pt"):
        file.write_bytes(pickle.dumps(Harmful(), protocol=2))
    with pytest.raises(shipped.ModelError):
        shipped.pipeline(folder=folder)
    assert not witness.exists()


@pytest.mark.parametrize("name", ["../other", "..", "a/b", ""])
def test_names_cannot_leave_the_folder(tmp_path: Path, name: str) -> None:
    folder = copied(tmp_path)
    index = folder / "resources.json"
    content = json.loads(index.read_text(encoding="utf-8"))
    content["fr"]["packages"]["default"]["lemma"] = name
    index.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(shipped.ModelError, match="no file name"):
        shipped.pipeline(folder=folder)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"fr": {"packages": {}}}', '{"fr": 3}'])
def test_resources_without_a_pipeline(tmp_path: Path, content: str) -> None:
    (tmp_path / "resources.json").write_text(content, encoding="utf-8")
    with pytest.raises(shipped.ModelError, match="lists no French pipeline"):
        shipped.pipeline(folder=tmp_path)


def test_threads_below_one() -> None:
    with pytest.raises(InputError, match="at least 1"):
        shipped.pipeline(threads=0)


@pytest.mark.skipif(not BASELINE.is_dir(), reason="needs ../shared")
def test_another_folder_of_the_same_layout() -> None:
    pytest.importorskip("stanza")
    nlp = shipped.pipeline(threads=1, folder=BASELINE)
    assert nlp("Il pleut.").sentences[0].words[1].lemma == "pleuvoir"
    assert shipped.model_version(BASELINE).startswith("stanza-fr-baseline-")
