"""Rows are counted from 1.

loses: stays_within_tolerance, convergence_on_any_path
hint: Row 0 is the start: after how many updates did the path arrive?
second hint: Count rows from 0, so that the index of a row is the number of updates before it.
"""


def steps_to_converge(trajectory, minimum, tol):
    distances = np.linalg.norm(np.asarray(trajectory, dtype=float) - minimum, axis=1)
    inside = distances <= tol
    first = len(inside)
    while first > 0 and inside[first - 1]:
        first -= 1
    return first + 1 if first < len(inside) else None
