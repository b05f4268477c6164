"""The coordinate with the lowest diagonal entry is taken.

loses: escape
hint: Turn a saddle: does your direction turn with it?
second hint: Take the eigenvector: `np.linalg.eigh`.
"""


def escape_direction(hessian):
    if np.linalg.eigvalsh(hessian)[0] >= 0:
        return None
    return np.eye(len(hessian))[np.argmin(np.diag(hessian))]
