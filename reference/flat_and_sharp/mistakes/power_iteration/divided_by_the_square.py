"""The vector is divided by the square of its length.

loses: vector_turns, rayleigh_quotient
hint: Is your vector of length one after every step?
second hint: Divide by `np.linalg.norm(v)`, not by `v @ v`.
"""


def power_iteration(hessian_vector, start, steps):
    v = np.array(start, dtype=float)
    v = v / (v @ v)
    for _ in range(steps):
        v = hessian_vector(v)
        v = v / (v @ v)
    return float(v @ hessian_vector(v)), v
