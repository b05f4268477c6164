"""Two rows within tol one after the other are taken as having arrived.

loses: stays_within_tolerance
hint: Let a path stay for two rows and leave again: has it converged?
second hint: All rows to the end must be within tol, not only the next one.
"""


def steps_to_converge(trajectory, minimum, tol):
    distances = np.linalg.norm(np.asarray(trajectory, dtype=float) - minimum, axis=1)
    inside = distances <= tol
    for i in range(len(inside)):
        if inside[i : i + 2].all():
            return i
    return None
