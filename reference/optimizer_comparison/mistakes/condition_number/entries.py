"""The largest entry of the matrix is divided by the smallest.

loses: condition_number, rotation_invariance
hint: Turn the bowl: the entries change, and the shape of the bowl?
second hint: Use the eigenvalues: `np.linalg.eigvalsh(hessian)`.
"""


def condition_number(hessian):
    with np.errstate(divide="ignore"):
        return float(np.max(hessian) / np.min(hessian))
