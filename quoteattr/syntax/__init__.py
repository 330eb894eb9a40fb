"""Dependency trees: what the attribution reads, and the parsers that make them.

``tree`` is the one shape of a Universal Dependencies tree. ``boundaries`` finds the sentences of a
text, ``framing`` those that matter to its quotes, ``captions`` the lines that may name who utters
one, and ``excerpt`` says what of all these is parsed. ``stanza``, ``spacy`` and ``conllu`` are the
adapters that bring trees into that shape, ``shipped`` loads the model of the package.
"""
