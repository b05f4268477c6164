"""The same length is added in every step.

loses: growth_of_the_offset
hint: Does your offset grow faster and faster?
second hint: Each step multiplies the offset.
"""


def predicted_escape(lr, curvature, offset, radius):
    if offset == 0:
        return None
    step = -lr * curvature * abs(offset)
    return max(0, int(np.floor((radius - abs(offset)) / step)) + 1)
