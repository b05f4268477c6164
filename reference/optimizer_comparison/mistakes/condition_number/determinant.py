"""The determinant comes back, the product of the eigenvalues.

loses: condition_number, rotation_invariance
hint: Find the eigenvalues of a small matrix by hand and compare.
second hint: A ratio is asked for, and no product. Divide the largest eigenvalue by the smallest:
    `eigenvalues[-1] / eigenvalues[0]` after `eigvalsh`.
"""


def condition_number(hessian):
    return float(np.linalg.det(hessian))
