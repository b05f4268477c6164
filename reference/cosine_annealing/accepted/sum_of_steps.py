"""Every point is the start minus the sum of the steps so far, which rounds in another order."""


def descend_with_schedule(grad, start, schedule, steps):
    origin = np.array(start, dtype=float)
    walked = np.zeros_like(origin)
    trajectory = [origin]
    for t in range(steps):
        walked = walked + grad(origin - walked) * schedule(t)
        trajectory.append(origin - walked)
    return np.stack(trajectory)
