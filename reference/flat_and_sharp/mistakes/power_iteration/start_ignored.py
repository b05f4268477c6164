"""The iteration begins with a vector of its own.

loses: vector_turns, rayleigh_quotient
hint: Does your answer depend on the start?
second hint: Begin with the start that was given.
"""


def power_iteration(hessian_vector, start, steps):
    v = np.ones(len(start))
    v = v / np.linalg.norm(v)
    for _ in range(steps):
        v = hessian_vector(v)
        v = v / np.linalg.norm(v)
    return float(v @ hessian_vector(v)), v
