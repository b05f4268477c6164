"""The trajectory is a list of lists of Python floats, without an array of its own."""


def descend_with_schedule(grad, start, schedule, steps):
    point = [float(coordinate) for coordinate in start]
    trajectory = [point]
    for t in range(steps):
        rate = schedule(t)
        slope = grad(np.array(point))
        point = [float(coordinate - rate * partial) for coordinate, partial in zip(point, slope, strict=True)]
        trajectory.append(point)
    return trajectory
