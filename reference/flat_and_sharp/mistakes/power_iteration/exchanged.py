"""Vector and eigenvalue have changed places.

loses: vector_turns, rayleigh_quotient
hint: Which do you return first?
second hint: The eigenvalue comes first.
"""


def power_iteration(hessian_vector, start, steps):
    v = np.array(start, dtype=float)
    v = v / np.linalg.norm(v)
    for _ in range(steps):
        v = hessian_vector(v)
        v = v / np.linalg.norm(v)
    return v, float(v @ hessian_vector(v))
