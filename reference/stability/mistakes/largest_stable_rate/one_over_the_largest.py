"""The limit is one over the largest curvature.

loses: limit_of_the_rate
hint: At your rate, what is 1 - lr * lambda along the steepest direction?
second hint: The factor may come down to -1: `2 / lambda_max`.
convention: 1 / lambda_max is a common safe choice, at which no direction overshoots. Paths converge up to
    twice that.
"""


def largest_stable_rate(hessian):
    eigenvalues = np.linalg.eigvalsh(hessian)
    return float(1 / eigenvalues[-1])
