"""Keeping its speed is taken for what breaks the picture.

loses: rolling_ball
hint: Which of the three does momentum do as well?
second hint: Look for what no ball can do.
"""


def choices():
    return CHOSEN | {"rolling_ball": "it keeps its speed"}
