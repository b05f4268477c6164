"""A table of the right shape is made first and filled row by row, in place."""


def gradient_descent(grad, start, lr, steps):
    trajectory = np.empty((steps + 1, len(start)))
    trajectory[0] = start
    for t in range(steps):
        trajectory[t + 1] = trajectory[t] - lr * grad(trajectory[t])
    return trajectory


def momentum(grad, start, lr, steps, alpha=0.9):
    trajectory = np.empty((steps + 1, len(start)))
    trajectory[0] = start
    v = np.zeros(len(start))
    for t in range(steps):
        v *= alpha
        v -= lr * grad(trajectory[t])
        trajectory[t + 1] = trajectory[t] + v
    return trajectory


def adam(grad, start, lr, steps, beta1=0.9, beta2=0.999, eps=1e-8):
    trajectory = np.empty((steps + 1, len(start)))
    trajectory[0] = start
    m, v = np.zeros((2, len(start)))
    for t in range(steps):
        g = grad(trajectory[t])
        m += (1 - beta1) * (g - m)
        v += (1 - beta2) * (g * g - v)
        scale = np.sqrt(v / (1 - beta2 ** (t + 1))) + eps
        trajectory[t + 1] = trajectory[t] - lr / (1 - beta1 ** (t + 1)) * m / scale
    return trajectory
