"""The sum of the eigenvalues decides.

loses: signs_of_the_eigenvalues
hint: Can a saddle have a positive sum of eigenvalues?
second hint: Look at the lowest and the highest eigenvalue, not at their sum.
"""


def classify(hessian, tol):
    t = np.trace(hessian)
    return "minimum" if t > tol else "maximum" if t < -tol else "saddle"
