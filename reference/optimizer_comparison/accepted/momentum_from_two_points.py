"""The last two points stand for the velocity."""


def momentum(grad, start, lr, steps, alpha=0.9):
    x = np.array(start, dtype=float)
    previous = x
    trajectory = [x]
    for _ in range(steps):
        x, previous = x - lr * grad(x) + alpha * (x - previous), x
        trajectory.append(x)
    return np.array(trajectory)
