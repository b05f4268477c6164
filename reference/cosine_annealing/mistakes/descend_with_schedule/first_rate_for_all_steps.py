"""Every step uses the first rate; the schedule is never asked again.

loses: every_step_uses_its_own_rate, descends_on_turned_bowls
hint: How often does your loop ask the schedule?
second hint: Ask inside the loop: step t uses `schedule(t)`.
"""


def descend_with_schedule(grad, start, schedule, steps):
    x = np.array(start, dtype=float)
    rate = schedule(0)
    trajectory = [x]
    for _ in range(steps):
        x = x - rate * grad(x)
        trajectory.append(x)
    return np.array(trajectory)
