"""A start of whole numbers makes every row whole.

loses: integer_start
hint: Start at `np.array([3, -2])` and print the dtype of your trajectory.
second hint: Make the trajectory hold floats, for example `np.empty((steps + 1, len(start)))`.
"""


def descend_with_schedule(grad, start, schedule, steps):
    trajectory = np.tile(start, (steps + 1, 1))
    for t in range(steps):
        x = trajectory[t]
        trajectory[t + 1] = x - schedule(t) * grad(x)
    return trajectory
