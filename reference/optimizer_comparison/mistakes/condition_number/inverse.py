"""The ratio stands upside down: smallest over largest.

loses: condition_number, rotation_invariance
hint: Is your number below 1?
second hint: Divide the largest eigenvalue by the smallest: `eigenvalues[-1] / eigenvalues[0]` after `eigvalsh`.
"""


def condition_number(hessian):
    eigenvalues = np.linalg.eigvalsh(hessian)
    return float(eigenvalues[0] / eigenvalues[-1])
