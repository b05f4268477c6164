"""The coordinates move one after the other instead of all at once.

loses: every_step_uses_its_own_rate, descends_on_turned_bowls
hint: Does your second coordinate see a gradient at a point where the first has already moved?
second hint: Ask for the gradient once a step, then move all coordinates: `x = x - schedule(t) * grad(x)`.
"""


def descend_with_schedule(grad, start, schedule, steps):
    x = np.array(start, dtype=float)
    trajectory = [x.copy()]
    for t in range(steps):
        for i in range(len(x)):
            x[i] -= schedule(t) * grad(x)[i]
        trajectory.append(x.copy())
    return np.array(trajectory)
