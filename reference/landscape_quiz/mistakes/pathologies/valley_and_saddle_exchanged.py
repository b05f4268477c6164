"""The narrow valley and the saddle are exchanged.

loses: zigzag, standstill
hint: In which of the two does the path move?
second hint: Moving from wall to wall is a valley; not moving at all is a place where the gradient vanishes.
"""


def pathologies():
    return SCENARIOS | {"zigzag": SCENARIOS["standstill"], "standstill": SCENARIOS["zigzag"]}
