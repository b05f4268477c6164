"""The gradient is half that of the loss.

loses: descent_is_counted, momentum_is_counted
hint: Differentiate 0.5 (x - minimum)' H (x - minimum) by hand: what becomes of the 0.5?
second hint: The half and the 2 of the square cancel: `hessian @ (x - minimum)`.
"""


def compare_optimizers(hessian, minimum, start, lrs, steps, tol):
    hessian = np.asarray(hessian, dtype=float)
    minimum = np.asarray(minimum, dtype=float)

    def grad(x):
        return 0.5 * hessian @ (x - minimum)

    optimizers = {"gradient_descent": gradient_descent, "momentum": momentum, "adam": adam}
    return {
        name: steps_to_converge(optimize(grad, start, lrs[name], steps), minimum, tol)
        for name, optimize in optimizers.items()
    }
