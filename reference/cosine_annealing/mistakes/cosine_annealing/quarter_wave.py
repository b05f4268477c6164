"""Only a quarter of the wave is used, which falls late and ends steeply.

loses: half_a_cosine_wave
hint: Which rate do you get halfway, at t = total / 2? It should be half of lr0.
second hint: From the top to the bottom is half a wave: `lr0 / 2 * (1 + math.cos(math.pi * t / total))`.
"""


def cosine_annealing(lr0, t, total):
    if t > total:
        return 0.0
    return lr0 * math.cos(math.pi * t / (2 * total))
