"""The columns are exchanged: the loss stands first.

loses: first_move, initial_state, loss_function
hint: Look at row 0 of a run from 2.3. Which column holds 2.3?
second hint: The weight comes first: `(weight, loss(weight))`.
"""


def optimize_with_momentum(start, lr, momentum, steps):
    weight, velocity = float(start), 0.0
    rows = [(weight, loss(weight))]
    for _ in range(steps):
        weight, velocity = sgd_step(weight, slope(weight), lr, velocity, momentum)
        rows.append((weight, loss(weight)))
    return np.array(rows)[:, ::-1]
