"""There is one step too few.

loses: growth_of_the_offset
hint: Is the offset after so many steps beyond the radius?
second hint: Round up, not down.
"""


def predicted_escape(lr, curvature, offset, radius):
    if offset == 0:
        return None
    size, n = abs(offset), 0
    while size <= radius and n < 100000:
        size *= 1 - lr * curvature
        n += 1
    return max(0, n - 1)
