"""The heights are handed over with rows and columns exchanged.

loses: contours
hint: Does your bowl lie along the right axis?
second hint: Row i of the heights belongs to the i-th y.
"""


def draw_trajectories(loss, paths, x, y):
    xs, ys = np.linspace(*x, 25), np.linspace(*y, 25)
    heights = np.array([[loss(np.array([a, b])) for b in ys] for a in xs])
    fig, ax = plt.subplots()
    ax.contour(xs, ys, heights, levels=15)
    for name, path in paths.items():
        ax.plot(path[:, 0], path[:, 1], "o-", label=name)
    ax.set_aspect("equal")
    ax.set(xlabel="first weight", ylabel="second weight", title="Paths over lines of equal loss")
    ax.legend()
    return fig
