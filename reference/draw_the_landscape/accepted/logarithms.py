"""Lines of equal loss at even steps of its logarithm, by which the bottom of the valley has some as well."""


def draw_trajectories(loss, paths, x, y):
    xs, ys = np.linspace(*x, 45), np.linspace(*y, 35)
    heights = np.array([[loss(np.array([a, b])) for a in xs] for b in ys])
    fig, ax = plt.subplots()
    ax.contourf(xs, ys, np.log10(heights + 1e-6), levels=18, cmap="viridis")
    for name, path in paths.items():
        ax.plot(*path.T, ".-", label=name)
    ax.set(aspect="equal", xlabel="first weight", ylabel="second weight", title="Three paths")
    ax.legend()
    return fig


def draw_losses(losses):
    fig, ax = plt.subplots()
    for name, values in losses.items():
        ax.semilogy(np.arange(len(values)), values, label=name)
    ax.set(xlabel="steps", ylabel="loss")
    ax.legend()
    return fig
