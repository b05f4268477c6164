"""Only the last state is returned, not the way there.

loses: first_move, velocity_is_carried_over
hint: A run of 6 steps should give 7 rows. How many do you give?
second hint: Append every state to a list and return the list.
"""


def optimize_with_momentum(start, lr, momentum, steps):
    weight, velocity = float(start), 0.0
    rows = [(weight, loss(weight))]
    for _ in range(steps):
        weight, velocity = sgd_step(weight, slope(weight), lr, velocity, momentum)
        rows.append((weight, loss(weight)))
    return np.array(rows[-1])
