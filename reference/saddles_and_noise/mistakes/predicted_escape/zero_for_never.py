"""0 comes back for a path that never leaves.

loses: never_from_the_axis
hint: What is your answer for an offset of 0?
second hint: Return None.
"""


def predicted_escape(lr, curvature, offset, radius):
    if offset == 0:
        return 0
    size, n = abs(offset), 0
    while size <= radius and n < 100000:
        size *= 1 - lr * curvature
        n += 1
    return n
