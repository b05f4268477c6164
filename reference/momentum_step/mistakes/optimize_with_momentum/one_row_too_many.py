"""The trajectory has one update too many.

loses: first_move, initial_state
hint: A run of 6 steps has 7 rows: the start and one after each update. Count yours.
second hint: Let the loop run `steps` times: `for _ in range(steps)`.
"""


def optimize_with_momentum(start, lr, momentum, steps):
    weight, velocity = float(start), 0.0
    rows = [(weight, loss(weight))]
    for _ in range(steps + 1):
        weight, velocity = sgd_step(weight, slope(weight), lr, velocity, momentum)
        rows.append((weight, loss(weight)))
    return np.array(rows)
