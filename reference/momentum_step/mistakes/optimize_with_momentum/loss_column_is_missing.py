"""The trajectory holds the weights alone.

loses: first_move, loss_function
hint: Print the shape of your result for 6 steps. It should be (7, 2).
second hint: Append the pair `(weight, loss(weight))`.
"""


def optimize_with_momentum(start, lr, momentum, steps):
    weight, velocity = float(start), 0.0
    rows = [(weight, loss(weight))]
    for _ in range(steps):
        weight, velocity = sgd_step(weight, slope(weight), lr, velocity, momentum)
        rows.append((weight, loss(weight)))
    return np.array(rows)[:, 0]
