"""The angle lacks its factor of pi.

loses: half_a_cosine_wave, anneals_to_zero
hint: How far does your angle go, from t = 0 to t = total?
second hint: Half a wave is an angle of pi: `math.pi * t / total`.
"""


def cosine_annealing(lr0, t, total):
    if t > total:
        return 0.0
    return lr0 / 2 * (1 + math.cos(t / total))
