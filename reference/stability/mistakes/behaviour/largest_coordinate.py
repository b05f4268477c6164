"""The largest coordinate is taken for the distance.

loses: arrival_and_flight
hint: How far is (3, 4) from the origin?
second hint: Use the straight distance, `np.linalg.norm`.
"""


def behaviour(trajectory, minimum, tol):
    away = np.asarray(trajectory, dtype=float) - minimum
    first, last = np.max(np.abs(away[[0, -1]]), axis=1)
    if last <= tol:
        return "converges"
    if not last <= first:
        return "diverges"
    changes = np.sum(away[1:] * away[:-1], axis=1) < 0
    return "oscillates" if np.mean(changes) > 0.5 else "crawls"
