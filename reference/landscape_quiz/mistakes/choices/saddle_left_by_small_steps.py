"""A smaller rate is thought to leave the axis of a saddle.

loses: axis_of_the_saddle
hint: What is a small part of nothing?
second hint: A part that is exactly zero stays zero, whatever it is multiplied by.
"""


def choices():
    return CHOSEN | {"axis_of_the_saddle": "a smaller rate"}
