"""The rate is one over the largest curvature.

loses: best_rate
hint: At your rate, are 1 - lr * lambda of the flattest and the steepest direction equal in size?
second hint: A longer step is better for the flat direction: `2 / (lambda_max + lambda_min)`.
convention: 1 / lambda_max removes the steepest direction in one step and is a common safe choice. It leaves
    the flat direction slower than need be.
"""


def best_rate(hessian):
    eigenvalues = np.linalg.eigvalsh(hessian)
    return float(1 / eigenvalues[-1])
