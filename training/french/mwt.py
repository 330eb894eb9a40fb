"""The contractions of French as training sentences of one token each."""

from __future__ import annotations

from training.french.verbs import rows


def contractions() -> str:
    """CoNLL-U blocks for each contraction of ``contractions.tsv``, in three spellings."""
    blocks = []
    for form, first, second in rows("contractions.tsv"):
        spellings = (
            (form, first, second),
            (form.capitalize(), first.capitalize(), second),
            (form.upper(), first.upper(), second.upper()),
        )
        for surface, adposition, determiner in spellings:
            lines = [
                f"# text = {surface}",
                "1-2\t" + surface + "\t_" * 8,
                f"1\t{adposition}\t{first}\tADP\t_\t_\t0\troot\t_\t_",
                f"2\t{determiner}\tle\tDET\t_\t_\t1\tdet\t_\t_",
            ]
            blocks.append("\n".join(lines) + "\n\n")
    return "".join(blocks)
