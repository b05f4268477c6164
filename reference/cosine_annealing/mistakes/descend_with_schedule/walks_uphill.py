"""The walk goes uphill: the gradient is added.

loses: every_step_uses_its_own_rate, descends_on_turned_bowls
hint: Does the loss fall from row 0 to row 1?
second hint: The gradient points uphill: subtract it.
"""


def descend_with_schedule(grad, start, schedule, steps):
    x = np.array(start, dtype=float)
    trajectory = [x]
    for t in range(steps):
        x = x + schedule(t) * grad(x)
        trajectory.append(x)
    return np.array(trajectory)
