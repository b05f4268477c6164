"""The rate is set to zero one step before `total`.

loses: half_a_cosine_wave
hint: Look at the last step before `total`: does it still move?
second hint: Only steps after `total` are cut off: `t > total`. At `total` the formula gives zero by itself.
"""


def cosine_annealing(lr0, t, total):
    if t >= total - 1:
        return 0.0
    return lr0 / 2 * (1 + math.cos(math.pi * t / total))
