"""The axis of losses is not logarithmic.

loses: logarithmic_losses
hint: Can you read the smallest losses off your picture?
second hint: `ax.set_yscale("log")`.
"""


def draw_losses(losses):
    fig, ax = plt.subplots()
    for name, values in losses.items():
        ax.plot(np.arange(len(values)), values, label=name)
    ax.set(xlabel="step", ylabel="loss")
    ax.legend()
    return fig
