"""Gradient descent runs in the place of momentum.

loses: momentum_is_counted
hint: Which function do you call for each name?
second hint: Call `momentum` for "momentum", with its own learning rate.
"""


def compare_optimizers(hessian, minimum, start, lrs, steps, tol):
    hessian = np.asarray(hessian, dtype=float)
    minimum = np.asarray(minimum, dtype=float)

    def grad(x):
        return hessian @ (x - minimum)

    optimizers = {"gradient_descent": gradient_descent, "momentum": gradient_descent, "adam": adam}
    return {
        name: steps_to_converge(optimize(grad, start, lrs[name], steps), minimum, tol)
        for name, optimize in optimizers.items()
    }
