"""The cosine is one step ahead of time.

loses: anneals_after_the_warm_up
hint: What is your rate at t = warmup, the first step of the cosine?
second hint: At t = warmup the cosine has its own step 0: pass `t - warmup`, without adding 1.
"""


def warmup_cosine(lr0, t, warmup, total):
    if t < warmup:
        return lr0 * (t + 1) / warmup
    return cosine_annealing(lr0, t - warmup + 1, total - warmup)
