"""The trajectory begins after the first update: the start is missing.

loses: first_move, initial_state, loss_function
hint: How many rows does a run of 0 steps have, and how many should it have?
second hint: Put the start into the list before the loop: `rows = [(weight, loss(weight))]`.
"""


def optimize_with_momentum(start, lr, momentum, steps):
    weight, velocity = float(start), 0.0
    rows = [(weight, loss(weight))]
    for _ in range(steps):
        weight, velocity = sgd_step(weight, slope(weight), lr, velocity, momentum)
        rows.append((weight, loss(weight)))
    return np.array(rows[1:])
