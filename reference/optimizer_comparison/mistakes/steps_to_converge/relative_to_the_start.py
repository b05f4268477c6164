"""Tol is taken as a part of the start's distance.

loses: stays_within_tolerance, euclidean_distance
hint: Move the start farther away: does your answer change although the end of the path does not?
second hint: tol is a distance: compare `np.linalg.norm(row - minimum)` with tol itself.
"""


def steps_to_converge(trajectory, minimum, tol):
    distances = np.linalg.norm(np.asarray(trajectory, dtype=float) - minimum, axis=1)
    inside = distances <= tol * distances[:1]
    first = len(inside)
    while first > 0 and inside[first - 1]:
        first -= 1
    return first if first < len(inside) else None
