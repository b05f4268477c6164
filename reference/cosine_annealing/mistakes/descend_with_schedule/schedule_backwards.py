"""The schedule is walked through backwards.

loses: every_step_uses_its_own_rate, descends_on_turned_bowls
hint: Which rate does your very first step use? It should be the largest of a schedule that falls.
second hint: Count up: the first step uses `schedule(0)`, the last one `schedule(steps - 1)`.
"""


def descend_with_schedule(grad, start, schedule, steps):
    x = np.array(start, dtype=float)
    trajectory = [x]
    for t in range(steps):
        x = x - schedule(steps - t) * grad(x)
        trajectory.append(x)
    return np.array(trajectory)
