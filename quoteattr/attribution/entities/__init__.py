"""Of whom a text speaks.

``referents`` are those that it names or describes, ``coreference`` joins their mentions into a
``discourse``. ``anaphors`` are what a pronoun or a description marks, ``antecedents`` who may stand
behind it, ``ties`` which of those described are somebody named before.
"""
