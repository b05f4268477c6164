"""Every optimizer starts at the origin.

loses: descent_is_counted, momentum_is_counted, adam_is_counted
hint: Which start do you hand to the optimizers?
second hint: Pass the `start` that was given.
"""


def compare_optimizers(hessian, minimum, start, lrs, steps, tol):
    hessian = np.asarray(hessian, dtype=float)
    minimum = np.asarray(minimum, dtype=float)

    def grad(x):
        return hessian @ (x - minimum)

    optimizers = {"gradient_descent": gradient_descent, "momentum": momentum, "adam": adam}
    return {
        name: steps_to_converge(optimize(grad, 0 * minimum, lrs[name], steps), minimum, tol)
        for name, optimize in optimizers.items()
    }
