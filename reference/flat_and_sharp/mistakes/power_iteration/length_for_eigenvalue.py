"""The length of H v is taken for the eigenvalue.

loses: rayleigh_quotient
hint: Is your eigenvalue the curvature along your vector?
second hint: Take `v @ hessian_vector(v)`.
convention: The length of H v tends to the size of the same eigenvalue, as fast from the other side. Here the
    Rayleigh quotient is asked for.
"""


def power_iteration(hessian_vector, start, steps):
    v = np.array(start, dtype=float)
    v = v / np.linalg.norm(v)
    for _ in range(steps):
        v = hessian_vector(v)
        v = v / np.linalg.norm(v)
    return float(np.linalg.norm(hessian_vector(v))), v
