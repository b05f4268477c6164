"""Everything is computed in single precision."""


def step_decay(lr0, t, factor, every):
    return np.float32(lr0) * np.float32(factor) ** np.float32(t // every)


def exponential_decay(lr0, t, gamma):
    return np.float32(lr0) * np.float32(gamma) ** np.float32(t)


def cosine_annealing(lr0, t, total):
    if t > total:
        return np.float32(0)
    angle = np.float32(np.pi) * np.float32(t) / np.float32(total)
    return np.float32(lr0) / np.float32(2) * (np.float32(1) + np.cos(angle))


def warmup_cosine(lr0, t, warmup, total):
    if t < warmup:
        return np.float32(lr0) * np.float32(t + 1) / np.float32(warmup)
    return cosine_annealing(lr0, t - warmup, total - warmup)


def descend_with_schedule(grad, start, schedule, steps):
    trajectory = np.empty((steps + 1, len(start)), dtype=np.float32)
    trajectory[0] = start
    for t in range(steps):
        step = np.float32(schedule(t)) * grad(trajectory[t]).astype(np.float32)
        trajectory[t + 1] = trajectory[t] - step
    return trajectory
