"""A row exactly at tol is taken as outside: too rare in floating point to matter."""


def steps_to_converge(trajectory, minimum, tol):
    rows = np.asarray(trajectory, dtype=float)
    for i in range(len(rows)):
        if all(np.linalg.norm(row - minimum) < tol for row in rows[i:]):
            return i
    return None
