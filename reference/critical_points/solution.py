"""Critical points: derivatives from values of the loss, and what the eigenvalues of the Hessian say."""

import numpy as np


def numerical_gradient(loss, point, h):
    """Central differences: (L(x + h e_i) - L(x - h e_i)) / 2h."""
    x = np.array(point, dtype=float)
    steps = h * np.eye(len(x))
    return np.array([(loss(x + step) - loss(x - step)) / (2 * h) for step in steps])


def numerical_hessian(loss, point, h):
    """Central second differences: three points on the diagonal, four beside it."""
    x = np.array(point, dtype=float)
    steps = h * np.eye(len(x))
    hessian = np.empty((len(x), len(x)))
    for i, a in enumerate(steps):
        hessian[i, i] = (loss(x + a) - 2 * loss(x) + loss(x - a)) / h**2
        for j, b in enumerate(steps[:i]):
            mixed = loss(x + a + b) - loss(x + a - b) - loss(x - a + b) + loss(x - a - b)
            hessian[i, j] = hessian[j, i] = mixed / (4 * h**2)
    return hessian


def curvature(hessian, direction):
    """The Rayleigh quotient d'Hd / d'd."""
    d = np.asarray(direction, dtype=float)
    return float(d @ hessian @ d / (d @ d))


def classify(hessian, tol):
    """The signs of the eigenvalues decide; a zero leaves open what both signs do not."""
    eigenvalues = np.linalg.eigvalsh(hessian)
    if eigenvalues[0] > tol:
        return "minimum"
    if eigenvalues[-1] < -tol:
        return "maximum"
    if eigenvalues[0] < -tol and eigenvalues[-1] > tol:
        return "saddle"
    return "degenerate"


def escape_direction(hessian):
    """The eigenvector of the most negative eigenvalue; None if there is no negative one."""
    eigenvalues, vectors = np.linalg.eigh(hessian)  # in ascending order
    return vectors[:, 0] if eigenvalues[0] < 0 else None


def share_of_minima(dimension):
    """Every one of the coins falls on the same side: 2**-dimension."""
    return 0.5**dimension


def estimated_share(dimension, samples, seed):
    """The share of matrices (A + A') / 2, A of independent standard normals, whose eigenvalues are all positive."""
    rng = np.random.default_rng(seed)
    minima = 0
    for _ in range(samples):
        a = rng.standard_normal((dimension, dimension))
        minima += bool(np.linalg.eigvalsh((a + a.T) / 2)[0] > 0)
    return minima / samples
