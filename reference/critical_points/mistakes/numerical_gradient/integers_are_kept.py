"""The point is cut down to whole numbers when it is given in integers.

loses: gradient_takes_any_point
hint: Try a point of integers, such as [2, -1]: does your gradient become zero?
second hint: `np.array(point, dtype=float)` holds decimals.
"""


def numerical_gradient(loss, point, h):
    x = np.array(point)
    gradient = np.zeros(len(x))
    for i in range(len(x)):
        ahead, behind = x.copy(), x.copy()
        ahead[i] = ahead[i] + h
        behind[i] = behind[i] - h
        gradient[i] = (loss(ahead) - loss(behind)) / (2 * h)
    return gradient
