"""The offset from the minimum lacks its brackets: `hessian @ x - minimum`.

loses: descent_is_counted
hint: What is your gradient at the minimum?
second hint: The Hessian multiplies the whole offset, `hessian @ (x - minimum)`.
"""


def compare_optimizers(hessian, minimum, start, lrs, steps, tol):
    hessian = np.asarray(hessian, dtype=float)
    minimum = np.asarray(minimum, dtype=float)

    def grad(x):
        return hessian @ x - minimum

    optimizers = {"gradient_descent": gradient_descent, "momentum": momentum, "adam": adam}
    return {
        name: steps_to_converge(optimize(grad, start, lrs[name], steps), minimum, tol)
        for name, optimize in optimizers.items()
    }
