"""The flattest direction limits the rate instead of the steepest.

loses: limit_of_the_rate
hint: At your rate, what is 1 - lr * lambda along the steepest direction?
second hint: The steepest direction overshoots first: take the largest eigenvalue.
"""


def largest_stable_rate(hessian):
    eigenvalues = np.linalg.eigvalsh(hessian)
    return float(2 / eigenvalues[0])
