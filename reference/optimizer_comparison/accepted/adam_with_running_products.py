"""The powers of beta are kept as running products, and epsilon is scaled to match the raw moment."""


def adam(grad, start, lr, steps, beta1=0.9, beta2=0.999, eps=1e-8):
    x = np.array(start, dtype=float)
    m = v = 0.0
    left1 = left2 = 1.0
    trajectory = [x]
    for _ in range(steps):
        g = grad(x)
        left1 *= beta1
        left2 *= beta2
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g * g
        rate = lr * np.sqrt(1 - left2) / (1 - left1)
        x = x - rate * m / (np.sqrt(v) + eps * np.sqrt(1 - left2))
        trajectory.append(x)
    return np.array(trajectory)
