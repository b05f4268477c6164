"""The start stands in the first two rows, and the last point is missing.

loses: every_step_uses_its_own_rate, descends_on_turned_bowls
hint: Compare row 0 and row 1 of your trajectory.
second hint: Store the point after each step; before the loop store the start once.
"""


def descend_with_schedule(grad, start, schedule, steps):
    x = np.array(start, dtype=float)
    trajectory = [x]
    for t in range(steps):
        trajectory.append(x)
        x = x - schedule(t) * grad(x)
    return np.array(trajectory)
