"""The axis of steps is logarithmic too.

loses: logarithmic_losses
hint: Where is step 0 in your picture?
second hint: Only the axis of losses is logarithmic.
"""


def draw_losses(losses):
    fig, ax = plt.subplots()
    for name, values in losses.items():
        ax.plot(np.arange(len(values)), values, label=name)
    ax.set_yscale("log")
    ax.set_xscale("log")
    ax.set(xlabel="step", ylabel="loss")
    ax.legend()
    return fig
