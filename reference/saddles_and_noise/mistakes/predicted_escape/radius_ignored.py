"""The radius is taken to be 1.

loses: growth_of_the_offset
hint: Does your answer depend on the radius?
second hint: Compare with the radius.
"""


def predicted_escape(lr, curvature, offset, radius):
    if offset == 0:
        return None
    size, n = abs(offset), 0
    while size <= 1 and n < 100000:
        size *= 1 - lr * curvature
        n += 1
    return n
