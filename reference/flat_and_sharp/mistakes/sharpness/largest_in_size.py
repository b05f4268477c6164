"""The eigenvalue that is largest in size is taken, without its sign.

loses: largest_eigenvalue
hint: What is your answer where one way leads steeply down?
second hint: Take the highest, with its sign.
convention: The norm of a matrix is the largest eigenvalue in size. At a minimum no eigenvalue is negative,
    and the two agree.
"""


def sharpness(hessian):
    return float(np.trace(hessian)), float(np.linalg.norm(hessian, 2))
