"""The first eigenvector of an unsorted list is taken.

loses: escape
hint: What does `np.linalg.eig` promise about the order?
second hint: Use `np.linalg.eigh`, which sorts, or `np.argmin`.
"""


def escape_direction(hessian):
    eigenvalues, vectors = np.linalg.eig(hessian)
    return vectors[:, 0] if min(eigenvalues) < 0 else None
