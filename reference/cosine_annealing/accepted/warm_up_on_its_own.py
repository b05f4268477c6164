"""The warm-up schedule holds its own cosine, written as a share of the steps left."""


def warmup_cosine(lr0, t, warmup, total):
    if t < warmup:
        return (1 + t) * (lr0 / warmup)
    share = min(1.0, (t - warmup) / (total - warmup))
    return 0.5 * lr0 * (1.0 + np.cos(share * np.pi))
