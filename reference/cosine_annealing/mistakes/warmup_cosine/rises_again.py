"""After `total` the rate rises again along the cosine.

loses: rests_after_the_last_step
hint: What is your rate some steps after `total`?
second hint: Beyond `total` the rate stays at zero: handle t > total first, or call your `cosine_annealing`.
"""


def warmup_cosine(lr0, t, warmup, total):
    if t < warmup:
        return lr0 * (t + 1) / warmup
    return lr0 / 2 * (1 + math.cos(math.pi * (t - warmup) / (total - warmup)))
