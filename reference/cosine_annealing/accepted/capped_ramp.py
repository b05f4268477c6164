"""The ramp goes on through t = warmup and is capped at lr0, which the cosine has there as well."""


def warmup_cosine(lr0, t, warmup, total):
    if warmup and t <= warmup:
        return min(lr0, lr0 * (t + 1) / warmup)
    return cosine_annealing(lr0, t - warmup, total - warmup)
