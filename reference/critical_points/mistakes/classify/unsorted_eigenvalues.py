"""The first and the last entry on a list without order are taken for the lowest and the highest.

loses: signs_of_the_eigenvalues
hint: What does `np.linalg.eig` promise about the order?
second hint: Use `np.linalg.eigvalsh`, which sorts, or ask for min and max.
"""


def classify(hessian, tol):
    e = np.linalg.eigvals(hessian)
    if e[0] > tol:
        return "minimum"
    if e[-1] < -tol:
        return "maximum"
    if e[0] < -tol and e[-1] > tol:
        return "saddle"
    return "degenerate"
