"""The last row within tol is reported.

loses: stays_within_tolerance, convergence_on_any_path
hint: Let a path arrive and stay: which of the rows inside counts?
second hint: It is the first row from which on all are within tol: take the row after the last one outside.
"""


def steps_to_converge(trajectory, minimum, tol):
    distances = np.linalg.norm(np.asarray(trajectory, dtype=float) - minimum, axis=1)
    inside = np.flatnonzero(distances <= tol)
    return int(inside[-1]) if len(inside) else None
