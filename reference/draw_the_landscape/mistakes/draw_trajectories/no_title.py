"""The picture has no title.

loses: names
hint: What does your picture show?
second hint: `ax.set_title(…)`.
"""


def draw_trajectories(loss, paths, x, y):
    xs, ys = np.linspace(*x, 25), np.linspace(*y, 25)
    heights = np.array([[loss(np.array([a, b])) for a in xs] for b in ys])
    fig, ax = plt.subplots()
    ax.contour(xs, ys, heights, levels=15)
    for name, path in paths.items():
        ax.plot(path[:, 0], path[:, 1], "o-", label=name)
    ax.set_aspect("equal")
    ax.set(xlabel="first weight", ylabel="second weight")
    ax.legend()
    return fig
