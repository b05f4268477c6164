"""The start stands in the first two rows, and the last state is missing.

loses: first_move, velocity_is_carried_over
hint: The number of rows is right. Compare rows 0 and 1.
second hint: In the loop, update first and append afterwards.
"""


def optimize_with_momentum(start, lr, momentum, steps):
    weight, velocity = float(start), 0.0
    rows = [(weight, loss(weight))]
    for _ in range(steps):
        rows.append((weight, loss(weight)))
        weight, velocity = sgd_step(weight, slope(weight), lr, velocity, momentum)
    return np.array(rows)
