"""The answers to documents, a batch at a time, each document's faults its own."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final, Protocol

from quoteattr.errors import InputError, ModelError, warnings_in_words
from quoteattr.formats.documents import Document
from quoteattr.model import Quotes

BATCH: Final = 32
"""How many documents are parsed together."""


class Parser(Protocol):
    """What is asked of a ``QuoteParser``."""

    def load(self) -> Any: ...
    def __call__(self, text: str) -> Quotes: ...
    def pipe(self, texts: Iterable[str], batch_size: int = ...) -> Iterator[Quotes]: ...


def answers_to(
    documents: Sequence[Document], parser: Parser, say: Callable[[str], object]
) -> Iterator[Quotes | Exception]:
    """The quotes of each document, in order, or what its reading raised.

    The documents are parsed together; where one of them fails, one by one. ``say`` is given each
    of our warnings as a line that names its document. Raises ``ModelError``, which is the fault of
    none of them.
    """
    together = _together(documents, parser, say)
    for document in documents:
        answer: Quotes | Exception
        try:
            with warnings_in_words(say, document.where):
                if document.text is None:
                    answer = _of_trees(document, parser)
                elif together is not None:
                    answer = together.popleft()
                else:
                    answer = parser(document.text)
        except ModelError:
            raise
        except Exception as error:
            answer = error
        # Outside of it: what the caller does meanwhile warns as ever.
        yield answer


def _together(
    documents: Sequence[Document], parser: Parser, say: Callable[[str], object]
) -> deque[Quotes] | None:
    """The answers to all texts, None where one of them fails: one by one, it comes to light."""
    texts = [document.text for document in documents if document.text is not None]
    found: deque[Quotes] = deque()
    said: list[str] = []
    try:
        stream = parser.pipe(texts, batch_size=BATCH)
        for document in documents:
            if document.text is not None:
                with warnings_in_words(said.append, document.where):
                    found.append(next(stream))
    except ModelError:
        raise
    except Exception:
        return None
    for line in said:
        say(line)
    return found


def _of_trees(document: Document, parser: Any) -> Quotes:
    trees = document.trees or ""
    quotes: Quotes
    try:
        quotes = parser.from_conllu(trees)
    except InputError:
        # Blank lines in place of what stands before them: now the error names the file's line.
        quotes = parser.from_conllu("\n" * ((document.line or 1) - 1) + trees)
    return quotes
