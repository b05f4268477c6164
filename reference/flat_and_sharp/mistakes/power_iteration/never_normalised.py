"""The vector is never brought to length one.

loses: vector_turns, rayleigh_quotient
hint: Is your vector of length one after every step?
second hint: Divide by `np.linalg.norm(v)` before the loop and in each step.
"""


def power_iteration(hessian_vector, start, steps):
    v = np.array(start, dtype=float)

    for _ in range(steps):
        v = hessian_vector(v)
    return float(v @ hessian_vector(v)), v
