"""The rate is one over the mean curvature.

loses: best_rate
hint: At your rate, are 1 - lr * lambda of the flattest and the steepest direction equal in size?
second hint: Only the flattest and the steepest direction count; in two dimensions the two are the same.
"""


def best_rate(hessian):
    eigenvalues = np.linalg.eigvalsh(hessian)
    return float(1 / np.mean(eigenvalues))
