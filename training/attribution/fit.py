"""Fitting a log-linear model: conditional logistic regression with an L2 penalty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from quoteattr.attribution.ranking import Ranker
from training.attribution.examples import Example


def fit(examples: Sequence[Example], *, strength: float, fewest: int = 4) -> Ranker:
    """The weights that make the right candidates likeliest.

    ``strength`` is the inverse of the penalty, ``fewest`` the number of candidates that a feature
    must stand in to get a weight. Examples without a right candidate teach nothing.
    """
    usable = [one for one in examples if any(one.right) and not all(one.right)]
    counts = Counter(
        feature for one in usable for features in one.candidates for feature in set(features)
    )
    known = {
        name: at for at, name in enumerate(sorted(n for n, c in counts.items() if c >= fewest))
    }
    columns: list[int] = []
    rows = [0]
    groups: list[int] = []
    right: list[bool] = []
    for group, one in enumerate(usable):
        for features, correct in zip(one.candidates, one.right, strict=True):
            columns.extend(known[feature] for feature in sorted(set(features)) if feature in known)
            rows.append(len(columns))
            groups.append(group)
            right.append(correct)
    matrix = csr_matrix((np.ones(len(columns)), columns, rows), shape=(len(groups), len(known)))
    group_of = np.array(groups)
    correct = np.array(right, dtype=float)
    starts = np.flatnonzero(np.r_[True, group_of[1:] != group_of[:-1]])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = matrix @ weights
        highest = np.maximum.reduceat(scores, starts)
        exponentials = np.exp(scores - highest[group_of])
        total = np.add.reduceat(exponentials, starts)
        hit = np.add.reduceat(exponentials * correct, starts)
        expected = exponentials / total[group_of]
        wanted = exponentials * correct / hit[group_of]
        value = -np.log(hit / total).sum() + 0.5 / strength * float(weights @ weights)
        return value, -(matrix.T @ (wanted - expected)) + weights / strength

    solution = minimize(
        loss, np.zeros(len(known)), jac=True, method="L-BFGS-B", options={"maxiter": 300}
    )
    return Ranker({name: float(solution.x[at]) for name, at in known.items()})
