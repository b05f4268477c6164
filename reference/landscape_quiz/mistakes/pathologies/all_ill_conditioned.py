"""Everything is put down to ill-conditioning.

loses: standstill, overfit
hint: Can one cause show itself in four ways as different as these?
second hint: Go through the scenarios one by one: what is the gradient, and what is the loss?
"""


def pathologies():
    return dict.fromkeys(SCENARIOS, "ill-conditioning")
