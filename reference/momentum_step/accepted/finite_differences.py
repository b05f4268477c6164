"""The gradient of the run is a central difference of the loss."""


def optimize_with_momentum(start, lr, momentum, steps):
    h = 1e-5
    weight, velocity = float(start), 0.0
    rows = [(weight, loss(weight))]
    for _ in range(steps):
        gradient = (loss(weight + h) - loss(weight - h)) / (2 * h)
        weight, velocity = sgd_step(weight, gradient, lr, velocity, momentum)
        rows.append((weight, loss(weight)))
    return rows
