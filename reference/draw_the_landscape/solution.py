"""Pictures of descent: paths over lines of equal loss, and losses against steps."""

import matplotlib.pyplot as plt
import numpy as np


def draw_trajectories(loss, paths, x, y):
    """Contours on a grid over the window, a line for each path, a unit as long on both axes."""
    xs, ys = np.linspace(*x, 25), np.linspace(*y, 25)
    heights = np.array([[loss(np.array([a, b])) for a in xs] for b in ys])
    fig, ax = plt.subplots()
    ax.contour(xs, ys, heights, levels=15)
    for name, path in paths.items():
        ax.plot(path[:, 0], path[:, 1], "o-", markersize=3, label=name)
    ax.set_aspect("equal")
    ax.set(xlabel="first weight", ylabel="second weight", title="Paths over lines of equal loss")
    ax.legend()
    return fig


def draw_losses(losses):
    """A line for each name, against the step, the losses on a logarithmic axis."""
    fig, ax = plt.subplots()
    for name, values in losses.items():
        ax.plot(np.arange(len(values)), values, label=name)
    ax.set_yscale("log")
    ax.set(xlabel="step", ylabel="loss")
    ax.legend()
    return fig
