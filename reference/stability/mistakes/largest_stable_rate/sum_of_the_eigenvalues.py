"""All curvatures together limit the rate.

loses: limit_of_the_rate
hint: At your rate, what is 1 - lr * lambda along the steepest direction?
second hint: Each direction is on its own: the largest eigenvalue decides.
convention: 2 / trace is a bound that is always safe, and needs no eigenvalues. It is smaller than the limit.
"""


def largest_stable_rate(hessian):
    return float(2 / np.trace(hessian))
