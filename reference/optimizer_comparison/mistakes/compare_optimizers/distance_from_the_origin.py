"""The distance is measured from the origin instead of the minimum.

loses: descent_is_counted, momentum_is_counted, adam_is_counted
hint: Which minimum do you hand to steps_to_converge?
second hint: Pass the `minimum` that was given.
"""


def compare_optimizers(hessian, minimum, start, lrs, steps, tol):
    hessian = np.asarray(hessian, dtype=float)
    minimum = np.asarray(minimum, dtype=float)

    def grad(x):
        return hessian @ (x - minimum)

    optimizers = {"gradient_descent": gradient_descent, "momentum": momentum, "adam": adam}
    return {
        name: steps_to_converge(optimize(grad, start, lrs[name], steps), 0 * minimum, tol)
        for name, optimize in optimizers.items()
    }
