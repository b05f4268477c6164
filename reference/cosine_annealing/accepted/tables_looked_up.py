"""The whole schedule is laid out as a table first, then looked up."""


def cosine_annealing(lr0, t, total):
    table = lr0 / 2 * (1 + np.cos(np.linspace(0, np.pi, total + 1)))
    return table[t] if t <= total else 0.0


def warmup_cosine(lr0, t, warmup, total):
    ramp = np.linspace(0, lr0, warmup + 1)[1:]
    wave = lr0 / 2 * (1 + np.cos(np.linspace(0, np.pi, total - warmup + 1)))
    table = np.concatenate([ramp, wave])
    return table[min(t, len(table) - 1)]
