"""The eigenvector of the largest eigenvalue comes back: the steepest way up.

loses: escape
hint: What is the curvature along your direction?
second hint: The columns are sorted from the lowest eigenvalue: take `vectors[:, 0]`.
"""


def escape_direction(hessian):
    eigenvalues, vectors = np.linalg.eigh(hessian)
    return vectors[:, -1] if eigenvalues[0] < 0 else None
