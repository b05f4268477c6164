"""All three run with the learning rate of gradient descent.

loses: momentum_is_counted, adam_is_counted
hint: Which of the counts are right: only that of gradient descent?
second hint: Each has its own rate: `lrs[name]`.
"""


def compare_optimizers(hessian, minimum, start, lrs, steps, tol):
    hessian = np.asarray(hessian, dtype=float)
    minimum = np.asarray(minimum, dtype=float)

    def grad(x):
        return hessian @ (x - minimum)

    optimizers = {"gradient_descent": gradient_descent, "momentum": momentum, "adam": adam}
    return {
        name: steps_to_converge(optimize(grad, start, lrs["gradient_descent"], steps), minimum, tol)
        for name, optimize in optimizers.items()
    }
