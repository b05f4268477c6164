"""Sharp minima are taken for the better ones.

loses: flatness
hint: What does a small shift of the landscape cost in each?
second hint: Compare 50 times a small shift squared with 2 times it.
"""


def statements():
    return {name: str((name in TRUE) != (name == "flatness")).lower() for name in (*TRUE, *FALSE)}
