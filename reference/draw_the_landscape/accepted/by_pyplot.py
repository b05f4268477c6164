"""Drawn on the current axes, filled, on a mesh, with losses by semilogy."""


def draw_trajectories(loss, paths, x, y):
    mesh = np.meshgrid(np.linspace(x[0], x[1], 31), np.linspace(y[0], y[1], 21))
    heights = np.apply_along_axis(loss, 0, np.array(mesh))
    plt.figure()
    plt.contourf(*mesh, heights, np.linspace(heights.min(), heights.max(), 20))
    for name in paths:
        plt.plot(*np.array(paths[name]).T, label=name)
    plt.axis("equal")
    plt.xlabel("w1")
    plt.ylabel("w2")
    plt.title("Descent")
    plt.legend()
    return plt.gcf()


def draw_losses(losses):
    plt.figure()
    for name in losses:
        plt.semilogy(losses[name], label=name)
    plt.xlabel("step")
    plt.ylabel("loss")
    plt.legend()
    return plt.gcf()
