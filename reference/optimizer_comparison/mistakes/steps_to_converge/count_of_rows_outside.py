"""The rows outside tol are counted.

loses: stays_within_tolerance, convergence_on_any_path
hint: Let a path come close, go away, and come back: is a count still an index?
second hint: Return the index of the row after the last one outside.
"""


def steps_to_converge(trajectory, minimum, tol):
    distances = np.linalg.norm(np.asarray(trajectory, dtype=float) - minimum, axis=1)
    outside = int(np.sum(~(distances <= tol)))
    return outside if outside < len(distances) else None
