"""Alpha multiplies the gradient part too, in the velocity or in the move.

loses: velocity_update, velocity_is_carried_over
hint: Is your first step as long as lr times the gradient?
second hint: Only the old velocity is multiplied by alpha: `alpha * v - lr * grad(x)`, without brackets around
    the difference; and the point moves by all of it, `x = x + v`.
"""


def momentum(grad, start, lr, steps, alpha=0.9):
    x = np.array(start, dtype=float)
    v = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        v = alpha * (v - lr * grad(x))
        x = x + v
        trajectory.append(x)
    return np.array(trajectory)
