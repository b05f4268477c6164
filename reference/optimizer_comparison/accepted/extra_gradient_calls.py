"""The gradient is asked for several times at each point."""


def gradient_descent(grad, start, lr, steps):
    x = np.array(start, dtype=float)
    trajectory = [x]
    for _ in range(steps):
        x = x - lr * np.array([grad(x)[i] for i in range(len(x))])
        trajectory.append(x)
    return np.array(trajectory)
