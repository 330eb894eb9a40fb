"""The trees and the quotes of a text laid over each other.

``passage`` is a sentence with its tree, ``verbs`` and ``phrases`` what its words make up,
``layout`` and ``nominals`` those that could be cues and mentions. ``view`` is a quote as it stands
among them, ``states`` and ``echoes`` are what the text elsewhere says of it.
"""
