"""How long a step may be: the limits of the learning rate on a bowl and in a valley, and what a path does."""

import numpy as np


def largest_stable_rate(hessian):
    """The steepest direction decides: 2 / lambda_max."""
    return float(2 / np.linalg.eigvalsh(hessian)[-1])


def best_rate(hessian):
    """The steepest and the flattest direction shrink alike: 2 / (lambda_max + lambda_min)."""
    eigenvalues = np.linalg.eigvalsh(hessian)
    return float(2 / (eigenvalues[-1] + eigenvalues[0]))


def contraction(hessian, lr, alpha):
    """The largest root, in size, of z^2 - (1 + alpha - lr*lambda) z + alpha over all eigenvalues."""
    b = 1 + alpha - lr * np.linalg.eigvalsh(hessian)
    root = np.sqrt(b.astype(complex) ** 2 - 4 * alpha)
    return float(np.max(np.abs([(b + root) / 2, (b - root) / 2])))


def stable_interval(x):
    """From 0 to 2 / L''(x), where L'' is positive."""
    curvature = 12 * x**2 - 4
    return (0.0, float(2 / curvature)) if curvature > 0 else None


def behaviour(trajectory, minimum, tol):
    """The last row tells arrival and flight, the share of steps that change sides tells the rest."""
    away = np.asarray(trajectory, dtype=float) - minimum
    first, last = np.linalg.norm(away[[0, -1]], axis=1)
    if last <= tol:
        return "converges"
    if not last <= first:  # NaN is no distance: the path is lost
        return "diverges"
    changes = np.sum(away[1:] * away[:-1], axis=1) < 0
    return "oscillates" if np.mean(changes) > 0.5 else "crawls"
