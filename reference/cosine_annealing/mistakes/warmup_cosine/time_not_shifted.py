"""The cosine gets the shorter span, but is asked at t instead of t - warmup.

loses: anneals_after_the_warm_up
hint: What is your rate at t = warmup, and at which t does it reach zero?
second hint: At t = warmup the cosine has its own step 0: pass `t - warmup` as the step.
"""


def warmup_cosine(lr0, t, warmup, total):
    if t < warmup:
        return lr0 * (t + 1) / warmup
    return cosine_annealing(lr0, t, total - warmup)
