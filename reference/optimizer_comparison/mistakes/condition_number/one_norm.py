"""The condition number is measured in the 1-norm.

loses: condition_number, rotation_invariance
hint: On a diagonal matrix your number is right: what is different on a turned bowl?
second hint: For the ratio of eigenvalues take the 2-norm, `np.linalg.cond(hessian, 2)`.
"""


def condition_number(hessian):
    return float(np.linalg.cond(hessian, 1))
