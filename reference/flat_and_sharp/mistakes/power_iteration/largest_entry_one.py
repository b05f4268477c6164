"""The largest entry is made one instead of the length.

loses: vector_turns, rayleigh_quotient
hint: Is your vector of length one after every step?
second hint: Divide by `np.linalg.norm(v)`.
convention: Dividing by the largest entry is the textbook's form for calculating by hand. The direction is the
    same, the length is not.
"""


def power_iteration(hessian_vector, start, steps):
    v = np.array(start, dtype=float)
    v = v / np.max(np.abs(v))
    for _ in range(steps):
        v = hessian_vector(v)
        v = v / np.max(np.abs(v))
    return float(v @ hessian_vector(v)), v
