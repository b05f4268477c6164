"""One eigenvalue within tol makes everything degenerate, a saddle too.

loses: flat_directions
hint: Eigenvalues 3, 0 and -4: is there any doubt that it is a saddle?
second hint: Ask for the saddle by the lowest and the highest before anything else.
convention: Some texts call every singular Hessian degenerate, as Morse theory does. Here a point that curves
    up and down is a saddle, whatever the rest.
"""


def classify(hessian, tol):
    e = np.linalg.eigvalsh(hessian)
    if np.min(np.abs(e)) > tol and e[0] > 0:
        return "minimum"
    if np.min(np.abs(e)) > tol and e[-1] < 0:
        return "maximum"
    if np.min(np.abs(e)) > tol:
        return "saddle"
    return "degenerate"
