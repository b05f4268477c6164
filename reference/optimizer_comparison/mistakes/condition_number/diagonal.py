"""The largest entry of the diagonal is divided by the smallest.

loses: condition_number, rotation_invariance
hint: Turn the bowl: the diagonal changes, and the shape of the bowl?
second hint: Use the eigenvalues: `np.linalg.eigvalsh(hessian)`.
"""


def condition_number(hessian):
    diagonal = np.diag(hessian)
    return float(diagonal.max() / diagonal.min())
