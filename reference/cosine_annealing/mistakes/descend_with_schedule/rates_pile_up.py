"""The rates are multiplied with each other, so the walk almost stops.

loses: every_step_uses_its_own_rate, descends_on_turned_bowls
hint: Print the rate of your second step beside schedule(1).
second hint: `schedule(t)` is the whole rate of step t; do not multiply it with the rate before.
"""


def descend_with_schedule(grad, start, schedule, steps):
    x = np.array(start, dtype=float)
    trajectory = [x]
    rate = 1.0
    for t in range(steps):
        rate *= schedule(t)
        x = x - rate * grad(x)
        trajectory.append(x)
    return np.array(trajectory)
