"""Noun phrases for people and bodies that speak, as trees."""

from __future__ import annotations

import random
from dataclasses import dataclass

from training.french.tree import Token, Tree, Word
from training.french.verbs import elides, rows


@dataclass
class Speaker:
    """A noun phrase with what a verb agrees with."""

    tree: Tree
    gender: str
    number: str


def word(form: str, lemma: str, upos: str, feats: str, relation: str, head: Word | None) -> Word:
    return Word(form, lemma, upos, feats, relation, head)


def token(one: Word, space: str = " ") -> Token:
    return Token(one.form, [one], space)


def article(form: str, gender: str, number: str, head: Word) -> Token:
    """The definite article before a form."""
    if number == "Plur":
        return token(Word("les", "le", "DET", "Definite=Def|Number=Plur|PronType=Art", "det", head))
    if elides(form):
        feats = "Definite=Def|Number=Sing|PronType=Art"
        return token(Word("l'", "le", "DET", feats, "det", head), "")
    feats = f"Definite=Def|Gender={gender}|Number=Sing|PronType=Art"
    return token(Word("le" if gender == "Masc" else "la", "le", "DET", feats, "det", head))


def prepend(preposition: str, phrase: list[Token], head: Word) -> list[Token]:
    """Put *de* or *à* before a phrase, contracted with its article where French contracts."""
    contracted = {("de", "le"): "du", ("de", "les"): "des", ("à", "le"): "au", ("à", "les"): "aux"}
    case = Word(preposition, preposition, "ADP", "", "case", head)
    first = phrase[0]
    form = contracted.get((preposition, first.form))
    if form and first.words[0].upos == "DET":
        return [Token(form, [case, *first.words], first.space), *phrase[1:]]
    if preposition == "de" and elides(first.form):
        case.form = "d'"
        return [token(case, ""), *phrase]
    return [token(case), *phrase]


