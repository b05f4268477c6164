"""The cosine has been running since t = 0, so the rate jumps down when the ramp ends.

loses: anneals_after_the_warm_up
hint: What is your rate at t = warmup? There should be no jump.
second hint: The cosine begins after the ramp: `cosine_annealing(lr0, t - warmup, total - warmup)`.
"""


def warmup_cosine(lr0, t, warmup, total):
    if t < warmup:
        return lr0 * (t + 1) / warmup
    return cosine_annealing(lr0, t, total)
