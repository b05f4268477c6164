"""The caller's start is brought to length one along with yours.

loses: any_start
hint: Print your start before and after the call.
second hint: Begin with a copy, `np.array(start, dtype=float)`.
"""


def power_iteration(hessian_vector, start, steps):
    v = np.asarray(start, dtype=float)
    v /= np.linalg.norm(v)
    for _ in range(steps):
        v = hessian_vector(v)
        v = v / np.linalg.norm(v)
    return float(v @ hessian_vector(v)), v
