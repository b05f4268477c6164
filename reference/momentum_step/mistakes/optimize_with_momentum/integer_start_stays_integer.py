"""A start given as an integer makes every weight an integer.

loses: integer_start
hint: Run from 3 and from 3.0 and compare.
second hint: Begin with `float(start)`, or give the array `dtype=float`.
"""


def optimize_with_momentum(start, lr, momentum, steps):
    weights = np.full(steps + 1, start)
    velocity = 0.0
    for t in range(steps):
        weights[t + 1], velocity = sgd_step(weights[t], slope(weights[t]), lr, velocity, momentum)
    return np.column_stack([weights, loss(weights)])
