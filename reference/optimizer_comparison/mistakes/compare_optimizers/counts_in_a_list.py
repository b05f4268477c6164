"""The counts come in a list, without their names.

loses: descent_is_counted, momentum_is_counted, adam_is_counted
hint: How would a reader know which count is whose?
second hint: Return a dict: `{"gradient_descent": ..., "momentum": ..., "adam": ...}`.
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
    return list(counts.values())
