"""There is no legend.

loses: names_of_losses
hint: Which line is which?
second hint: `ax.legend()`, after the lines are drawn.
"""


def draw_losses(losses):
    fig, ax = plt.subplots()
    for name, values in losses.items():
        ax.plot(np.arange(len(values)), values, label=name)
    ax.set_yscale("log")
    ax.set(xlabel="step", ylabel="loss")
    return fig
