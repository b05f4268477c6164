"""Steps that turn around are counted instead of changes of sides.

loses: changes_of_sides
hint: What is your answer for a path that comes and goes on one side of the minimum?
second hint: Compare offsets from the minimum, not steps.
"""


def behaviour(trajectory, minimum, tol):
    away = np.asarray(trajectory, dtype=float) - minimum
    first, last = np.linalg.norm(away[[0, -1]], axis=1)
    if last <= tol:
        return "converges"
    if not last <= first:
        return "diverges"
    changes = np.sum(np.diff(away, axis=0)[1:] * np.diff(away, axis=0)[:-1], axis=1) < 0
    return "oscillates" if np.mean(changes) > 0.5 else "crawls"
