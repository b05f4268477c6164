"""The ratio of two first entries is taken for the eigenvalue.

loses: rayleigh_quotient
hint: Is your eigenvalue the curvature along your vector?
second hint: Take `v @ hessian_vector(v)`.
convention: The ratio of entries tends to the same eigenvalue, more slowly. Here the Rayleigh quotient is
    asked for.
"""


def power_iteration(hessian_vector, start, steps):
    v = np.array(start, dtype=float)
    v = v / np.linalg.norm(v)
    for _ in range(steps):
        v = hessian_vector(v)
        v = v / np.linalg.norm(v)
    return float(hessian_vector(v)[0] / v[0]), v
