"""The second coordinate already sees the first one moved.

loses: steepest_descent_update, simultaneous_update
hint: On a bowl whose axes lie along the coordinates your path is right: what is different on a turned one?
second hint: Take the whole gradient first, `g = grad(x)`, then move all coordinates at once: `x = x - lr * g`.
"""


def gradient_descent(grad, start, lr, steps):
    x = np.array(start, dtype=float)
    trajectory = [x.copy()]
    for _ in range(steps):
        for i in range(len(x)):
            x[i] = x[i] - lr * grad(x)[i]
        trajectory.append(x.copy())
    return np.array(trajectory)
