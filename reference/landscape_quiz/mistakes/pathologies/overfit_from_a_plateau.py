"""A low training loss is called a plateau.

loses: overfit
hint: What is low in scenario C, and what is high?
second hint: The training loss is low: the optimizer did arrive. Where?
"""


def pathologies():
    return SCENARIOS | {"overfit": "saddle or plateau"}
