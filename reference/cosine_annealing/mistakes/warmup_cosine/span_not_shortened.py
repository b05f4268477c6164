"""The cosine takes `total` steps of its own, so it ends `warmup` steps too late.

loses: anneals_after_the_warm_up
hint: What is your rate at t = total?
second hint: The ramp has used `warmup` of the steps: the cosine has `total - warmup` left.
"""


def warmup_cosine(lr0, t, warmup, total):
    if t < warmup:
        return lr0 * (t + 1) / warmup
    return cosine_annealing(lr0, t - warmup, total)
