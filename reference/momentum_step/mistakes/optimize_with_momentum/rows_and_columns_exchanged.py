"""Rows and columns are exchanged: the shape is (2, steps + 1).

loses: first_move, initial_state, loss_function
hint: Print the shape of your result for 6 steps. It should be (7, 2).
second hint: One row for each state: return the transpose, `.T`, or append pairs.
"""


def optimize_with_momentum(start, lr, momentum, steps):
    weight, velocity = float(start), 0.0
    rows = [(weight, loss(weight))]
    for _ in range(steps):
        weight, velocity = sgd_step(weight, slope(weight), lr, velocity, momentum)
        rows.append((weight, loss(weight)))
    return np.array(rows).T
