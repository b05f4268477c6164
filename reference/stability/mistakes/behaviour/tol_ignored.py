"""The tolerance is a number of your own.

loses: arrival_and_flight
hint: Does your answer depend on tol?
second hint: Compare the last distance with tol.
"""


def behaviour(trajectory, minimum, tol):
    away = np.asarray(trajectory, dtype=float) - minimum
    first, last = np.linalg.norm(away[[0, -1]], axis=1)
    if last <= 1e-3:
        return "converges"
    if not last <= first:
        return "diverges"
    changes = np.sum(away[1:] * away[:-1], axis=1) < 0
    return "oscillates" if np.mean(changes) > 0.5 else "crawls"
