"""The sharp minimum and the rate that is too large are exchanged.

loses: overfit, overflow
hint: Which of the two is about new data?
second hint: New data speak of the minimum that was found; a loss that overflows has found none.
"""


def pathologies():
    return SCENARIOS | {"overfit": SCENARIOS["overflow"], "overflow": SCENARIOS["overfit"]}
