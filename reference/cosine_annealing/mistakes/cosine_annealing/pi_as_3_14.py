"""The number pi is cut off at 3.14.

loses: half_a_cosine_wave
hint: Your rates are off by less than a thousandth. Which number in your formula is only nearly right?
second hint: Take `math.pi` or `np.pi` instead of 3.14.
"""


def cosine_annealing(lr0, t, total):
    if t > total:
        return 0.0
    return lr0 / 2 * (1 + math.cos(3.14 * t / total))
