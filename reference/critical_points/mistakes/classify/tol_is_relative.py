"""An eigenvalue is compared with tol times the largest one.

loses: flat_directions
hint: What is your answer for eigenvalues 50, 1 and 0.5, and tol = 0.1?
second hint: Compare with tol itself.
convention: A tolerance relative to the largest eigenvalue is what a rank is usually decided by. Here tol is
    in the units of the curvature.
"""


def classify(hessian, tol):
    tol = tol * np.max(np.abs(np.linalg.eigvalsh(hessian)))
    e = np.linalg.eigvalsh(hessian)
    if e[0] > tol:
        return "minimum"
    if e[-1] < -tol:
        return "maximum"
    if e[0] < -tol and e[-1] > tol:
        return "saddle"
    return "degenerate"
