"""There is one step too many.

loses: growth_of_the_offset
hint: Walk by hand with lr = 0.5, curvature -3 and offset 1 to a radius of 2.
second hint: The first step multiplies once.
"""


def predicted_escape(lr, curvature, offset, radius):
    if offset == 0:
        return None
    size, n = abs(offset), 0
    while size <= radius and n < 100000:
        size *= 1 - lr * curvature
        n += 1
    return n + 1
