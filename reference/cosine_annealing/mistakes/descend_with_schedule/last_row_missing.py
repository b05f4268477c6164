"""The last point is missing from the trajectory.

loses: every_step_uses_its_own_rate, descends_on_turned_bowls
hint: How many rows should a walk of `steps` steps have?
second hint: A walk of n steps has n + 1 points: store the point after the last step too.
"""


def descend_with_schedule(grad, start, schedule, steps):
    x = np.array(start, dtype=float)
    trajectory = []
    for t in range(steps):
        trajectory.append(x)
        x = x - schedule(t) * grad(x)
    return np.array(trajectory)
