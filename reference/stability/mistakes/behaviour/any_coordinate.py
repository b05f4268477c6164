"""One coordinate that changes sides is enough.

loses: changes_of_sides
hint: What is your answer where a small coordinate flips and a large one stays?
second hint: Take the product of the whole offsets, as vectors.
"""


def behaviour(trajectory, minimum, tol):
    away = np.asarray(trajectory, dtype=float) - minimum
    first, last = np.linalg.norm(away[[0, -1]], axis=1)
    if last <= tol:
        return "converges"
    if not last <= first:
        return "diverges"
    changes = np.any(away[1:] * away[:-1] < 0, axis=1)
    return "oscillates" if np.mean(changes) > 0.5 else "crawls"
