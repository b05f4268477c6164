"""The best rate of momentum is taken.

loses: best_rate
hint: At your rate, are 1 - lr * lambda of the flattest and the steepest direction equal in size?
second hint: Without momentum it is `2 / (lambda_max + lambda_min)`.
convention: 4 / (sqrt(lambda_max) + sqrt(lambda_min))^2 is Polyak's best rate for the heavy ball with its best
    alpha. Gradient descent has no alpha; where all curvatures are equal the two agree.
"""


def best_rate(hessian):
    eigenvalues = np.linalg.eigvalsh(hessian)
    return float(4 / (np.sqrt(eigenvalues[-1]) + np.sqrt(eigenvalues[0])) ** 2)
