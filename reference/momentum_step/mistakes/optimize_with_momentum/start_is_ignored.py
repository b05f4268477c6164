"""The run begins at 0, wherever it was asked to start.

loses: first_move, initial_state
hint: Look at row 0 of a run from 2.3.
second hint: Begin with `weight = float(start)`.
"""


def optimize_with_momentum(start, lr, momentum, steps):
    weight, velocity = 0.0, 0.0
    rows = [(weight, loss(weight))]
    for _ in range(steps):
        weight, velocity = sgd_step(weight, slope(weight), lr, velocity, momentum)
        rows.append((weight, loss(weight)))
    return np.array(rows)
