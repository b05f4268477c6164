"""Changing sides is asked for before arrival and flight.

loses: arrival_and_flight
hint: What is your answer for a path that jumps from side to side and arrives?
second hint: Ask for arrival first, then for flight.
"""


def behaviour(trajectory, minimum, tol):
    away = np.asarray(trajectory, dtype=float) - minimum
    first, last = np.linalg.norm(away[[0, -1]], axis=1)
    if np.mean(np.sum(away[1:] * away[:-1], axis=1) < 0) > 0.5:
        return "oscillates"
    if last <= tol:
        return "converges"
    return "crawls" if last <= first else "diverges"
