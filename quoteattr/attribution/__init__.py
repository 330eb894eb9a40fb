"""Who says a quote: candidates, features that a linguist can read, and small log-linear models.

``passage`` lays the trees and the quotes over each other, ``cues`` and ``mentions`` generate
candidates and describe them by features, ``ranking`` scores them, ``tokens``, ``names``, ``roles``
and ``entities`` find who stands behind a mention, ``attribute`` runs all of it.
"""
