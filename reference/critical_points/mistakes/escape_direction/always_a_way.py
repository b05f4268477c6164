"""A direction comes back even where none leads down.

loses: no_escape
hint: What is the curvature along your direction at a minimum?
second hint: Return None where the lowest eigenvalue is not negative.
"""


def escape_direction(hessian):
    return np.linalg.eigh(hessian)[1][:, 0]
