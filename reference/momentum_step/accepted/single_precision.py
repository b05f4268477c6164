"""Every number is kept in single precision."""


def sgd_step(weight, gradient, lr, velocity, momentum):
    weight, gradient, velocity = np.float32(weight), np.float32(gradient), np.float32(velocity)
    new_velocity = np.float32(momentum) * velocity - np.float32(lr) * gradient
    return weight + new_velocity, new_velocity


def optimize_with_momentum(start, lr, momentum, steps):
    weight, velocity = np.float32(start), np.float32(0)
    rows = np.empty((steps + 1, 2), dtype=np.float32)
    rows[0] = weight, loss(weight)
    for t in range(steps):
        weight, velocity = sgd_step(weight, slope(weight), lr, velocity, momentum)
        rows[t + 1] = weight, loss(weight)
    return rows
