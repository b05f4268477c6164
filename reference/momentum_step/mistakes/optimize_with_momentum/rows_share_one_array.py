"""All rows are the same: one array was appended again and again.

loses: first_move, velocity_is_carried_over
hint: Compare the rows of your trajectory with one another.
second hint: Append a copy, `state.copy()`, or a new pair for each row.
"""


def optimize_with_momentum(start, lr, momentum, steps):
    state = np.array([float(start), loss(float(start))])
    velocity = 0.0
    rows = [state]
    for _ in range(steps):
        state[0], velocity = sgd_step(state[0], slope(state[0]), lr, velocity, momentum)
        state[1] = loss(state[0])
        rows.append(state)
    return np.array(rows)
