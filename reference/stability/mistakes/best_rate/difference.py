"""The extremes are subtracted instead of added.

loses: best_rate
hint: At your rate, are 1 - lr * lambda of the flattest and the steepest direction equal in size?
second hint: Solve 1 - lr * lambda_min = lr * lambda_max - 1 for lr.
"""


def best_rate(hessian):
    eigenvalues = np.linalg.eigvalsh(hessian)
    return float(2 / (eigenvalues[-1] - eigenvalues[0]))
