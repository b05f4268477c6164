"""The eigenvalue that is largest in size is taken, whatever its sign.

loses: escape
hint: From a saddle with eigenvalues 5 and -2, which way leads down?
second hint: Take the most negative one.
"""


def escape_direction(hessian):
    eigenvalues, vectors = np.linalg.eigh(hessian)
    return vectors[:, np.argmax(np.abs(eigenvalues))] if eigenvalues[0] < 0 else None
