"""Rows and columns are swapped: points stand in columns.

loses: every_step_uses_its_own_rate, descends_on_turned_bowls
hint: Print the shape of what you return. It should be (steps + 1, d).
second hint: Each row is one point: return the transpose, `trajectory.T`.
"""


def descend_with_schedule(grad, start, schedule, steps):
    x = np.array(start, dtype=float)
    trajectory = [x]
    for t in range(steps):
        x = x - schedule(t) * grad(x)
        trajectory.append(x)
    return np.array(trajectory).T
