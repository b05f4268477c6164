"""The eigenvalue comes back instead of its direction.

loses: escape
hint: Is your answer a direction of d numbers?
second hint: The direction is the eigenvector, `vectors[:, 0]`.
"""


def escape_direction(hessian):
    lowest = np.linalg.eigvalsh(hessian)[0]
    return float(lowest) if lowest < 0 else None
