"""The root of the sum of all squared entries limits the rate.

loses: limit_of_the_rate
hint: At your rate, what is 1 - lr * lambda along the steepest direction?
second hint: Take the largest eigenvalue, which is the norm `np.linalg.norm(hessian, 2)`.
"""


def largest_stable_rate(hessian):
    return float(2 / np.linalg.norm(hessian))
