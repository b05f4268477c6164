"""Learning-rate schedules: fill in the five functions.

A schedule answers one question: how long may step t be?  Steps are counted from 0.
Replace each `raise NotImplementedError`; the statement says what every function returns.
"""


def step_decay(lr0, t, factor, every):
    """Return the rate at step t of a staircase: one more `factor` each time `every` steps are over.

    lr0 is the rate at t = 0, a float; t and every are integers, t >= 0 and every >= 1.
    """
    raise NotImplementedError


def exponential_decay(lr0, t, gamma):
    """Return the rate at step t when every step multiplies it by gamma.

    lr0 is the rate at t = 0, a float; t is an integer, t >= 0; 0 < gamma <= 1.
    """
    raise NotImplementedError


def cosine_annealing(lr0, t, total):
    """Return the rate at step t of half a cosine wave from lr0 at t = 0 to zero at t = total.

    After `total` the rate stays at zero.  t and total are integers, t >= 0 and total >= 1.
    """
    raise NotImplementedError


def warmup_cosine(lr0, t, warmup, total):
    """Return the rate at step t: `warmup` rising steps, then cosine annealing until `total`.

    The first step already moves, and the last step of the ramp has the rate lr0.
    t, warmup and total are integers, t >= 0 and 0 <= warmup < total.
    """
    raise NotImplementedError


def descend_with_schedule(grad, start, schedule, steps):
    """Walk down with gradient descent whose step t uses the rate schedule(t), t = 0, 1, ..., steps - 1.

    grad maps a point, shape (d,), to its gradient, shape (d,); start holds d numbers and is left as it is;
    schedule maps an integer step to a rate.  Return the trajectory, shape (steps + 1, d): row 0 is the start.
    """
    raise NotImplementedError
