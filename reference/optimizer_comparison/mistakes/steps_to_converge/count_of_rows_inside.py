"""The rows within tol are counted.

loses: stays_within_tolerance, convergence_on_any_path
hint: A number of rows and the index of a row are different things: which one is asked for?
second hint: Return the index of the first row from which on all rows are within tol.
"""


def steps_to_converge(trajectory, minimum, tol):
    distances = np.linalg.norm(np.asarray(trajectory, dtype=float) - minimum, axis=1)
    inside = np.flatnonzero(distances <= tol)
    return len(inside) or None
