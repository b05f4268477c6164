"""The distance is h times the coordinate instead of h.

loses: central_differences
hint: What happens at a coordinate of zero?
second hint: Move by h itself, whatever the coordinate is.
convention: SciPy's differences scale h by the size of the coordinate. Here h is the distance itself; the two
    agree where a coordinate is 1.
"""


def numerical_gradient(loss, point, h):
    x = np.array(point, dtype=float)
    gradient = np.zeros(len(x))
    for i in range(len(x)):
        step = np.zeros(len(x))
        step[i] = h * x[i]
        gradient[i] = (loss(x + step) - loss(x - step)) / (2 * step[i])
    return gradient
