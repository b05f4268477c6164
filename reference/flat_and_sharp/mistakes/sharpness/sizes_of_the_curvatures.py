"""Sizes of eigenvalues are added up, so that ways down count as sharp.

loses: trace
hint: Is your first number the sum of the eigenvalues?
second hint: Leave the signs: the trace is the plain sum.
convention: The sum of sizes is the nuclear norm. At a minimum no eigenvalue is negative, and the two agree.
"""


def sharpness(hessian):
    return float(np.sum(np.abs(np.linalg.eigvalsh(hessian)))), float(np.linalg.eigvalsh(hessian)[-1])
