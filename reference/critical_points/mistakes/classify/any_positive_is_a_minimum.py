"""One positive eigenvalue is taken for a minimum.

loses: signs_of_the_eigenvalues
hint: Is x squared less y squared a minimum?
second hint: All eigenvalues must be positive: look at the lowest.
"""


def classify(hessian, tol):
    e = np.linalg.eigvalsh(hessian)
    if e[-1] > tol:
        return "minimum"
    if e[-1] < -tol:
        return "maximum"
    if e[0] < -tol and e[-1] > tol:
        return "saddle"
    return "degenerate"
