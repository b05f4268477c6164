"""Every answer is rounded to four decimals."""


def step_decay(lr0, t, factor, every):
    return round(lr0 * factor ** (t // every), 4)


def exponential_decay(lr0, t, gamma):
    return round(lr0 * gamma**t, 4)


def cosine_annealing(lr0, t, total):
    return 0.0 if t > total else round(lr0 / 2 * (1 + math.cos(math.pi * t / total)), 4)


def warmup_cosine(lr0, t, warmup, total):
    if t < warmup:
        return round(lr0 * (t + 1) / warmup, 4)
    return cosine_annealing(lr0, t - warmup, total - warmup)


def descend_with_schedule(grad, start, schedule, steps):
    x = np.array(start, dtype=float)
    trajectory = [x]
    for t in range(steps):
        x = x - schedule(t) * grad(x)
        trajectory.append(x)
    return np.round(trajectory, 4)
