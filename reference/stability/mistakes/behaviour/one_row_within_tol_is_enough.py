"""A path that was within tol once counts as arrived.

loses: arrival_and_flight
hint: What is your answer for a path that comes near, and leaves again?
second hint: Arrival is about the last row alone: `np.linalg.norm(away[-1]) <= tol`.
"""


def behaviour(trajectory, minimum, tol):
    away = np.asarray(trajectory, dtype=float) - minimum
    first, last = np.linalg.norm(away[[0, -1]], axis=1)
    if np.any(np.linalg.norm(away, axis=1) <= tol):
        return "converges"
    if not last <= first:
        return "diverges"
    changes = np.sum(away[1:] * away[:-1], axis=1) < 0
    return "oscillates" if np.mean(changes) > 0.5 else "crawls"
