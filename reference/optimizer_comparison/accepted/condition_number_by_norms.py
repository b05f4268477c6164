"""The norm of the matrix times that of its inverse."""


def condition_number(hessian):
    return np.linalg.norm(hessian, 2) * np.linalg.norm(np.linalg.inv(hessian), 2)
