"""Powers are written with exponential and logarithm, and the stairs are counted with `math.floor`."""


def step_decay(lr0, t, factor, every):
    return lr0 * math.exp(math.floor(t / every) * math.log(factor))


def exponential_decay(lr0, t, gamma):
    return math.exp(math.log(lr0) + t * math.log(gamma))
