"""The schedule is asked from step 1 on, so every step uses the rate of the next one.

loses: every_step_uses_its_own_rate, descends_on_turned_bowls
hint: Which rate does your very first step use?
second hint: Steps are counted from 0: the step from row t to row t + 1 uses `schedule(t)`.
"""


def descend_with_schedule(grad, start, schedule, steps):
    x = np.array(start, dtype=float)
    trajectory = [x]
    for t in range(steps):
        x = x - schedule(t + 1) * grad(x)
        trajectory.append(x)
    return np.array(trajectory)
