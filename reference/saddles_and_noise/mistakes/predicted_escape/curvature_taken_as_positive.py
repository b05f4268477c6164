"""The offset shrinks, as if the curvature were positive.

loses: growth_of_the_offset
hint: On x**2 - y**2 the curvature along y is -2: what does a step with lr = 0.1 do to y?
second hint: The factor is `1 - lr * curvature`, above 1.
"""


def predicted_escape(lr, curvature, offset, radius):
    if offset == 0:
        return None
    size, n = abs(offset), 0
    while size <= radius and n < 100000:
        size *= 1 + lr * curvature
        n += 1
    return n if n < 100000 else None
