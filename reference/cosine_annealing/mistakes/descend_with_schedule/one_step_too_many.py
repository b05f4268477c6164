"""The walk goes one step too far.

loses: every_step_uses_its_own_rate, descends_on_turned_bowls
hint: How many rows should a walk of `steps` steps have?
second hint: Take `steps` steps: `range(steps)`, not range(steps + 1).
"""


def descend_with_schedule(grad, start, schedule, steps):
    x = np.array(start, dtype=float)
    trajectory = [x]
    for t in range(steps + 1):
        x = x - schedule(t) * grad(x)
        trajectory.append(x)
    return np.array(trajectory)
