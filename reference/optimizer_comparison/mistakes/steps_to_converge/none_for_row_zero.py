"""A path that is within tol from the start gives None.

loses: first_row_and_lost_rows
hint: Try a path that begins at the minimum and stays: which row is the first?
second hint: 0 counts as false: ask `is None` or compare lengths, instead of `if first:`.
"""


def steps_to_converge(trajectory, minimum, tol):
    distances = np.linalg.norm(np.asarray(trajectory, dtype=float) - minimum, axis=1)
    inside = distances <= tol
    first = len(inside)
    while first > 0 and inside[first - 1]:
        first -= 1
    return first if first and first < len(inside) else None
