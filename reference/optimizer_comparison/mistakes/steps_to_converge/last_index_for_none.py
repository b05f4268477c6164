"""A path that does not arrive gives its last row instead of None.

loses: unreached_is_none
hint: What should the answer be when the last row is still outside?
second hint: Return `None` when the last row is outside: it has not arrived, not even there.
"""


def steps_to_converge(trajectory, minimum, tol):
    distances = np.linalg.norm(np.asarray(trajectory, dtype=float) - minimum, axis=1)
    inside = distances <= tol
    first = len(inside)
    while first > 0 and inside[first - 1]:
        first -= 1
    return first if first < len(inside) else len(inside) - 1
