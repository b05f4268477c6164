"""The number of steps that was given is not used.

loses: comparison_over_condition_numbers
hint: Call it with few and with many steps: when does None appear?
second hint: Pass `steps` on to each optimizer.
"""


def compare_optimizers(hessian, minimum, start, lrs, steps, tol):
    hessian = np.asarray(hessian, dtype=float)
    minimum = np.asarray(minimum, dtype=float)

    def grad(x):
        return hessian @ (x - minimum)

    optimizers = {"gradient_descent": gradient_descent, "momentum": momentum, "adam": adam}
    return {
        name: steps_to_converge(optimize(grad, start, lrs[name], 1000), minimum, tol)
        for name, optimize in optimizers.items()
    }
