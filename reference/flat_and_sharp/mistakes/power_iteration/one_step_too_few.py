"""There is one step less than was asked for.

loses: vector_turns
hint: What is your vector after one step?
second hint: Run the loop `steps` times.
"""


def power_iteration(hessian_vector, start, steps):
    v = np.array(start, dtype=float)
    v = v / np.linalg.norm(v)
    for _ in range(steps - 1):
        v = hessian_vector(v)
        v = v / np.linalg.norm(v)
    return float(v @ hessian_vector(v)), v
