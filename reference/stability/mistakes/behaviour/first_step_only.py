"""Only the first step is asked whether it changes sides.

loses: changes_of_sides
hint: What is your answer for a path that flips once, in its first step?
second hint: Count over all steps.
"""


def behaviour(trajectory, minimum, tol):
    away = np.asarray(trajectory, dtype=float) - minimum
    first, last = np.linalg.norm(away[[0, -1]], axis=1)
    if last <= tol:
        return "converges"
    if not last <= first:
        return "diverges"
    changes = (np.sum(away[1:] * away[:-1], axis=1) < 0)[:1]
    return "oscillates" if np.mean(changes) > 0.5 else "crawls"
