"""The product is added to the old vector.

loses: vector_turns, rayleigh_quotient
hint: After one step, is your vector a multiple of H times the start?
second hint: The product takes the place of the vector.
convention: Adding the old vector is the power iteration of H + 1. It finds the same direction, more slowly.
"""


def power_iteration(hessian_vector, start, steps):
    v = np.array(start, dtype=float)
    v = v / np.linalg.norm(v)
    for _ in range(steps):
        v = v + hessian_vector(v)
        v = v / np.linalg.norm(v)
    return float(v @ hessian_vector(v)), v
