"""A bowl with a flat direction is taken for a minimum.

loses: flat_directions
hint: Can a loss with eigenvalues 2 and 0 still go down along the flat direction?
second hint: A minimum is certain only if the lowest eigenvalue is above tol.
"""


def classify(hessian, tol):
    e = np.linalg.eigvalsh(hessian)
    if e[0] >= -tol:
        return "minimum"
    if e[-1] < -tol:
        return "maximum"
    if e[0] < -tol and e[-1] > tol:
        return "saddle"
    return "degenerate"
