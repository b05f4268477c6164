"""Pictures of descent: paths over lines of equal loss, and losses against steps.

Fill in the functions; keep their names and the names of their parameters.  Both draw with Matplotlib, and return the
figure.
"""

import numpy as np  # noqa: F401 - for you to use


def draw_trajectories(loss, paths, x, y):
    """Draw paths over lines of equal loss.

    `loss` is a function: it takes a point, an array of shape (2,), and returns a number.  `paths` is a dict: under each
    name a path, shape (n, 2).  `x` and `y` are the ends of the window, two numbers each.  Returns the figure.
    """
    raise NotImplementedError


def draw_losses(losses):
    """Draw losses against steps, with a logarithmic axis of losses.

    `losses` is a dict: under each name the losses of rows 0, 1, and so on, all positive.  Returns the figure.
    """
    raise NotImplementedError
