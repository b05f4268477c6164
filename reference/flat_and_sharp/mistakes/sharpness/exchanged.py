"""The two numbers have changed places.

loses: trace, largest_eigenvalue
hint: Which number do you return first?
second hint: The trace comes first.
"""


def sharpness(hessian):
    return float(np.linalg.eigvalsh(hessian)[-1]), float(np.trace(hessian))
