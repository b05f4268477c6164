"""The velocity is thrown away after every step.

loses: velocity_update, velocity_is_carried_over
hint: Compare your path with that of gradient descent: where do they part?
second hint: Set `v` to zero once, before the loop, and let `alpha * v` keep a part of it in every step.
"""


def momentum(grad, start, lr, steps, alpha=0.9):
    x = np.array(start, dtype=float)
    v = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        v = -lr * grad(x)
        x = x + v
        trajectory.append(x)
    return np.array(trajectory)
