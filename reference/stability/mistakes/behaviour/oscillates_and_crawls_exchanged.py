"""Oscillating and crawling have changed places.

loses: arrival_and_flight
hint: A path that changes sides in every step: does it crawl?
second hint: More than half of the steps change sides: it oscillates.
"""


def behaviour(trajectory, minimum, tol):
    away = np.asarray(trajectory, dtype=float) - minimum
    first, last = np.linalg.norm(away[[0, -1]], axis=1)
    if last <= tol:
        return "converges"
    if not last <= first:
        return "diverges"
    changes = np.sum(away[1:] * away[:-1], axis=1) < 0
    return "crawls" if np.mean(changes) > 0.5 else "oscillates"
