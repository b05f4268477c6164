"""The minimum is taken to be the origin.

loses: arrival_and_flight
hint: Does your answer depend on the minimum that was given?
second hint: Subtract the minimum from every row first.
"""


def behaviour(trajectory, minimum, tol):
    away = np.asarray(trajectory, dtype=float)
    first, last = np.linalg.norm(away[[0, -1]], axis=1)
    if last <= tol:
        return "converges"
    if not last <= first:
        return "diverges"
    changes = np.sum(away[1:] * away[:-1], axis=1) < 0
    return "oscillates" if np.mean(changes) > 0.5 else "crawls"
