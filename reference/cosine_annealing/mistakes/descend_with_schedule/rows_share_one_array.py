"""All rows are the same array, so all show the last point.

loses: every_step_uses_its_own_rate, descends_on_turned_bowls
hint: Compare the first and the last row of your trajectory.
second hint: `x -= ...` changes the array that is already in the list. Store a copy: `trajectory.append(x.copy())`.
"""


def descend_with_schedule(grad, start, schedule, steps):
    x = np.array(start, dtype=float)
    trajectory = [x]
    for t in range(steps):
        x -= schedule(t) * grad(x)
        trajectory.append(x)
    return np.array(trajectory)
