"""The last row outside is reported instead of the row after it.

loses: stays_within_tolerance, convergence_on_any_path
hint: Is the row you report within tol?
second hint: Add one: the first row that is inside for good follows the last one outside.
"""


def steps_to_converge(trajectory, minimum, tol):
    distances = np.linalg.norm(np.asarray(trajectory, dtype=float) - minimum, axis=1)
    inside = distances <= tol
    first = len(inside)
    while first > 0 and inside[first - 1]:
        first -= 1
    return first - 1 if first < len(inside) else None
