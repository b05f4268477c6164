"""The start is missing: the trajectory begins with the first step.

loses: every_step_uses_its_own_rate, descends_on_turned_bowls
hint: How many rows should a walk of `steps` steps have?
second hint: Row 0 is the start: put it into the trajectory before the loop.
"""


def descend_with_schedule(grad, start, schedule, steps):
    x = np.array(start, dtype=float)
    trajectory = []
    for t in range(steps):
        x = x - schedule(t) * grad(x)
        trajectory.append(x)
    return np.array(trajectory)
