"""Three optimizers on quadratic bowls, and how many steps each needs.

An optimizer returns its whole trajectory: row 0 is the start, row t the point after t updates.
"""

import numpy as np


def gradient_descent(grad, start, lr, steps):
    """Walk straight downhill: x' = x - lr*g.  Returns the trajectory, shape (steps + 1, d)."""
    x = np.array(start, dtype=float)
    trajectory = [x]
    for _ in range(steps):
        x = x - lr * grad(x)
        trajectory.append(x)
    return np.array(trajectory)


def momentum(grad, start, lr, steps, alpha=0.9):
    """Roll with a velocity: v' = alpha*v - lr*g, x' = x + v'.  Returns the trajectory, shape (steps + 1, d)."""
    x = np.array(start, dtype=float)
    v = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        v = alpha * v - lr * grad(x)
        x = x + v
        trajectory.append(x)
    return np.array(trajectory)


def adam(grad, start, lr, steps, beta1=0.9, beta2=0.999, eps=1e-8):
    """Scale each coordinate by its own gradients, bias-corrected.  Returns the trajectory, shape (steps + 1, d)."""
    x = np.array(start, dtype=float)
    m = np.zeros_like(x)
    v = np.zeros_like(x)
    trajectory = [x]
    for t in range(1, steps + 1):
        g = grad(x)
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        m_hat = m / (1 - beta1**t)
        v_hat = v / (1 - beta2**t)
        x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
        trajectory.append(x)
    return np.array(trajectory)


def condition_number(hessian):
    """Steepest curvature over flattest: lambda_max / lambda_min of a symmetric positive definite matrix."""
    eigenvalues = np.linalg.eigvalsh(hessian)  # in ascending order
    return float(eigenvalues[-1] / eigenvalues[0])


def steps_to_converge(trajectory, minimum, tol):
    """Find the first row from which on every row lies within tol of the minimum; None if the last one does not."""
    rows = np.asarray(trajectory, dtype=float)
    first = len(rows)
    while first > 0 and np.linalg.norm(rows[first - 1] - minimum) <= tol:  # a NaN distance compares as outside
        first -= 1
    return first if first < len(rows) else None


def compare_optimizers(hessian, minimum, start, lrs, steps, tol):
    """Count the steps of each optimizer on 0.5 (x - minimum)' H (x - minimum): a dict name -> int or None."""
    hessian = np.asarray(hessian, dtype=float)
    minimum = np.asarray(minimum, dtype=float)

    def grad(x):
        return hessian @ (x - minimum)

    optimizers = {"gradient_descent": gradient_descent, "momentum": momentum, "adam": adam}
    return {
        name: steps_to_converge(optimize(grad, start, lrs[name], steps), minimum, tol)
        for name, optimize in optimizers.items()
    }
