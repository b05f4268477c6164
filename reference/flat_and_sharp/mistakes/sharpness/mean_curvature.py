"""The mean of the eigenvalues comes back instead of their sum.

loses: trace
hint: Is your first number the sum of the eigenvalues?
second hint: The trace is a sum: do not divide by d.
convention: The mean curvature, trace over d, is the same measure made independent of the number of weights.
    It agrees in one dimension.
"""


def sharpness(hessian):
    return float(np.mean(np.diag(hessian))), float(np.linalg.eigvalsh(hessian)[-1])
