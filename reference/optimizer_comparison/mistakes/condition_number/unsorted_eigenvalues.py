"""The first eigenvalue found is divided by the last, in whatever order they come.

loses: eigenvalue_order
hint: Try the diagonal matrix of 3, 0.5 and 7: in which order do your eigenvalues come?
second hint: `np.linalg.eig` promises no order: take `eigenvalues.max() / eigenvalues.min()`.
"""


def condition_number(hessian):
    eigenvalues = np.linalg.eig(hessian)[0]
    return float(eigenvalues[0] / eigenvalues[-1])
