"""The points are scattered, without a line that shows their order.

loses: paths
hint: In which order are your points reached?
second hint: Draw a line: `ax.plot`.
"""


def draw_trajectories(loss, paths, x, y):
    xs, ys = np.linspace(*x, 25), np.linspace(*y, 25)
    heights = np.array([[loss(np.array([a, b])) for a in xs] for b in ys])
    fig, ax = plt.subplots()
    ax.contour(xs, ys, heights, levels=15)
    for name, path in paths.items():
        ax.scatter(path[:, 0], path[:, 1], label=name)
    ax.set_aspect("equal")
    ax.set(xlabel="first weight", ylabel="second weight", title="Paths over lines of equal loss")
    ax.legend()
    return fig
