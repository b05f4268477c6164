"""A row that is NaN counts as within tol.

loses: first_row_and_lost_rows
hint: Try a path whose last rows are NaN: `nan > tol` is False.
second hint: Ask whether a row is inside, `distance <= tol`, which is False for NaN, and not whether it is
    outside.
"""


def steps_to_converge(trajectory, minimum, tol):
    distances = np.linalg.norm(np.asarray(trajectory, dtype=float) - minimum, axis=1)
    inside = ~(distances > tol)
    first = len(inside)
    while first > 0 and inside[first - 1]:
        first -= 1
    return first if first < len(inside) else None
