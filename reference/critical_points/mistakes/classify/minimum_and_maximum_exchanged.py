"""Minimum and maximum have changed places.

loses: signs_of_the_eigenvalues
hint: Along a direction of positive curvature, does the loss curve up or down?
second hint: All positive is a minimum.
"""


def classify(hessian, tol):
    e = np.linalg.eigvalsh(hessian)
    if e[0] > tol:
        return "maximum"
    if e[-1] < -tol:
        return "minimum"
    if e[0] < -tol and e[-1] > tol:
        return "saddle"
    return "degenerate"
