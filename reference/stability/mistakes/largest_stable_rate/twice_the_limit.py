"""The limit is four over the largest curvature.

loses: limit_of_the_rate
hint: At your rate, what is 1 - lr * lambda along the steepest direction?
second hint: The factor may come down to -1: `2 / lambda_max`.
convention: 4 / lambda_max is what the limit of momentum, 2 (1 + alpha) / lambda_max, tends to as alpha tends
    to 1.
"""


def largest_stable_rate(hessian):
    eigenvalues = np.linalg.eigvalsh(hessian)
    return float(4 / eigenvalues[-1])
