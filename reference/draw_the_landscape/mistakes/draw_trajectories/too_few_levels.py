"""There are only four lines of equal loss.

loses: contours
hint: How many lines of equal loss does your picture show?
second hint: Ask for more: `levels=15`.
"""


def draw_trajectories(loss, paths, x, y):
    xs, ys = np.linspace(*x, 25), np.linspace(*y, 25)
    heights = np.array([[loss(np.array([a, b])) for a in xs] for b in ys])
    fig, ax = plt.subplots()
    ax.contour(xs, ys, heights, levels=np.linspace(heights.min(), heights.max(), 6))
    for name, path in paths.items():
        ax.plot(path[:, 0], path[:, 1], "o-", label=name)
    ax.set_aspect("equal")
    ax.set(xlabel="first weight", ylabel="second weight", title="Paths over lines of equal loss")
    ax.legend()
    return fig
