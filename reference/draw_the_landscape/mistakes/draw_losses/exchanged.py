"""Steps and losses have changed places.

loses: losses
hint: What goes along x?
second hint: Steps go along x.
"""


def draw_losses(losses):
    fig, ax = plt.subplots()
    for name, values in losses.items():
        ax.plot(values, np.arange(len(values)), label=name)
    ax.set_yscale("log")
    ax.set(xlabel="step", ylabel="loss")
    ax.legend()
    return fig
