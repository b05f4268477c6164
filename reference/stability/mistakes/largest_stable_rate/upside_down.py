"""The fraction is upside down.

loses: limit_of_the_rate
hint: For a steeper bowl, does your limit fall?
second hint: Two over the curvature.
"""


def largest_stable_rate(hessian):
    eigenvalues = np.linalg.eigvalsh(hessian)
    return float(eigenvalues[-1] / 2)
