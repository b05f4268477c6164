"""A row of the matrix of eigenvectors is taken instead of a column.

loses: escape
hint: Is H times your direction a multiple of it?
second hint: Eigenvectors are columns: `vectors[:, 0]`.
"""


def escape_direction(hessian):
    eigenvalues, vectors = np.linalg.eigh(hessian)
    return vectors[0] if eigenvalues[0] < 0 else None
