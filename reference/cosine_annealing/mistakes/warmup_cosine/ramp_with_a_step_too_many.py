"""The ramp is divided into one step too many, so its last step stays below lr0.

loses: warms_up_linearly
hint: Which rate does the last step of the ramp get, t = warmup - 1?
second hint: The ramp has `warmup` steps: divide by `warmup`, not by warmup + 1.
convention: A warm-up in steps of lr0 / (warmup + 1) stands in other books: it never repeats lr0. Here the last
    step of the ramp already has the full rate.
"""


def warmup_cosine(lr0, t, warmup, total):
    if t < warmup:
        return lr0 * (t + 1) / (warmup + 1)
    return cosine_annealing(lr0, t - warmup, total - warmup)
