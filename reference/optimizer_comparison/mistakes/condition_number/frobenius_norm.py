"""The condition number is measured in the Frobenius norm.

loses: condition_number, eigenvalue_order
hint: Try the identity matrix: the answer is 1.
second hint: For the ratio of eigenvalues take the 2-norm, `np.linalg.cond(hessian, 2)`.
"""


def condition_number(hessian):
    return float(np.linalg.cond(hessian, "fro"))
