"""RMSProp is taken for a sum over all steps.

loses: rmsprop
hint: Which of the two, AdaGrad and RMSProp, has a factor gamma?
second hint: With a factor below one, old gradients fade.
"""


def statements():
    return {name: str((name in TRUE) != (name == "rmsprop")).lower() for name in (*TRUE, *FALSE)}
