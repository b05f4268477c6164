"""A path counts as lost only once its numbers overflow.

loses: arrival_and_flight
hint: What is your answer for 1, 2, 4, 8?
second hint: It diverges if the last row is farther away than the first.
"""


def behaviour(trajectory, minimum, tol):
    away = np.asarray(trajectory, dtype=float) - minimum
    _, last = np.linalg.norm(away[[0, -1]], axis=1)
    if last <= tol:
        return "converges"
    if not np.isfinite(last):
        return "diverges"
    changes = np.sum(away[1:] * away[:-1], axis=1) < 0
    return "oscillates" if np.mean(changes) > 0.5 else "crawls"
