"""Gradient descent calls itself for the rest of the path."""


def gradient_descent(grad, start, lr, steps):
    x = np.array(start, dtype=float)
    if steps == 0:
        return x.reshape(1, -1)
    return np.vstack([x, gradient_descent(grad, x - lr * grad(x), lr, steps - 1)])
