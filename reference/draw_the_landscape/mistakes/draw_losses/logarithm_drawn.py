"""Logarithms are drawn on a plain axis.

loses: losses
hint: Which numbers stand along your axis?
second hint: Draw the losses, and `ax.set_yscale("log")`.
"""


def draw_losses(losses):
    fig, ax = plt.subplots()
    for name, values in losses.items():
        ax.plot(np.arange(len(values)), np.log10(values), label=name)
    ax.set(xlabel="step", ylabel="loss")
    ax.legend()
    return fig
