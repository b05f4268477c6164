"""At least one step is made, even from outside.

loses: growth_of_the_offset
hint: What is your answer if the offset is beyond the radius at once?
second hint: Compare before the first step.
"""


def predicted_escape(lr, curvature, offset, radius):
    if offset == 0:
        return None
    size, n = abs(offset), 0
    while size <= radius and n < 100000:
        size *= 1 - lr * curvature
        n += 1
    return max(n, 1)
