"""The condition number is taken for the largest eigenvalue.

loses: largest_eigenvalue
hint: Is your second number an eigenvalue, and the highest one?
second hint: Do not divide by the smallest.
"""


def sharpness(hessian):
    return float(np.trace(hessian)), float(np.linalg.cond(hessian))
