"""The gradient takes its angle in degrees.

loses: first_move
hint: The losses of your start are right, its gradient is not. In which unit is the angle of your cosine?
second hint: `np.cos` takes radians: leave the conversion out.
"""


def optimize_with_momentum(start, lr, momentum, steps):
    weight, velocity = float(start), 0.0
    rows = [(weight, loss(weight))]
    for _ in range(steps):
        weight, velocity = sgd_step(weight, 3 * np.cos(np.radians(3 * weight)) + weight - 1, lr, velocity, momentum)
        rows.append((weight, loss(weight)))
    return np.array(rows)
