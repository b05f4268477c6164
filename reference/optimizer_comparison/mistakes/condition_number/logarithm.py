"""The logarithm of the ratio comes back.

loses: condition_number, rotation_invariance
hint: Find the eigenvalues of a small matrix by hand and compare.
second hint: Divide the largest eigenvalue by the smallest: `eigenvalues[-1] / eigenvalues[0]` after `eigvalsh`.
"""


def condition_number(hessian):
    eigenvalues = np.linalg.eigvalsh(hessian)
    return float(np.log10(eigenvalues[-1] / eigenvalues[0]))
