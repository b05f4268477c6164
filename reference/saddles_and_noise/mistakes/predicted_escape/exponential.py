"""The offset is taken to grow like an exponential.

loses: growth_of_the_offset
hint: On x**2 - y**2 the curvature along y is -2: what does a step with lr = 0.1 do to y?
second hint: A step of finite length multiplies by `1 - lr * curvature`.
convention: exp(-lr * curvature) is the growth of the continuous flow. It is faster than that of steps, and
    agrees with it for small rates.
"""


def predicted_escape(lr, curvature, offset, radius):
    if offset == 0:
        return None
    size, n = abs(offset), 0
    while size <= radius and n < 100000:
        size *= np.exp(-lr * curvature)
        n += 1
    return n
