"""Coming closer is taken for arrival.

loses: arrival_and_flight
hint: Is a path that crawls a path that converges?
second hint: It converges if its last row is within tol.
"""


def behaviour(trajectory, minimum, tol):
    away = np.asarray(trajectory, dtype=float) - minimum
    first, last = np.linalg.norm(away[[0, -1]], axis=1)
    if last < first:
        return "converges"
    if not last <= first:
        return "diverges"
    changes = np.sum(away[1:] * away[:-1], axis=1) < 0
    return "oscillates" if np.mean(changes) > 0.5 else "crawls"
