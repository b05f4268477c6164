"""An optimizer that does not arrive gets -1 instead of None.

loses: comparison_over_condition_numbers
hint: What should the count be when the last point is still outside?
second hint: Hand on what steps_to_converge says, `None` included.
"""


def compare_optimizers(hessian, minimum, start, lrs, steps, tol):
    hessian = np.asarray(hessian, dtype=float)
    minimum = np.asarray(minimum, dtype=float)

    def grad(x):
        return hessian @ (x - minimum)

    optimizers = {"gradient_descent": gradient_descent, "momentum": momentum, "adam": adam}
    counts = {
        name: steps_to_converge(optimize(grad, start, lrs[name], steps), minimum, tol)
        for name, optimize in optimizers.items()
    }
    return {name: -1 if count is None else count for name, count in counts.items()}
