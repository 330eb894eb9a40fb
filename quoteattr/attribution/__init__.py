"""Who says a quote: candidates, features that a linguist can read, and small log-linear models.

``passage`` lays the trees and the quotes over each other; ``layout``, ``nominals`` and ``view`` are
what stands there. ``cues``, ``kinds`` and ``mentions`` generate candidates and describe them by
features, ``ranking`` weighs them. ``tokens``, ``names``, ``descriptions``, ``roles`` and
``coreference`` find the referents of the whole text, ``antecedents``, ``neighbours`` and
``resolution`` who of them a mention stands for. ``scene`` holds all of it, ``readings`` chooses,
``assembly`` gives it out.
"""
