"""There are no lines of equal loss.

loses: contours
hint: Where is the landscape in your picture?
second hint: Draw it with `ax.contour(xs, ys, heights, levels=15)`.
"""


def draw_trajectories(loss, paths, x, y):
    fig, ax = plt.subplots()
    ax.set(xlim=x, ylim=y)
    for name, path in paths.items():
        ax.plot(path[:, 0], path[:, 1], "o-", label=name)
    ax.set_aspect("equal")
    ax.set(xlabel="first weight", ylabel="second weight", title="Paths over lines of equal loss")
    ax.legend()
    return fig
