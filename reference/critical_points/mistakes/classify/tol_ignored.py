"""Every eigenvalue counts, however close to zero.

loses: flat_directions
hint: What is your answer for eigenvalues 2 and 0.05, and tol = 0.1?
second hint: Compare with tol and -tol instead of zero.
"""


def classify(hessian, tol):
    e = np.linalg.eigvalsh(hessian)
    if e[0] > 0:
        return "minimum"
    if e[-1] < 0:
        return "maximum"
    if e[0] < 0 < e[-1]:
        return "saddle"
    return "degenerate"
