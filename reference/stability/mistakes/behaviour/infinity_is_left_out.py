"""Rows that are not finite are left out.

loses: lost_in_infinity
hint: What is your answer for 5, 2, infinity?
second hint: A path with rows that are not finite diverges.
"""


def behaviour(trajectory, minimum, tol):
    away = np.array([row for row in trajectory if np.all(np.isfinite(row))]) - minimum
    first, last = np.linalg.norm(away[[0, -1]], axis=1)
    if last <= tol:
        return "converges"
    if not last <= first:
        return "diverges"
    changes = np.sum(away[1:] * away[:-1], axis=1) < 0
    return "oscillates" if np.mean(changes) > 0.5 else "crawls"
