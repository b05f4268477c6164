"""Kinds by the eigenvalues of the shifted matrix, minima by Cholesky's factors, derivatives in plain numbers."""


def numerical_gradient(loss, point, h):
    gradient = []
    for i in range(len(point)):
        sides = []
        for sign in (1, -1):
            moved = [float(number) for number in point]
            moved[i] += sign * h
            sides.append(loss(np.array(moved)))
        gradient.append((sides[0] - sides[1]) / h / 2)
    return gradient


def positive_definite(matrix):
    try:
        np.linalg.cholesky(matrix)
    except np.linalg.LinAlgError:
        return False
    return True


def classify(hessian, tol):
    shift = tol * np.eye(len(hessian))
    if positive_definite(hessian - shift):
        return "minimum"
    if positive_definite(-hessian - shift):
        return "maximum"
    curves_down, curves_up = not positive_definite(hessian + shift), not positive_definite(shift - hessian)
    return "saddle" if curves_down and curves_up else "degenerate"


def estimated_share(dimension, samples, seed):
    rng = np.random.default_rng(seed)
    draws = [rng.standard_normal((dimension, dimension)) for _ in range(samples)]
    return sum(positive_definite(a + a.T) for a in draws) / samples
