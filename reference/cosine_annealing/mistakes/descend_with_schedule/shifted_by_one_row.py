"""Every row is one step ahead: the start is missing and one step too many is taken.

loses: every_step_uses_its_own_rate, descends_on_turned_bowls
hint: What is row 0 of your trajectory?
second hint: Store the start before the loop, and take `steps` steps.
"""


def descend_with_schedule(grad, start, schedule, steps):
    x = np.array(start, dtype=float)
    trajectory = []
    for t in range(steps + 1):
        x = x - schedule(t) * grad(x)
        trajectory.append(x)
    return np.array(trajectory)
