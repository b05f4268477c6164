"""`total` is counted from the end of the ramp, so the whole takes warmup + total steps.

loses: anneals_after_the_warm_up
hint: What is your rate at t = total?
second hint: `total` counts all steps, the ramp included: the cosine has `total - warmup` of them.
same as: span_not_shortened
"""


def warmup_cosine(lr0, t, warmup, total):
    if t < warmup:
        return lr0 * (t + 1) / warmup
    end = warmup + total
    if t > end:
        return 0.0
    progress = (t - warmup) / (end - warmup)
    return lr0 / 2 * (1 + math.cos(math.pi * progress))
