"""NumPy chooses between the pieces with `where`, and answers with arrays of no dimension."""


def step_decay(lr0, t, factor, every):
    return lr0 * np.power(float(factor), np.floor_divide(t, every))


def exponential_decay(lr0, t, gamma):
    return np.asarray(lr0 * np.power(float(gamma), t))


def cosine_annealing(lr0, t, total):
    return np.where(t > total, 0.0, lr0 / 2 * (1 + np.cos(np.pi * t / total)))


def warmup_cosine(lr0, t, warmup, total):
    ramp = lr0 * (t + 1) / max(warmup, 1)
    return np.where(t < warmup, ramp, cosine_annealing(lr0, t - warmup, total - warmup))
