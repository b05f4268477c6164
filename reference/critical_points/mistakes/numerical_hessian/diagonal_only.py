"""All entries beside the diagonal are zero, or as good as zero.

loses: mixed_derivatives
hint: On x y, is your matrix zero?
second hint: Four losses at the corners of a square give the mixed derivative.
"""


def numerical_hessian(loss, point, h):
    x = np.array(point, dtype=float)
    steps = h * np.eye(len(x))
    return np.diag([(loss(x + a) - 2 * loss(x) + loss(x - a)) / h**2 for a in steps])
