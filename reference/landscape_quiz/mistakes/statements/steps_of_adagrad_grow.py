"""AdaGrad's steps are taken for growing.

loses: adagrad
hint: Does a sum of squares ever fall?
second hint: The steps are divided by the root of a sum that only grows.
"""


def statements():
    return {name: str((name in TRUE) != (name == "adagrad")).lower() for name in (*TRUE, *FALSE)}
