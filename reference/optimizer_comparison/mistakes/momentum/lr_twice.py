"""The learning rate is multiplied in twice, in the velocity and in the move.

loses: velocity_update, velocity_is_carried_over
hint: Compare the length of your first step with lr times the gradient.
second hint: The velocity carries the learning rate: move by `x = x + v`, without another lr.
"""


def momentum(grad, start, lr, steps, alpha=0.9):
    x = np.array(start, dtype=float)
    v = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        v = alpha * v - lr * grad(x)
        x = x + lr * v
        trajectory.append(x)
    return np.array(trajectory)
