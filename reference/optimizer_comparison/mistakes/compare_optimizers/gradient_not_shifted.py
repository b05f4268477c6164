"""The gradient is that of a bowl around the origin.

loses: descent_is_counted, momentum_is_counted, adam_is_counted
hint: Where is the gradient of your loss zero?
second hint: Shift by the minimum: `hessian @ (x - minimum)`.
"""


def compare_optimizers(hessian, minimum, start, lrs, steps, tol):
    hessian = np.asarray(hessian, dtype=float)
    minimum = np.asarray(minimum, dtype=float)

    def grad(x):
        return hessian @ x

    optimizers = {"gradient_descent": gradient_descent, "momentum": momentum, "adam": adam}
    return {
        name: steps_to_converge(optimize(grad, start, lrs[name], steps), minimum, tol)
        for name, optimize in optimizers.items()
    }
