"""A direction of zeros comes back where none leads down.

loses: no_escape
hint: What is your answer at a minimum?
second hint: Return None.
"""


def escape_direction(hessian):
    eigenvalues, vectors = np.linalg.eigh(hessian)
    return vectors[:, 0] if eigenvalues[0] < 0 else np.zeros(len(eigenvalues))
