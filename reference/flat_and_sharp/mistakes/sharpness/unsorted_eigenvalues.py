"""The first of an unsorted list is taken for the largest eigenvalue.

loses: largest_eigenvalue
hint: What does `np.linalg.eig` promise about the order?
second hint: Use `np.linalg.eigvalsh`, which sorts, or ask for the largest.
"""


def sharpness(hessian):
    return float(np.trace(hessian)), float(np.linalg.eigvals(hessian)[0])
