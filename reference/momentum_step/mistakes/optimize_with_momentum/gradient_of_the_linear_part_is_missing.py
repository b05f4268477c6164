"""The gradient lacks the -1 that comes from the term -w of the loss.

loses: first_move
hint: The loss has three terms. Does each of them appear in your gradient?
second hint: The gradient is `3 * np.cos(3 * w) + w - 1`.
"""


def optimize_with_momentum(start, lr, momentum, steps):
    weight, velocity = float(start), 0.0
    rows = [(weight, loss(weight))]
    for _ in range(steps):
        weight, velocity = sgd_step(weight, 3 * np.cos(3 * weight) + weight, lr, velocity, momentum)
        rows.append((weight, loss(weight)))
    return np.array(rows)
