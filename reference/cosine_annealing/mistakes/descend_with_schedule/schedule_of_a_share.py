"""The schedule is asked for the share of the walk that is done, not for the step.

loses: every_step_uses_its_own_rate, descends_on_turned_bowls
hint: What do you hand to the schedule: a whole number that counts steps, or a fraction?
second hint: A schedule maps the step itself to a rate: `schedule(t)`.
"""


def descend_with_schedule(grad, start, schedule, steps):
    x = np.array(start, dtype=float)
    trajectory = [x]
    for t in range(steps):
        x = x - schedule(t / steps) * grad(x)
        trajectory.append(x)
    return np.array(trajectory)
