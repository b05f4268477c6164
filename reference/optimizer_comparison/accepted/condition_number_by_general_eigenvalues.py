"""Largest over smallest of the eigenvalues, in whatever order they are found."""


def condition_number(hessian):
    eigenvalues = np.linalg.eigvals(np.array(hessian))
    return max(eigenvalues) / min(eigenvalues)
