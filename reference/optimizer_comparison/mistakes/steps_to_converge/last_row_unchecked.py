"""The last row of the path is not looked at.

loses: unreached_is_none
hint: Let a path leave in its very last step: has it converged?
second hint: A range ends before its last number: let yours reach the last row, `len(trajectory) - 1`.
"""


def steps_to_converge(trajectory, minimum, tol):
    distances = np.linalg.norm(np.asarray(trajectory, dtype=float) - minimum, axis=1)
    inside = distances <= tol
    first = len(inside) - 1
    while first > 0 and inside[first - 1]:
        first -= 1
    return first if 0 <= first < len(inside) - 1 else None
