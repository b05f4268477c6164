"""A path that ends in NaN is not told to have run away.

loses: lost_in_infinity
hint: What does a comparison with NaN say?
second hint: Ask `not last <= first`, or look for NaN first.
"""


def behaviour(trajectory, minimum, tol):
    away = np.asarray(trajectory, dtype=float) - minimum
    first, last = np.linalg.norm(away[[0, -1]], axis=1)
    if last <= tol:
        return "converges"
    if last > first:
        return "diverges"
    changes = np.sum(away[1:] * away[:-1], axis=1) < 0
    return "oscillates" if np.mean(changes) > 0.5 else "crawls"
