"""Quotative sentences, composed from clauses of the treebanks and composed speakers.

Heads follow Sequoia and GSD: an incise hangs from the root of the quoted clause as ``parataxis``,
its subject is ``nsubj`` wherever it stands, a clause after a colon or *que* is ``ccomp``.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from training.french import marks as m
from training.french.speakers import Speaker, Speakers, prepend, token
from training.french.tree import Token, Tree, Word
from training.french.verbs import Verb, elides, verbs

MARK_FORMS = frozenset('"«»“”„‹›')
BRACKETS = frozenset("()[]{}/*|^~=")
FULL_STOPS = {".": 0.96, "!": 0.04}


@dataclass
class Sources:
    """What the treebanks lend: clauses, adjuncts, finite verbs."""

    clauses: list[Tree]
    questions: list[Tree]
    adjuncts: list[Tree]
    finite: list[Word]


def clause(tree: Tree, final: str = ".") -> Tree | None:
    """A sentence that can stand between marks, without its final point, else None."""
    forms = [word.form for word in tree.words]
    if not 4 <= len(forms) <= 34 or forms[-1] != final:
        return None
    if any(set(form) & (MARK_FORMS | BRACKETS) or form in {":", ";", "-", "–"} for form in forms):
        return None
    root = tree.root
    finite = "VerbForm=Fin" in root.feats or any(
        child.upos == "AUX" and "VerbForm=Fin" in child.feats for child in tree.children(root)
    )
    if not finite:
        return None
    if any(word.relation == "parataxis" for word in tree.words) or not forms[0][0].isupper():
        return None
    if tree.children(tree.words[-1]):
        return None
    copy = tree.copy()
    copy.tokens.pop()
    copy.tokens[-1].space = ""
    return copy


def noun_phrases(tree: Tree) -> list[Tree]:
    """Subjects of a sentence that could speak: names, and nouns with a determiner."""
    found = []
    for head in tree.words:
        if not head.relation.startswith("nsubj") or head.upos not in {"NOUN", "PROPN"}:
            continue
        piece = tree.piece(head)
        if piece is None or not 1 <= len(piece.tokens) <= 14:
            continue
        forms = [word.form for word in piece.words]
        if any(set(form) & (MARK_FORMS | BRACKETS) or form in {":", ";"} for form in forms):
            continue
        first, last = piece.words[0], piece.words[-1]
        if last.upos == "PUNCT" or first.upos not in {"DET", "PROPN"}:
            continue
        if head.upos == "NOUN" and first.upos != "DET":
            continue
        if first.upos == "DET":
            lower_first(piece)
        piece.tokens[-1].space = ""
        piece.root.relation = "nsubj"
        found.append(piece)
    return found


def adjuncts(tree: Tree) -> list[Tree]:
    """Short prepositional phrases that follow a verb."""
    found = []
    for head in tree.words:
        if head.relation != "obl" or head.head is None or head.head.upos != "VERB":
            continue
        piece = tree.piece(head)
        if piece is None or not 2 <= len(piece.tokens) <= 8:
            continue
        forms = [word.form for word in piece.words]
        if piece.words[0].upos != "ADP" or piece.words[-1].upos == "PUNCT":
            continue
        if not forms[0].islower() or any(set(form) & (MARK_FORMS | BRACKETS) for form in forms):
            continue
        piece.tokens[-1].space = ""
        found.append(piece)
    return found


def finite_verbs(tree: Tree) -> list[Word]:
    """Finite third-person verbs: any verb may introduce speech."""
    wanted = ("Person=3", "VerbForm=Fin", "Mood=Ind")
    return [
        word
        for word in tree.words
        if word.upos == "VERB" and all(part in word.feats for part in wanted)
        and word.form.islower() and "Number=" in word.feats and len(word.form) > 3
    ]  # fmt: skip


def lower_first(tree: Tree) -> Tree:
    """A piece with a small first letter, unless it begins with a name or an acronym."""
    first = tree.tokens[0]
    word = first.words[0]
    if word.upos != "PROPN" and first.form[:1].isupper() and not first.form[1:2].isupper():
        first.form = first.form[:1].lower() + first.form[1:]
        word.form = word.form[:1].lower() + word.form[1:]
    return tree


def raise_first(tokens: list[Token]) -> list[Token]:
    """Tokens with a capital first letter."""
    first = tokens[0]
    first.form = first.form[:1].upper() + first.form[1:]
    word = first.words[0]
    word.form = word.form[:1].upper() + word.form[1:]
    return tokens


def gaps(tree: Tree) -> list[int]:
    """Token positions before which only arcs from the root pass over."""
    root = tree.root
    place = {id(word): i for i, tok in enumerate(tree.tokens) for word in tok.words}
    open_ = set(range(2, len(tree.tokens) - 1))
    for word in tree.words:
        if word is root or word.head is root or word.head is None:
            continue
        low, high = sorted((place[id(word)], place[id(word.head)]))
        open_ -= set(range(low + 1, high + 1))
    return [i for i in sorted(open_) if tree.tokens[i - 1].space and tree.tokens[i].form != ","]


class Composer:
    """Composes quotative sentences, several at a time where a quotation runs over several."""

    def __init__(self, sources: Sources, speakers: Speakers, generator: random.Random) -> None:
        self.sources = sources
        self.speakers = speakers
        self.random = generator
        self.verbs = verbs()
        self.patterns: list[tuple[Callable[[], list[Tree]], float]] = [
            (self.after, 30),
            (self.inside, 13),
            (self.pronoun_after, 16),
            (self.colon, 12),
            (self.that, 12),
            (self.according_to, 9),
            (self.fragment, 8),
            (self.several, 9),
            (self.verbless, 1.5),
            (self.while_saying, 3),
        ]

    def compose(self) -> list[Tree]:
        """Sentences that belong together, one after the other."""
        patterns, weights = zip(*self.patterns, strict=True)
        trees: list[Tree] = self.random.choices(patterns, weights)[0]()
        return trees

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def quoted(self) -> Tree:
        return self.random.choice(self.sources.clauses).copy()

    # -- the reporting clause

    def verb(self, reflexive: bool | None = None) -> Verb:
        # The first verbs of the file are the common ones.
        pool = self.verbs[:30] if self.chance(0.4) else self.verbs
        if reflexive is not None:
            pool = [verb for verb in self.verbs if verb.reflexive == reflexive]
        return self.random.choice(pool)

    def predicate(self, speaker: Speaker, clitic: str = "") -> tuple[Word, list[Token]]:
        """Verb, auxiliary, reflexive pronoun and inverted clitic, agreeing with the speaker."""
        if self.sources.finite and self.chance(0.2):
            fitting = [w for w in self.sources.finite if f"Number={speaker.number}" in w.feats]
            if fitting:
                known = self.random.choice(fitting)
                head = Word(known.form, known.lemma, "VERB", known.feats, "parataxis")
                return head, self.clitic([token(head)], clitic, head)
        verb = self.verb()
        plural = speaker.number == "Plur"
        tense = self.random.choices(
            ("Pres", "Perf", "Past", "Imp", "Fut", "Pqp", "Cond"), (40, 38, 6, 5, 1, 5, 5)
        )[0]
        if plural and tense in {"Past", "Fut"}:
            tense = "Pres"
        simple = {
            "Pres": verb.present[plural],
            "Past": verb.past,
            "Imp": verb.imperfect.removesuffix("ait") + "aient" if plural else verb.imperfect,
            "Fut": verb.future,
        }
        feats = f"Mood={{}}|Number={speaker.number}|Person=3|Tense={{}}|VerbForm=Fin"
        if tense in simple:
            head = Word(simple[tense], verb.lemma, "VERB", feats.format("Ind", tense), "parataxis")
            tokens = self.clitic([token(head)], clitic, head)
        else:
            agreement = self.agreement(verb, speaker)
            head = Word(
                verb.participle + agreement[0], verb.lemma, "VERB", agreement[1], "parataxis"
            )
            auxiliary = self.auxiliary(verb, tense, plural)
            mood, time = {"Perf": ("Ind", "Pres"), "Pqp": ("Ind", "Imp"), "Cond": ("Cnd", "Pres")}[
                tense
            ]
            lemma = "être" if verb.reflexive else "avoir"
            aux = Word(auxiliary, lemma, "AUX", feats.format(mood, time), "aux:tense", head)
            tokens = self.clitic([token(aux)], clitic, head)
            if self.chance(0.18):
                adverb = self.speakers.pick("adverb")[0]
                tokens.append(token(Word(adverb, adverb, "ADV", "", "advmod", head)))
            tokens.append(token(head))
        if verb.reflexive:
            short = elides(tokens[0].form)
            pronoun = Word(
                "s'" if short else "se", "se", "PRON", "Person=3|PronType=Prs|Reflex=Yes",
                "expl:pv", head,
            )  # fmt: skip
            tokens.insert(0, token(pronoun, "" if short else " "))
        return head, tokens

    def auxiliary(self, verb: Verb, tense: str, plural: bool) -> str:
        forms = {
            "Perf": ("a", "ont", "est", "sont"),
            "Pqp": ("avait", "avaient", "était", "étaient"),
            "Cond": ("aurait", "auraient", "serait", "seraient"),
        }
        return forms[tense][2 * verb.reflexive + plural]

    def agreement(self, verb: Verb, speaker: Speaker) -> tuple[str, str]:
        """Ending and features of a participle; with *être* it agrees with the subject."""
        feats = "Gender={}|Number={}|Tense=Past|VerbForm=Part"
        if not verb.reflexive:
            return "", feats.format("Masc", "Sing")
        feminine, plural = speaker.gender == "Fem", speaker.number == "Plur"
        return "e" * feminine + "s" * plural, feats.format(speaker.gender, speaker.number)

    def clitic(self, tokens: list[Token], clitic: str, head: Word) -> list[Token]:
        """Add an inverted subject to the finite verb: *dit-elle*, *a-t-il*."""
        if not clitic:
            return tokens
        bridge = "-" if tokens[-1].form.endswith(("t", "d")) else "-t-"
        lemma = {"il": "lui", "elle": "lui", "ils": "eux", "elles": "eux"}.get(clitic, clitic)
        sex = "Fem" if clitic.startswith("elle") else "Masc"
        count = "Plur" if clitic.endswith("s") else "Sing"
        feats = f"Emph=No|Gender={sex}|Number={count}|Person=3|PronType=Prs"
        if clitic == "on":
            feats = "Number=Sing|Person=3|PronType=Ind"
        tokens[-1].space = ""
        form = bridge + clitic
        return [*tokens, token(Word(form, lemma, "PRON", feats, "nsubj", head))]

    def adjunct(self, head: Word) -> list[Token]:
        """*mardi*, *à l'AFP*, or a prepositional phrase of the treebanks."""
        chance = self.random.random()
        if chance < 0.3:
            day = self.speakers.pick("day")[0]
            feats = "Gender=Masc|Number=Sing"
            return [token(Word(day, day, "NOUN", feats, "obl", head))]
        if chance < 0.55:
            body = self.speakers.body().tree
            body.root.head, body.root.relation = head, "obl:arg"
            return prepend("à", body.tokens, body.root)
        if not self.sources.adjuncts:
            return []
        piece = self.random.choice(self.sources.adjuncts).copy()
        piece.root.head = head
        return self.spaced(piece.tokens)

    def addressee(self, head: Word) -> list[Token]:
        """*à la foule*, *à Luc Bernier*: never the subject."""
        person = self.random.choice((self.speakers.name, self.speakers.role))()
        person.tree.root.head, person.tree.root.relation = head, "obl:arg"
        return prepend("à", person.tree.tokens, person.tree.root)

    def spaced(self, tokens: list[Token]) -> list[Token]:
        if not tokens[-1].space:
            tokens[-1].space = " "
        return tokens

    def report(self, inverted: bool = True) -> tuple[Word, list[Token]]:
        """A reporting clause with a noun-phrase subject, after the verb or before it."""
        speaker = self.speakers.speaker()
        head, tokens = self.predicate(speaker)
        subject = self.spaced(speaker.tree.tokens)
        speaker.tree.root.head, speaker.tree.root.relation = head, "nsubj"
        if not inverted:
            inner = [w for w in speaker.tree.words if w.relation == "appos" and w.upos != "NUM"]
            if inner and subject[-1].form != "," and any(t.form == "," for t in subject):
                subject.append(self.comma(subject, inner[0]))
            tokens = [*subject, *tokens]
        elif self.chance(0.08):
            tokens = [*tokens, *self.addressee(head), *subject]
        elif self.chance(0.06):
            tokens = [*tokens, *self.adjunct(head), *subject]
        else:
            tokens = [*tokens, *subject]
        if inverted and self.chance(0.1):
            tokens += self.addressee(head)
        elif self.chance(0.3):
            tokens += self.adjunct(head)
        return head, tokens

    def pronoun_report(self, inverted: bool = True) -> tuple[Word, list[Token]]:
        """A reporting clause with *il*, *elle*, *ils*, *elles* or *on*."""
        form = self.random.choices(("il", "elle", "ils", "elles", "on"), (10, 10, 3, 1.5, 0.7))[0]
        speaker = Speaker(
            Tree([]),
            "Fem" if form.startswith("elle") else "Masc",
            "Plur" if form.endswith("s") else "Sing",
        )
        if inverted:
            head, tokens = self.predicate(speaker, clitic=form)
        else:
            head, tokens = self.predicate(speaker)
            _, (*_, last) = Word("", "", "", "", ""), self.clitic([Token("t", [])], form, head)
            last.form = last.words[0].form = form
            tokens.insert(0, last)
        if self.chance(0.08):
            tokens += self.addressee(head)
        elif self.chance(0.25):
            tokens += self.adjunct(head)
        return head, tokens

    # -- putting together

    def close(self, tokens: list[Token], root: Word, stop: str = ".") -> Tree:
        """A sentence: capital, final point, root."""
        tokens[-1].space = ""
        root.head, root.relation = None, "root"
        tokens.append(m.mark(stop, root, " "))
        return Tree(raise_first(tokens), "composed")

    def comma(self, tokens: list[Token], head: Word) -> Token:
        tokens[-1].space = ""
        return m.mark(",", head, " ")

    def join(self, before: list[Token], head: Word, after: list[Token]) -> list[Token]:
        return [*before, self.comma(before, head), *after]

    def after(self) -> list[Tree]:
        """« S », a déclaré NP."""
        return self.incise(self.report)

    def pronoun_after(self) -> list[Tree]:
        """« S », a-t-il déclaré. Or inside: « S », dit-elle, « S »."""
        if self.chance(0.35):
            return self.inside(self.pronoun_report)
        return self.incise(self.pronoun_report)

    def incise(self, report: Callable[[], tuple[Word, list[Token]]]) -> list[Tree]:
        quote, marks = self.quoted(), m.choose(self.random)
        asked = bool(self.sources.questions) and self.chance(0.05)
        if asked:
            quote = self.random.choice(self.sources.questions).copy()
        root = quote.root
        head, tokens = report()
        head.head, head.relation = root, "parataxis"
        body = quote.tokens
        body[-1].space = " "
        way = 0.75 if asked else self.random.random()
        if way < 0.66:
            body = self.join(m.wrap(body, root, marks), head, tokens)
        elif way < 0.74:
            body = [*m.wrap(body, root, marks), *tokens]
        elif way < 0.8:
            stop = "?" if asked else self.random.choice("!!.")
            body[-1].space = " " if stop in "!?" and self.chance(0.7) else ""
            body = [*m.wrap([*body, m.mark(stop, root, " ")], root, marks), *tokens]
            if self.chance(0.4):
                body = self.join(body[: -len(tokens)], head, tokens)
        elif way < 0.84:
            body = [*m.wrap([*body, self.comma(body, head)], root, marks), *tokens]
        elif way < 0.9:
            body = self.join(body, head, tokens)
        else:
            # The incise stands inside the marks: « S, dit NP. S. »
            opened = [m.mark(marks.opening, root, marks.space), *body]
            first = self.close(self.join(opened, head, tokens), root)
            return [first, self.closing(marks)]
        return [self.close(body, root)]

    def closing(self, marks: m.Marks) -> Tree:
        """A sentence that ends with the closing mark."""
        last = self.quoted()
        root = last.root
        last.tokens.append(m.mark(self.full_stop(), root, marks.space))
        last.tokens.append(m.mark(marks.closing, root, " "))
        last.source = "composed"
        return last

    def full_stop(self) -> str:
        return self.random.choices(list(FULL_STOPS), list(FULL_STOPS.values()))[0]

    def inside(self, report: Callable[[], tuple[Word, list[Token]]] | None = None) -> list[Tree]:
        """« S1 », a déclaré NP, « S2 »: one clause, interrupted."""
        quote, marks = self.quoted(), m.choose(self.random)
        places = gaps(quote)
        if not places:
            return self.incise(report or self.report)
        root = quote.root
        head, tokens = (report or self.report)()
        head.head, head.relation = root, "parataxis"
        place = self.random.choice(places)
        first, second = quote.tokens[:place], quote.tokens[place:]
        if first[-1].form == ",":
            first.pop()
        second[-1].space = " "
        if self.chance(0.5):
            first = m.wrap(first, root, marks)
            second = m.wrap(second, root, marks)
            body = self.join(self.join(first, head, tokens), head, second)
        else:
            body = m.wrap(self.join(self.join(first, head, tokens), head, second), root, marks)
        return [self.close(body, root)]

    def subject_first(self) -> tuple[Word, list[Token]]:
        return self.pronoun_report(False) if self.chance(0.3) else self.report(False)

    def colon(self) -> list[Tree]:
        """NP a déclaré : « S. »"""
        head, tokens = self.subject_first()
        quote, marks = self.quoted(), m.choose(self.random)
        root = quote.root
        root.head, root.relation = head, "ccomp"
        tokens[-1].space = self.random.choice((" ", " ", "\u00a0", ""))
        tokens.append(m.mark(":", root, " "))
        head.head, head.relation = None, "root"
        body = quote.tokens
        if self.chance(0.3):
            opened = [*tokens, m.mark(marks.opening, root, marks.space), *body]
            first = self.close(opened, head, self.full_stop())
            middle = [self.plain() for _ in range(self.random.choice((0, 0, 1)))]
            return [first, *middle, self.closing(marks)]
        if self.chance(0.5):
            body.append(m.mark(self.full_stop(), root, marks.space))
            body = m.wrap(body, root, marks)
            return [Tree(raise_first([*tokens, *body]), "composed")]
        body[-1].space = " "
        return [self.close([*tokens, *m.wrap(body, root, marks)], head)]

    def plain(self) -> Tree:
        """A sentence in the middle of a long quotation."""
        tree = self.quoted()
        return self.close(tree.tokens, tree.root)

    def that(self) -> list[Tree]:
        """NP a déclaré que « VP »."""
        head, tokens = self.subject_first()
        body = self.subordinate(head)
        return [self.close([*tokens, *body], head)]

    def subordinate(self, head: Word) -> list[Token]:
        quote = lower_first(self.random.choice(self.sources.clauses).copy())
        root = quote.root
        root.head, root.relation = head, "ccomp"
        body, marks = quote.tokens, m.choose(self.random)
        body[-1].space = " "
        way = self.random.random()
        if way < 0.4:
            body = m.wrap(body, root, marks)
        elif way < 0.85:
            places = [p for p in gaps(quote) if p < len(body) - 1]
            if places:
                place = self.random.choice(places)
                body = [*body[:place], *m.wrap(body[place:], root, marks)]
        short = elides(body[0].form)
        that = Word("qu'" if short else "que", "que", "SCONJ", "", "mark", root)
        return [token(that, "" if short else " "), *body]

    def according_to(self) -> list[Tree]:
        """Selon NP, « S ». And: « S », selon NP."""
        speaker = self.speakers.speaker()
        quote, marks = self.quoted(), m.choose(self.random)
        root = quote.root
        person = speaker.tree.root
        person.head, person.relation = root, "obl"
        phrase = self.spaced(speaker.tree.tokens)
        form = self.random.choices(("selon", "d'après", "pour"), (7, 2, 2))[0]
        if form == "d'après":
            de = Word("d'", "de", "ADP", "ExtPos=ADP", "case", person)
            rest = Word("après", "après", "ADP", "", "fixed", de)
            phrase = [token(de, ""), token(rest), *phrase]
        else:
            phrase = [token(Word(form, form, "ADP", "", "case", person)), *phrase]
        body = quote.tokens
        body[-1].space = " "
        before = self.chance(0.6)
        if before:
            lower_first(quote)
        way = self.random.random()
        if way < 0.5:
            body = m.wrap(body, root, marks)
        elif way < 0.8:
            body = self.spaced(m.scare(quote, self.random).tokens)
        if before:
            return [self.close(self.join(phrase, person, body), root)]
        return [self.close(self.join(body, person, phrase), root)]

    def fragment(self) -> list[Tree]:
        """A clause with a few words between marks, and an incise or a speaker after it."""
        quote = m.scare(self.quoted(), self.random)
        root = quote.root
        head, tokens = self.pronoun_report() if self.chance(0.3) else self.report()
        head.head, head.relation = root, "parataxis"
        return [self.close(self.join(self.spaced(quote.tokens), head, tokens), root)]

    def several(self) -> list[Tree]:
        """« S. S. S », a déclaré NP."""
        marks = m.choose(self.random)
        first = self.plain()
        root = first.root
        first.tokens.insert(0, m.mark(marks.opening, root, marks.space))
        middle = [self.plain() for _ in range(self.random.choice((0, 0, 1, 2)))]
        last = self.quoted()
        root = last.root
        head, tokens = self.pronoun_report() if self.chance(0.3) else self.report()
        head.head, head.relation = root, "parataxis"
        last.tokens[-1].space = marks.space
        body = [*last.tokens, m.mark(marks.closing, root, " ")]
        return [first, *middle, self.close(self.join(body, head, tokens), root)]

    def verbless(self) -> list[Tree]:
        """NP : « S »."""
        speaker = self.speakers.speaker()
        quote, marks = self.quoted(), m.choose(self.random)
        root = quote.root
        person = speaker.tree.root
        root.head, root.relation = person, "parataxis"
        tokens = self.spaced(speaker.tree.tokens)
        quote.tokens[-1].space = " "
        colon = m.mark(":", root, " ")
        return [self.close([*tokens, colon, *m.wrap(quote.tokens, root, marks)], person)]

    def while_saying(self) -> list[Tree]:
        """« S », a déclaré NP, tout en ajoutant que « VP »; en riant; avant d'ajouter : « S »."""
        trees = self.incise(self.report)
        if len(trees) > 1:
            return trees
        tree = trees[0]
        incise = next(
            (w for w in tree.words if w.relation == "parataxis" and w.head is tree.root), None
        )
        if incise is None or tree.tokens[-1].form != ".":
            return trees
        verb = self.verb(reflexive=False)
        final = tree.tokens.pop()
        if self.chance(0.5):
            form = verb.lemma
            head = Word(form, verb.lemma, "VERB", "VerbForm=Inf", "advcl", incise)
            short = elides(form)
            before = [
                token(Word("avant", "avant", "ADP", "", "mark", head)),
                token(
                    Word("d'" if short else "de", "de", "ADP", "", "mark", head),
                    "" if short else " ",
                ),
            ]
        else:
            feats = "Tense=Pres|VerbForm=Part"
            head = Word(verb.gerund, verb.lemma, "VERB", feats, "advcl", incise)
            before = [token(Word("en", "en", "ADP", "", "mark", head))]
            if self.chance(0.5):
                before.insert(0, token(Word("tout", "tout", "ADV", "", "advmod", head)))
        tail = [*before, token(head), *self.subordinate(head)]
        tokens = [*tree.tokens, self.comma(tree.tokens, head), *tail]
        tokens[-1].space = ""
        return [Tree([*tokens, final], "composed")]
