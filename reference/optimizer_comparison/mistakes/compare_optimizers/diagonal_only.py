"""Only the diagonal of the Hessian is used.

loses: descent_is_counted, momentum_is_counted, adam_is_counted
hint: Try a bowl whose axes are turned: the entries off the diagonal matter there.
second hint: The gradient is a matrix times a vector: `hessian @ (x - minimum)`.
"""


def compare_optimizers(hessian, minimum, start, lrs, steps, tol):
    hessian = np.asarray(hessian, dtype=float)
    minimum = np.asarray(minimum, dtype=float)

    def grad(x):
        return np.diag(hessian) * (x - minimum)

    optimizers = {"gradient_descent": gradient_descent, "momentum": momentum, "adam": adam}
    return {
        name: steps_to_converge(optimize(grad, start, lrs[name], steps), minimum, tol)
        for name, optimize in optimizers.items()
    }
