"""Every optimizer runs one step less than asked for.

loses: comparison_over_condition_numbers
hint: Let one arrive with its very last step: do you see it?
second hint: Pass `steps` on as it is; the optimizers return steps + 1 rows by themselves.
"""


def compare_optimizers(hessian, minimum, start, lrs, steps, tol):
    hessian = np.asarray(hessian, dtype=float)
    minimum = np.asarray(minimum, dtype=float)

    def grad(x):
        return hessian @ (x - minimum)

    optimizers = {"gradient_descent": gradient_descent, "momentum": momentum, "adam": adam}
    return {
        name: steps_to_converge(optimize(grad, start, lrs[name], steps - 1), minimum, tol)
        for name, optimize in optimizers.items()
    }
