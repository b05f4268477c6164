"""Only the largest eigenvalue comes back.

loses: condition_number, rotation_invariance
hint: Multiply the matrix by 10: a ratio stays, and your number?
second hint: Divide the largest eigenvalue by the smallest: `eigenvalues[-1] / eigenvalues[0]` after `eigvalsh`.
"""


def condition_number(hessian):
    return float(np.linalg.eigvalsh(hessian)[-1])
