"""Results are rounded to four decimals, and the run goes on with all digits."""


def sgd_step(weight, gradient, lr, velocity, momentum):
    new_velocity = momentum * velocity - lr * gradient
    return np.round(weight + new_velocity, 4), np.round(new_velocity, 4)


def optimize_with_momentum(start, lr, momentum, steps):
    weight, velocity = float(start), 0.0
    rows = [(weight, loss(weight))]
    for _ in range(steps):
        velocity = momentum * velocity - lr * slope(weight)
        weight = weight + velocity
        rows.append((weight, loss(weight)))
    return np.round(rows, 4)
