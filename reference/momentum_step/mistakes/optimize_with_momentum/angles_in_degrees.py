"""The angles are taken in degrees.

loses: first_move, loss_function
hint: At 1 the loss should be about -0.36. Is your calculator, or your code, set to degrees?
second hint: `np.sin` and `np.cos` take radians: leave the conversion out.
"""


def optimize_with_momentum(start, lr, momentum, steps):
    weight, velocity = float(start), 0.0
    rows = [(weight, np.sin(np.radians(3 * weight)) + 0.5 * weight**2 - weight)]
    for _ in range(steps):
        weight, velocity = sgd_step(weight, 3 * np.cos(np.radians(3 * weight)) + weight - 1, lr, velocity, momentum)
        rows.append((weight, np.sin(np.radians(3 * weight)) + 0.5 * weight**2 - weight))
    return np.array(rows)
