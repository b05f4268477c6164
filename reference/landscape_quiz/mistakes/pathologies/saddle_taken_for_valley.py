"""A standstill is put down to ill-conditioning.

loses: standstill
hint: In a narrow valley the path moves. Does it here?
second hint: Where the gradient is almost zero, what kind of place is that?
"""


def pathologies():
    return SCENARIOS | {"standstill": "ill-conditioning"}
