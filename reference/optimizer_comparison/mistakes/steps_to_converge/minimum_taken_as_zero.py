"""The distance is measured from the origin.

loses: stays_within_tolerance, euclidean_distance
hint: Move path and minimum together: does your answer change?
second hint: Subtract the minimum first: `np.linalg.norm(row - minimum)`.
"""


def steps_to_converge(trajectory, minimum, tol):
    distances = np.linalg.norm(np.asarray(trajectory, dtype=float), axis=1)
    inside = distances <= tol
    first = len(inside)
    while first > 0 and inside[first - 1]:
        first -= 1
    return first if first < len(inside) else None
