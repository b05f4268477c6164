"""The condition number is taken for smallest over largest.

loses: condition_number
hint: What is the condition number of a round bowl, and of a narrow valley?
second hint: A narrow valley has a large one.
"""


def statements():
    return {name: str((name in TRUE) != (name == "condition_number")).lower() for name in (*TRUE, *FALSE)}
