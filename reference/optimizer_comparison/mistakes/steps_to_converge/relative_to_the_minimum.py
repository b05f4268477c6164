"""Tol is multiplied by the minimum's own length.

loses: stays_within_tolerance, euclidean_distance
hint: Move path and minimum together: does your answer change?
second hint: tol is a distance: compare `np.linalg.norm(row - minimum)` with tol itself.
"""


def steps_to_converge(trajectory, minimum, tol):
    distances = np.linalg.norm(np.asarray(trajectory, dtype=float) - minimum, axis=1)
    inside = distances <= tol * np.linalg.norm(minimum)
    first = len(inside)
    while first > 0 and inside[first - 1]:
        first -= 1
    return first if first < len(inside) else None
