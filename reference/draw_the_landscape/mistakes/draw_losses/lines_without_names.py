"""The lines have no labels.

loses: losses
hint: Which line is which?
second hint: Hand over the name: `label=name`.
"""


def draw_losses(losses):
    fig, ax = plt.subplots()
    for name, values in losses.items():
        ax.plot(np.arange(len(values)), values, gid=name)
    ax.set_yscale("log")
    ax.set(xlabel="step", ylabel="loss")
    ax.legend()
    return fig
