"""The last of an unsorted list is taken for the largest eigenvalue.

loses: limit_of_the_rate
hint: What does `np.linalg.eig` promise about the order?
second hint: Use `np.linalg.eigvalsh`, which sorts, or ask for the largest.
"""


def largest_stable_rate(hessian):
    return float(2 / np.linalg.eigvals(hessian)[-1])
