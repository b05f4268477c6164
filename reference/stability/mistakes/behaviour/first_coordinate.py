"""Only the first coordinate is looked at.

loses: changes_of_sides
hint: What is your answer where the second coordinate flips?
second hint: Take the product of the whole offsets, as vectors.
"""


def behaviour(trajectory, minimum, tol):
    away = np.asarray(trajectory, dtype=float) - minimum
    first, last = np.linalg.norm(away[[0, -1]], axis=1)
    if last <= tol:
        return "converges"
    if not last <= first:
        return "diverges"
    changes = away[1:, 0] * away[:-1, 0] < 0
    return "oscillates" if np.mean(changes) > 0.5 else "crawls"
