"""Local minima are taken for more frequent than saddles.

loses: saddles
hint: With a coin for the sign of each eigenvalue: how often do all show heads?
second hint: All signs must agree for a minimum.
"""


def statements():
    return {name: str((name in TRUE) != (name == "saddles")).lower() for name in (*TRUE, *FALSE)}
