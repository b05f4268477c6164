"""Rows are filled into an array made beforehand, with all the rates asked for in advance."""


def descend_with_schedule(grad, start, schedule, steps):
    rates = np.array([schedule(t) for t in range(steps)])
    trajectory = np.zeros((steps + 1, np.size(start)))
    trajectory[0] = start
    for row, rate in enumerate(rates):
        trajectory[row + 1] = trajectory[row] - rate * grad(trajectory[row])
    return trajectory
