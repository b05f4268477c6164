"""The run uses a learning rate of 0.05, whatever it was given.

loses: first_move
hint: Run twice with two learning rates and compare the first steps.
second hint: Hand the parameter on: `sgd_step(weight, gradient, lr, ...)`.
"""


def optimize_with_momentum(start, lr, momentum, steps):
    weight, velocity = float(start), 0.0
    rows = [(weight, loss(weight))]
    for _ in range(steps):
        weight, velocity = sgd_step(weight, slope(weight), 0.05, velocity, momentum)
        rows.append((weight, loss(weight)))
    return np.array(rows)
