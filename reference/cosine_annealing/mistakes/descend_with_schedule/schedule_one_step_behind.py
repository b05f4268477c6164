"""The schedule lags by one step: step t uses the rate of step t - 1.

loses: every_step_uses_its_own_rate, descends_on_turned_bowls
hint: Which rate does your very first step use?
second hint: The step from row t to row t + 1 uses `schedule(t)`, not schedule(t - 1).
"""


def descend_with_schedule(grad, start, schedule, steps):
    x = np.array(start, dtype=float)
    trajectory = [x]
    for t in range(steps):
        x = x - schedule(t - 1) * grad(x)
        trajectory.append(x)
    return np.array(trajectory)
