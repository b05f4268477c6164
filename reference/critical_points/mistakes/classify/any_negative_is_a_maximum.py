"""One negative eigenvalue is taken for a maximum.

loses: signs_of_the_eigenvalues
hint: Is x squared less y squared a maximum?
second hint: All eigenvalues must be negative: look at the highest.
"""


def classify(hessian, tol):
    e = np.linalg.eigvalsh(hessian)
    if e[0] > tol:
        return "minimum"
    if e[0] < -tol:
        return "maximum"
    if e[0] < -tol and e[-1] > tol:
        return "saddle"
    return "degenerate"
