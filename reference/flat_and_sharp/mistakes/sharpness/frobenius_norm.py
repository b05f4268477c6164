"""The root of the sum of squares comes back instead of the trace.

loses: trace
hint: Is your first number the sum of the eigenvalues?
second hint: Use `np.trace`.
convention: The Frobenius norm is another measure of sharpness. It agrees with the trace only where one
    eigenvalue alone is not zero.
"""


def sharpness(hessian):
    return float(np.linalg.norm(hessian)), float(np.linalg.eigvalsh(hessian)[-1])
