"""The lines have no labels.

loses: paths
hint: Which line is which?
second hint: Hand over the name: `label=name`.
"""


def draw_trajectories(loss, paths, x, y):
    xs, ys = np.linspace(*x, 25), np.linspace(*y, 25)
    heights = np.array([[loss(np.array([a, b])) for a in xs] for b in ys])
    fig, ax = plt.subplots()
    ax.contour(xs, ys, heights, levels=15)
    for name, path in paths.items():
        ax.plot(path[:, 0], path[:, 1], "o-", gid=name)
    ax.set_aspect("equal")
    ax.set(xlabel="first weight", ylabel="second weight", title="Paths over lines of equal loss")
    ax.legend()
    return fig
