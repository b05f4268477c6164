"""The products of first derivatives stand in the place of second ones.

loses: second_derivatives
hint: At the bottom of a bowl, is your matrix zero?
second hint: Take differences of differences, not products of slopes.
convention: The mean of such products over data is the empirical Fisher matrix, which stands in for the
    Hessian in some methods. It is another matrix.
"""


def numerical_hessian(loss, point, h):
    x = np.array(point, dtype=float)
    steps = h * np.eye(len(x))
    slopes = np.array([(loss(x + step) - loss(x - step)) / (2 * h) for step in steps])
    return np.outer(slopes, slopes)
