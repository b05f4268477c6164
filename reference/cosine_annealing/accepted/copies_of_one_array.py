"""One array moves in place and a copy of it is stored after every step."""


def descend_with_schedule(grad, start, schedule, steps):
    x = np.array(start, dtype=float)
    trajectory = [x.copy()]
    for t in range(steps):
        x -= schedule(t) * grad(x)
        trajectory.append(x.copy())
    return np.vstack(trajectory)
