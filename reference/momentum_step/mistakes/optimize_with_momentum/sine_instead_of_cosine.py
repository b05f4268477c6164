"""The gradient uses the sine where the derivative has a cosine.

loses: first_move
hint: Compare your gradient at 0 with (L(0.001) - L(-0.001)) / 0.002.
second hint: Differentiate the sine: `3 * np.cos(3 * w) + w - 1`.
"""


def optimize_with_momentum(start, lr, momentum, steps):
    weight, velocity = float(start), 0.0
    rows = [(weight, loss(weight))]
    for _ in range(steps):
        weight, velocity = sgd_step(weight, 3 * np.sin(3 * weight) + weight - 1, lr, velocity, momentum)
        rows.append((weight, loss(weight)))
    return np.array(rows)
