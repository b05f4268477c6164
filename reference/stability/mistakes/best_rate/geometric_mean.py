"""The rate is one over the geometric mean of the extremes.

loses: best_rate
hint: At your rate, are 1 - lr * lambda of the flattest and the steepest direction equal in size?
second hint: It is the plain mean of the extremes that counts: `2 / (lambda_max + lambda_min)`.
"""


def best_rate(hessian):
    eigenvalues = np.linalg.eigvalsh(hessian)
    return float(1 / np.sqrt(eigenvalues[-1] * eigenvalues[0]))
