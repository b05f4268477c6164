"""More steps are thought to leave the axis of a saddle.

loses: axis_of_the_saddle
hint: What is the gradient across the axis, on the axis?
second hint: A part that is exactly zero stays zero, however often it is taken.
"""


def choices():
    return CHOSEN | {"axis_of_the_saddle": "more steps"}
