"""The direction is multiplied by its eigenvalue.

loses: escape
hint: Is your direction of length one?
second hint: Return the eigenvector as it is.
"""


def escape_direction(hessian):
    eigenvalues, vectors = np.linalg.eigh(hessian)
    return eigenvalues[0] * vectors[:, 0] if eigenvalues[0] < 0 else None
