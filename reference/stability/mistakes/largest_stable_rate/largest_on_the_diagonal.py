"""The largest entry on the diagonal limits the rate.

loses: limit_of_the_rate
hint: Turn a bowl: does your limit stay the same?
second hint: Take the largest eigenvalue.
"""


def largest_stable_rate(hessian):
    return float(2 / np.max(np.diag(hessian)))
