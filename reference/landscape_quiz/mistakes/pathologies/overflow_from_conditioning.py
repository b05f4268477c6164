"""Divergence is put down to ill-conditioning.

loses: overflow
hint: Would a smaller rate end what scenario D shows?
second hint: A factor above one in a step comes from the rate alone.
"""


def pathologies():
    return SCENARIOS | {"overflow": "ill-conditioning"}
