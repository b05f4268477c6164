"""Sums of eigenvalues, one division at the end, and the curve that is integrated twice."""


def sharpness(hessian):
    eigenvalues = np.linalg.eigvals(hessian).real
    return [eigenvalues.sum(), eigenvalues.max()]


def power_iteration(hessian_vector, start, steps):
    v = np.array(start, dtype=float)
    for _ in range(steps):
        v = hessian_vector(v)
    length = np.sqrt(np.sum(v**2))
    return np.dot(hessian_vector(v), v) / length**2, v / length


def loss_under_shift(curvature, shift):
    slope = curvature * shift
    return slope * shift / 2
