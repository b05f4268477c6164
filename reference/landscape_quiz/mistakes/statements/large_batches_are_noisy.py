"""Large batches are taken for noisier.

loses: noise
hint: Is a mean over more numbers surer or less sure?
second hint: The noise of a mean falls with the number of rows.
"""


def statements():
    return {name: str((name in TRUE) != (name == "noise")).lower() for name in (*TRUE, *FALSE)}
