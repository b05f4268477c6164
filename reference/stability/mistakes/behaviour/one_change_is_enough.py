"""One change of sides is enough to oscillate.

loses: changes_of_sides
hint: What is your answer for a path that passes the minimum once and then creeps back?
second hint: More than half of the steps must change sides.
"""


def behaviour(trajectory, minimum, tol):
    away = np.asarray(trajectory, dtype=float) - minimum
    first, last = np.linalg.norm(away[[0, -1]], axis=1)
    if last <= tol:
        return "converges"
    if not last <= first:
        return "diverges"
    changes = np.sum(away[1:] * away[:-1], axis=1) < 0
    return "oscillates" if np.any(changes) else "crawls"
