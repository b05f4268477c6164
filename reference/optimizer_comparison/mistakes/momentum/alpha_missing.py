"""The velocity never decays: alpha is missing.

loses: velocity_update, velocity_is_carried_over
hint: Does your ball ever slow down?
second hint: Keep only the part alpha of the velocity: `alpha * v - lr * grad(x)`.
"""


def momentum(grad, start, lr, steps, alpha=0.9):
    x = np.array(start, dtype=float)
    v = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        v = v - lr * grad(x)
        x = x + v
        trajectory.append(x)
    return np.array(trajectory)
