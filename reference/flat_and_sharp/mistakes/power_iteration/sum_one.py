"""The sum of the sizes is made one instead of the length.

loses: vector_turns, rayleigh_quotient
hint: Is your vector of length one after every step?
second hint: Divide by `np.linalg.norm(v)`.
"""


def power_iteration(hessian_vector, start, steps):
    v = np.array(start, dtype=float)
    v = v / np.sum(np.abs(v))
    for _ in range(steps):
        v = hessian_vector(v)
        v = v / np.sum(np.abs(v))
    return float(v @ hessian_vector(v)), v
