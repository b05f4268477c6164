"""Ramp and cosine are multiplied instead of following each other.

loses: warms_up_linearly, anneals_after_the_warm_up
hint: What is your rate at t = warmup - 1? The ramp should reach lr0 there.
second hint: First only the ramp, then only the cosine of `t - warmup` over `total - warmup` steps.
"""


def warmup_cosine(lr0, t, warmup, total):
    ramp = min(1, (t + 1) / warmup) if warmup else 1
    return ramp * cosine_annealing(lr0, t, total)
