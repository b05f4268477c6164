"""The eigenvalue is halved.

loses: rayleigh_quotient
hint: For H = 1, is your eigenvalue 1?
second hint: The half belongs to the loss, not to the curvature.
"""


def power_iteration(hessian_vector, start, steps):
    v = np.array(start, dtype=float)
    v = v / np.linalg.norm(v)
    for _ in range(steps):
        v = hessian_vector(v)
        v = v / np.linalg.norm(v)
    return float(0.5 * (v @ hessian_vector(v))), v
