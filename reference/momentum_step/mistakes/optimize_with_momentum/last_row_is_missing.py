"""The trajectory ends one update too early.

loses: first_move, velocity_is_carried_over
hint: A run of 6 steps has 7 rows: the start and one after each update. Count yours.
second hint: Let the loop run `steps` times and append after every update.
"""


def optimize_with_momentum(start, lr, momentum, steps):
    weight, velocity = float(start), 0.0
    rows = [(weight, loss(weight))]
    for _ in range(steps):
        weight, velocity = sgd_step(weight, slope(weight), lr, velocity, momentum)
        rows.append((weight, loss(weight)))
    return np.array(rows[: max(steps, 1)])