class Speakers:
    """A source of speakers: composed ones, and noun phrases of the treebanks."""

    def __init__(self, generator: random.Random, phrases: list[Tree]) -> None:
        self.random = generator
        self.phrases = phrases
        self.words: dict[str, list[tuple[str, str]]] = {}
        for kind, form, *rest in rows("words.tsv"):
            self.words.setdefault(kind, []).append((form, rest[0] if rest else ""))
        self.roles: list[tuple[str, str]] = []
        self.plurals: list[str] = []
        for row in rows("speakers.tsv"):
            forms = row + [""] * (3 - len(row))
            self.roles += [(f, g) for f, g in zip(forms[:2], ("Masc", "Fem"), strict=True) if f]
            self.plurals += [forms[2]] if forms[2] else []

    def pick(self, kind: str) -> tuple[str, str]:
        return self.random.choice(self.words[kind])

    def speaker(self) -> Speaker:
        """Any speaker; a third of them come from the treebanks."""
        if self.phrases and self.random.random() < 0.33:
            tree = self.random.choice(self.phrases).copy()
            return Speaker(tree, gender(tree.root), number(tree.root))
        make = self.random.choices(
            (self.name, self.surname, self.titled, self.role, self.role_and_name,
             self.name_and_role, self.body, self.pair, self.indefinite, self.former),
            (5, 3, 3, 5, 4, 4, 4, 1.5, 3, 1),
        )[0]  # fmt: skip
        return make()

    def name(self) -> Speaker:
        first, sex = self.pick("first")
        head = word(first, first, "PROPN", "", "nsubj", None)
        tokens = [token(head)]
        before = None
        for part in self.pick("last")[0].split(" "):
            upos = "ADP" if part == "de" else "PROPN"
            last = word(part, part, "PROPN" if upos == "PROPN" else "ADP", "", "flat:name", head)
            if before is not None:
                before.head, before.relation = last, "case"
            before = last if upos == "ADP" else None
            tokens.append(token(last))
        return Speaker(Tree(tokens), sex, "Sing")

    def surname(self) -> Speaker:
        last = self.pick("last")[0].split(" ")[-1]
        return Speaker(
            Tree([token(word(last, last, "PROPN", "", "nsubj", None))]),
            self.random.choice(("Masc", "Fem")),
            "Sing",
        )

    def titled(self) -> Speaker:
        form, lemma, sex = self.random.choice(
            (("M.", "monsieur", "Masc"), ("Mme", "madame", "Fem"), ("Me", "maître", "Masc"))
        )
        head = word(form, lemma, "NOUN", f"Gender={sex}|Number=Sing", "nsubj", None)
        last = self.pick("last")[0].split(" ")[-1]
        return Speaker(
            Tree([token(head), token(word(last, last, "PROPN", "", "nmod", head))]), sex, "Sing"
        )

    def noun(self, form: str, sex: str, plural: bool = False) -> tuple[Word, list[Token]]:
        """A role as a noun, with what stands before it in the same entry of the word list."""
        *before, last = form.split(" ")
        feats = f"Gender={sex}|Number={'Plur' if plural else 'Sing'}"
        head = word(last, last, "NOUN", feats, "nsubj", None)
        tokens = [token(word(form, form, "ADJ", feats, "amod", head)) for form in before]
        return head, [*tokens, token(head)]

    def complement(self, head: Word) -> list[Token]:
        """*de l'Intérieur*, *de Lyon*, *du club*."""
        if self.random.random() < 0.4:
            form = self.pick("place")[0]
            place = word(form, form, "PROPN", "", "nmod", head)
            return prepend("de", [token(place)], place)
        form, determiner = self.pick("body")
        sex = "Masc" if determiner == "le" else "Fem"
        body = word(form, form.lower(), "NOUN", f"Gender={sex}|Number=Sing", "nmod", head)
        return prepend("de", [article(form, sex, "Sing", body), token(body)], body)

    def role(self, complement: float = 0.5, determiner: bool = True) -> Speaker:
        form, sex = self.random.choice(self.roles)
        head, tokens = self.noun(form, sex)
        chance = self.random.random()
        if chance < 0.12:
            masculine, feminine = self.pick("adjective")
            adjective = masculine if sex == "Masc" else feminine
            feats = f"Gender={sex}|Number=Sing"
            tokens.insert(0, token(word(adjective, masculine, "ADJ", feats, "amod", head)))
        elif chance < 0.27:
            masculine, feminine = self.pick("origin")
            adjective = masculine if sex == "Masc" else feminine
            feats = f"Gender={sex}|Number=Sing"
            tokens.append(token(word(adjective, masculine, "ADJ", feats, "amod", head)))
        if determiner:
            tokens.insert(0, article(tokens[0].form, sex, "Sing", head))
        if self.random.random() < complement:
            tokens += self.complement(head)
        return Speaker(Tree(tokens), sex, "Sing")

    def role_and_name(self) -> Speaker:
        role, name = self.role(), self.name()
        comma = self.random.random() < 0.5
        return self.appose(role, name, comma, "appos" if comma else "nmod")

    def name_and_role(self) -> Speaker:
        name = self.name()
        if self.random.random() < 0.2:
            years = word("ans", "an", "NOUN", "Gender=Masc|Number=Plur", "appos", None)
            age = str(self.random.randint(15, 90))
            count = word(age, age, "NUM", "Number=Plur", "nummod", years)
            return self.appose(name, Speaker(Tree([token(count), token(years)]), "", ""), True)
        return self.appose(name, self.role(0.9, self.random.random() < 0.3), True)

    def appose(
        self, first: Speaker, second: Speaker, comma: bool, relation: str = "appos"
    ) -> Speaker:
        inner = second.tree.root
        inner.head, inner.relation = first.tree.root, relation
        tokens = [*first.tree.tokens]
        if comma:
            tokens[-1].space = ""
            tokens.append(token(word(",", ",", "PUNCT", "", "punct", inner)))
        return Speaker(Tree([*tokens, *second.tree.tokens]), first.gender, first.number)

    def body(self) -> Speaker:
        kind = self.random.choice(("group", "group", "acronym", "solo"))
        form, sex = self.pick(kind)
        if kind == "solo":
            head = word(form, form, "PROPN", "", "nsubj", None)
            return Speaker(Tree([token(head)]), "Masc", "Sing")
        if kind == "acronym":
            head = word(form, form, "PROPN", "", "nsubj", None)
            spelt = form if form in {"AFP", "ONU", "UE", "OMS"} else "x"
            return Speaker(Tree([article(spelt, sex, "Sing", head), token(head)]), sex, "Sing")
        head = word(form, form, "NOUN", f"Gender={sex}|Number=Sing", "nsubj", None)
        tokens = [article(form, sex, "Sing", head), token(head)]
        if self.random.random() < 0.4:
            tokens += self.complement(head)
        return Speaker(Tree(tokens), sex, "Sing")

    def pair(self) -> Speaker:
        first = self.random.choice((self.name, self.role, self.surname))()
        second = self.random.choice((self.name, self.role))()
        inner = second.tree.root
        inner.head, inner.relation = first.tree.root, "conj"
        and_ = token(word("et", "et", "CCONJ", "", "cc", inner))
        sex = "Fem" if first.gender == second.gender == "Fem" else "Masc"
        return Speaker(Tree([*first.tree.tokens, and_, *second.tree.tokens]), sex, "Plur")

    def indefinite(self) -> Speaker:
        if self.random.random() < 0.4:
            head, tokens = self.noun(self.random.choice(self.plurals), "Masc", plural=True)
            form, lemma = self.random.choice(
                (("des", "un"), ("plusieurs", "plusieurs"), ("certains", "certain"),
                 ("les", "le"), ("ses", "son"), ("ces", "ce"))
            )  # fmt: skip
            determiner = word(form, lemma, "DET", "Number=Plur", "det", head)
            return Speaker(Tree([token(determiner), *tokens]), "Masc", "Plur")
        form, sex = self.random.choice(self.roles)
        head, tokens = self.noun(form, sex)
        masculine, feminine, lemma, feats = self.random.choice(
            (("un", "une", "un", f"Definite=Ind|Gender={sex}|Number=Sing|PronType=Art"),
             ("son", "sa", "son", "Number=Sing|Poss=Yes"),
             ("ce", "cette", "ce", f"Gender={sex}|Number=Sing|PronType=Dem"))
        )  # fmt: skip
        before = masculine if sex == "Masc" else feminine
        if elides(tokens[0].form):
            before = {"sa": "son", "ce": "cet"}.get(before, before)
        tokens.insert(0, token(word(before, lemma, "DET", feats, "det", head)))
        return Speaker(Tree(tokens), sex, "Sing")

    def former(self) -> Speaker:
        """*ce dernier*, *celui-ci*."""
        sex = self.random.choice(("Masc", "Fem"))
        feats = f"Gender={sex}|Number=Sing"
        if self.random.random() < 0.5:
            form = "celui-ci" if sex == "Masc" else "celle-ci"
            feats = f"Gender={sex}|Number=Sing|Person=3|PronType=Dem"
            head = word(form, "celui-ci", "PRON", feats, "nsubj", None)
            return Speaker(Tree([token(head)]), sex, "Sing")
        form = "dernier" if sex == "Masc" else "dernière"
        head = word(form, "dernier", "ADJ", feats + "|NumType=Ord", "nsubj", None)
        form = "ce" if sex == "Masc" else "cette"
        before = word(form, "ce", "DET", feats + "|PronType=Dem", "det", head)
        return Speaker(Tree([token(before), token(head)]), sex, "Sing")


def gender(head: Word) -> str:
    return "Fem" if "Gender=Fem" in head.feats else "Masc"


def number(head: Word) -> str:
    return "Plur" if "Number=Plur" in head.feats else "Sing"
