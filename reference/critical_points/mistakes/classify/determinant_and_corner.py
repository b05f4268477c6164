"""The determinant and one entry decide, which is enough in two dimensions only.

loses: signs_of_the_eigenvalues
hint: How many negative eigenvalues can a positive determinant hide in three dimensions?
second hint: Look at each eigenvalue: `np.linalg.eigvalsh(hessian)`.
convention: The test by determinant and corner is the textbook's for two parameters. It agrees there, but for
    the size of tol, and says nothing in higher dimensions.
"""


def classify(hessian, tol):
    d = np.linalg.det(hessian)
    if abs(d) <= tol:
        return "degenerate"
    if d < 0:
        return "saddle"
    return "minimum" if hessian[0][0] > 0 else "maximum"
