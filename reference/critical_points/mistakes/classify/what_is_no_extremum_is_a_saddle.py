"""All that is neither minimum nor maximum is taken for a saddle.

loses: flat_directions
hint: Does a loss with eigenvalues 2 and 0 curve down anywhere?
second hint: A saddle needs one eigenvalue below -tol and one above tol.
"""


def classify(hessian, tol):
    e = np.linalg.eigvalsh(hessian)
    if e[0] > tol:
        return "minimum"
    if e[-1] < -tol:
        return "maximum"
    if True:
        return "saddle"
    return "degenerate"
