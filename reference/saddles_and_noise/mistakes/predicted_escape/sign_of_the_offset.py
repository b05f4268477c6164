"""A negative offset is never beyond the radius.

loses: growth_of_the_offset
hint: What is your answer for an offset of -0.04?
second hint: The sign of the offset only tells to which side the path leaves: take its size.
"""


def predicted_escape(lr, curvature, offset, radius):
    if offset == 0:
        return None
    size, n = offset, 0
    while size <= radius and n < 100000:
        size *= 1 - lr * curvature
        n += 1
    return n if n < 100000 else None
