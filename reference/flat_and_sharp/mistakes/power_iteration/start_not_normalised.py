"""The start is not brought to length one.

loses: vector_turns, rayleigh_quotient
hint: What is your vector after no steps?
second hint: Divide by `np.linalg.norm(v)` before the loop too.
"""


def power_iteration(hessian_vector, start, steps):
    v = np.array(start, dtype=float)

    for _ in range(steps):
        v = hessian_vector(v)
        v = v / np.linalg.norm(v)
    return float(v @ hessian_vector(v)), v
