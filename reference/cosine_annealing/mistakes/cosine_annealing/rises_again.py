"""After `total` the rate rises again along the cosine.

loses: stays_at_zero
hint: What does your formula give at t = total + 5?
second hint: Beyond `total` the rate stays at zero: handle t > total first.
convention: Some libraries let the rate rise again after the end of the wave. Up to t = total they agree with
    ours; behind it the rate asked for here stays 0.
"""


def cosine_annealing(lr0, t, total):
    return lr0 / 2 * (1 + math.cos(math.pi * t / total))
