"""The factor uses twice the curvature.

loses: growth_of_the_offset
hint: On x**2 - y**2 the curvature along y is -2: what does a step with lr = 0.1 do to y?
second hint: The curvature holds the 2 already.
"""


def predicted_escape(lr, curvature, offset, radius):
    if offset == 0:
        return None
    size, n = abs(offset), 0
    while size <= radius and n < 100000:
        size *= 1 - 2 * lr * curvature
        n += 1
    return n
