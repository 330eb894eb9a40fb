"""quoteattr inside other pipelines: a spaCy component, a Stanza processor.

Nothing is imported here: spaCy finds its component through entry points, and who wants the Stanza
processor imports ``quoteattr.integrations.stanza``.
"""
