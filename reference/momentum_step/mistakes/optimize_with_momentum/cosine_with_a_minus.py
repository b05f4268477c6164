"""The derivative of the sine carries a minus sign.

loses: first_move
hint: Which of the two gets a minus when it is differentiated, the sine or the cosine?
second hint: The derivative of sin(3w) is `3 * np.cos(3 * w)`, with a plus.
"""


def optimize_with_momentum(start, lr, momentum, steps):
    weight, velocity = float(start), 0.0
    rows = [(weight, loss(weight))]
    for _ in range(steps):
        weight, velocity = sgd_step(weight, -3 * np.cos(3 * weight) + weight - 1, lr, velocity, momentum)
        rows.append((weight, loss(weight)))
    return np.array(rows)
