"""Flight is looked at before arrival.

loses: arrival_and_flight
hint: What is your answer for a path that ends within tol, and a little farther away than it began?
second hint: The first line of the table that holds is the answer, and arrival stands first.
"""


def behaviour(trajectory, minimum, tol):
    away = np.asarray(trajectory, dtype=float) - minimum
    first, last = np.linalg.norm(away[[0, -1]], axis=1)
    if not last <= first:
        return "diverges"
    if last <= tol:
        return "converges"
    changes = np.sum(away[1:] * away[:-1], axis=1) < 0
    return "oscillates" if np.mean(changes) > 0.5 else "crawls"
