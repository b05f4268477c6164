"""The entries on the diagonal are looked at instead of the eigenvalues.

loses: signs_of_the_eigenvalues
hint: Is [[1, 2], [2, 1]] a minimum?
second hint: Use `np.linalg.eigvalsh(hessian)`.
"""


def classify(hessian, tol):
    e = np.sort(np.diag(hessian))
    if e[0] > tol:
        return "minimum"
    if e[-1] < -tol:
        return "maximum"
    if e[0] < -tol and e[-1] > tol:
        return "saddle"
    return "degenerate"
