"""The axes have no names.

loses: names_of_losses
hint: What goes along your axes?
second hint: `ax.set(xlabel=…, ylabel=…)`.
"""


def draw_losses(losses):
    fig, ax = plt.subplots()
    for name, values in losses.items():
        ax.plot(np.arange(len(values)), values, label=name)
    ax.set_yscale("log")
    ax.legend()
    return fig
