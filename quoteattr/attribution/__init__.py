"""Who says a quote: candidates, features that a linguist can read, and small log-linear models.

``passage`` lays the trees and the quotes over each other; ``verbs``, ``phrases``, ``layout``,
``nominals`` and ``view`` are what stands there, ``states`` and ``echoes`` what the text says of a
quote. ``cues``, ``kinds``, ``mentions`` and ``speakers`` generate candidates and describe them by
features, ``ranking`` weighs them. ``tokens``, ``gazetteer``, ``runs``, ``capitals`` and ``names``
find names, ``clauses``, ``descriptions``, ``appositions`` and ``roles`` what the text says of their
bearers, ``referents``, ``coreference`` and ``discourse`` are those of whom it speaks; ``anaphors``,
``antecedents``, ``ties``, ``neighbours`` and ``resolution`` who of them a mention stands for.
``scene`` holds all of it, ``readings`` chooses, ``confidence`` says how sure that is, ``assembly``
gives it out. ``vocabulary`` has the word lists.
"""
