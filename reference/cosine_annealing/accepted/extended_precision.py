"""Rates are computed with NumPy's long double."""


def step_decay(lr0, t, factor, every):
    return np.longdouble(lr0) * np.longdouble(factor) ** (t // every)


def exponential_decay(lr0, t, gamma):
    return np.longdouble(lr0) * np.longdouble(gamma) ** t


def cosine_annealing(lr0, t, total):
    angle = 4 * np.arctan(np.longdouble(1)) * min(t, total) / total
    return np.longdouble(lr0) / 2 * (1 + np.cos(angle))
