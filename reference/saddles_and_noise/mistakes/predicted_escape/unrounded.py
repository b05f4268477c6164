"""The logarithm comes back without being rounded up.

loses: growth_of_the_offset
hint: Is your answer a whole number?
second hint: Round up: `math.ceil`.
"""


def predicted_escape(lr, curvature, offset, radius):
    if offset == 0:
        return None
    return max(0.0, float(np.log(radius / abs(offset)) / np.log(1 - lr * curvature)))
