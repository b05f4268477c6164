"""The run uses a momentum of 0.9, whatever it was given.

loses: velocity_is_carried_over, plain_descent_without_momentum
hint: Run twice with two values of momentum and compare the second steps.
second hint: Hand the parameter on: `sgd_step(..., velocity, momentum)`.
"""


def optimize_with_momentum(start, lr, momentum, steps):
    weight, velocity = float(start), 0.0
    rows = [(weight, loss(weight))]
    for _ in range(steps):
        weight, velocity = sgd_step(weight, slope(weight), lr, velocity, 0.9)
        rows.append((weight, loss(weight)))
    return np.array(rows)
