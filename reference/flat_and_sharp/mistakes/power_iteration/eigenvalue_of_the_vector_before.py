"""The eigenvalue belongs to the vector before the last step.

loses: rayleigh_quotient
hint: Which vector does your eigenvalue belong to?
second hint: Compute it after the loop.
"""


def power_iteration(hessian_vector, start, steps):
    v = np.array(start, dtype=float)
    v = v / np.linalg.norm(v)
    value = float(v @ hessian_vector(v))
    for _ in range(steps):
        value = float(v @ hessian_vector(v))
        v = hessian_vector(v)
        v = v / np.linalg.norm(v)
    return value, v
