"""The first row within tol is reported, even if the path leaves again.

loses: stays_within_tolerance, convergence_on_any_path
hint: Let a path come close, go away, and come back: which row counts?
second hint: All rows after the answer must be within tol too: look for the last row outside and take the next.
"""


def steps_to_converge(trajectory, minimum, tol):
    distances = np.linalg.norm(np.asarray(trajectory, dtype=float) - minimum, axis=1)
    inside = np.flatnonzero(distances <= tol)
    return int(inside[0]) if len(inside) else None
