"""The limit of stability is taken for the best rate.

loses: best_rate
hint: At your rate, are 1 - lr * lambda of the flattest and the steepest direction equal in size?
second hint: At the limit the steepest direction does not shrink at all: `2 / (lambda_max + lambda_min)`.
"""


def best_rate(hessian):
    eigenvalues = np.linalg.eigvalsh(hessian)
    return float(2 / eigenvalues[-1])
