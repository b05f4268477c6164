"""The names of the counts are not those of the functions.

loses: descent_is_counted, momentum_is_counted, adam_is_counted
hint: Compare the keys of your answer with the keys of lrs.
second hint: The keys are "gradient_descent", "momentum" and "adam".
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
    return dict(zip(["GD", "Momentum", "Adam"], counts.values(), strict=True))
