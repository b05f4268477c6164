"""The ramp goes on for one step too many and overshoots lr0.

loses: anneals_after_the_warm_up
hint: What is your rate at t = warmup? No rate may be larger than lr0.
second hint: The ramp is over after t = warmup - 1: ask for `t < warmup`, not `<=`.
"""


def warmup_cosine(lr0, t, warmup, total):
    if t <= warmup:
        return lr0 * (t + 1) / warmup
    return cosine_annealing(lr0, t - warmup, total - warmup)
