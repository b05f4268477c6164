"""The ramp starts at zero, so the first step does not move.

loses: warms_up_linearly
hint: Which rate does step 0 get, and which the last step of the ramp?
second hint: Step t is the (t + 1)-th step of the ramp: `lr0 * (t + 1) / warmup`.
convention: A warm-up that begins with rate 0, lr0 * t / warmup, stands in other books. It reaches lr0 one step
    later; the cosine after it is the same.
"""


def warmup_cosine(lr0, t, warmup, total):
    if t < warmup:
        return lr0 * t / warmup
    return cosine_annealing(lr0, t - warmup, total - warmup)
