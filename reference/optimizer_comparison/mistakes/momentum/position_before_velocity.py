"""The point moves before the velocity is updated.

loses: velocity_update, velocity_is_carried_over
hint: Compare your rows 0 and 1: has the ball moved?
second hint: Update the velocity first, with the gradient here; then move by that new velocity.
"""


def momentum(grad, start, lr, steps, alpha=0.9):
    x = np.array(start, dtype=float)
    v = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        g = grad(x)
        x = x + v
        v = alpha * v - lr * g
        trajectory.append(x)
    return np.array(trajectory)
