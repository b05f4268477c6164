"""The largest sum of sizes along a row limits the rate.

loses: limit_of_the_rate
hint: Turn a bowl: does your limit stay the same?
second hint: Take the largest eigenvalue; the row sums are only a bound for it.
"""


def largest_stable_rate(hessian):
    return float(2 / np.linalg.norm(hessian, np.inf))
