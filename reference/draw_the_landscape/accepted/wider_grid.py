"""A grid that reaches beyond the window, points on top of the lines, and names given to the legend."""


def draw_trajectories(loss, paths, x, y):
    xs, ys = np.linspace(x[0] - 1, x[1] + 1, 31), np.linspace(y[1] + 1, y[0] - 1, 31)
    fig = plt.figure()
    ax = fig.add_subplot()
    ax.contour(xs, ys, [[loss(np.array([a, b])) for a in xs] for b in ys], 25, colors="0.7")
    for name, path in paths.items():
        ax.plot(path[:, 0], path[:, 1], label=name)
        ax.scatter(path[:, 0], path[:, 1])
    ax.set_aspect("equal")
    ax.set_xlabel("x")
    ax.set_ylabel("y")
    ax.set_title("Paths")
    ax.legend()
    return fig


def draw_losses(losses):
    fig, ax = plt.subplots(figsize=(6, 4))
    for name, values in losses.items():
        ax.plot(range(len(values)), list(values), "o-", label=name)
    ax.set(yscale="log", xlabel="number of steps", ylabel="training loss", title="How the loss falls")
    ax.legend(loc="upper right")
    return fig
