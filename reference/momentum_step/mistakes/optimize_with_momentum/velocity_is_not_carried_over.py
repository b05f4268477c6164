"""The velocity starts again from 0 at every step.

loses: velocity_is_carried_over
hint: Your first step is right and the second too short. What does the second step know of the first?
second hint: Keep both results: `weight, velocity = sgd_step(weight, ..., velocity, momentum)`.
"""


def optimize_with_momentum(start, lr, momentum, steps):
    weight = float(start)
    rows = [(weight, loss(weight))]
    for _ in range(steps):
        weight, _ = sgd_step(weight, slope(weight), lr, 0.0, momentum)
        rows.append((weight, loss(weight)))
    return np.array(rows)
