"""All eigenvalues are added up, not only the two extremes.

loses: best_rate
hint: At your rate, are 1 - lr * lambda of the flattest and the steepest direction equal in size?
second hint: Only the flattest and the steepest direction count.
"""


def best_rate(hessian):
    eigenvalues = np.linalg.eigvalsh(hessian)
    return float(2 / np.sum(eigenvalues))
