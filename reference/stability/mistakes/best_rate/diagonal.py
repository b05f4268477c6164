"""The extremes of the diagonal are taken for the eigenvalues.

loses: best_rate
hint: Turn a bowl: does your rate stay the same?
second hint: Use `np.linalg.eigvalsh(hessian)`.
"""


def best_rate(hessian):
    d = np.diag(hessian)
    return float(2 / (np.max(d) + np.min(d)))
