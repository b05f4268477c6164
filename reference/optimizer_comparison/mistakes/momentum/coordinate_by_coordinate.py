"""The second coordinate already sees the first one moved.

loses: velocity_update, velocity_is_carried_over
hint: On a bowl whose axes lie along the coordinates your path is right: what is different on a turned one?
second hint: Take the whole gradient first, `g = grad(x)`, then update all velocities and all coordinates at
    once.
"""


def momentum(grad, start, lr, steps, alpha=0.9):
    x = np.array(start, dtype=float)
    v = np.zeros_like(x)
    trajectory = [x.copy()]
    for _ in range(steps):
        for i in range(len(x)):
            v[i] = alpha * v[i] - lr * grad(x)[i]
            x[i] = x[i] + v[i]
        trajectory.append(x.copy())
    return np.array(trajectory)
