"""Whom a text names and describes, by its characters alone, so that every parser gives the same.

``tokens`` are its words, ``gazetteer`` is what the lexicons say of them, ``runs`` and ``capitals``
what their capitals say; ``names`` are found with these. ``descriptions`` and ``appositions`` are
what else stands for somebody, ``clauses`` where those may stand, ``roles`` ties them to the names.
"""
