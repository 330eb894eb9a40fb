"""Dependency trees: what the attribution reads, and the parsers that make them.

``tree`` is the one shape of a Universal Dependencies tree, ``excerpt`` says what of a text is
parsed, ``stanza``, ``spacy`` and ``conllu`` are the adapters that bring trees into that shape.
"""
