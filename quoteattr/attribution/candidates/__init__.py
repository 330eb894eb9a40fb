"""What may say who utters a quote, described by features that a linguist can read.

``cues`` are the candidates for a cue, a quote without one and a term among them, which ``kinds``
describes; ``mentions`` are those for the speaker at each, and ``speakers`` what the likeliest of
them says of the cue.
"""
