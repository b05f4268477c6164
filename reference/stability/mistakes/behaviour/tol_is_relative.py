"""The tolerance is taken as a part of the first distance.

loses: arrival_and_flight
hint: Make the first row ten times as far away: should tol grow with it?
second hint: Compare the last distance with tol itself.
"""


def behaviour(trajectory, minimum, tol):
    away = np.asarray(trajectory, dtype=float) - minimum
    first, last = np.linalg.norm(away[[0, -1]], axis=1)
    if last <= tol * first:
        return "converges"
    if not last <= first:
        return "diverges"
    changes = np.sum(away[1:] * away[:-1], axis=1) < 0
    return "oscillates" if np.mean(changes) > 0.5 else "crawls"
