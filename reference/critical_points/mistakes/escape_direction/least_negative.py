"""The negative eigenvalue closest to zero is taken.

loses: escape
hint: With eigenvalues -3 and -1, along which does the loss fall faster?
second hint: Take the most negative one.
"""


def escape_direction(hessian):
    eigenvalues, vectors = np.linalg.eigh(hessian)
    negative = np.flatnonzero(eigenvalues < 0)
    return vectors[:, negative[-1]] if len(negative) else None
