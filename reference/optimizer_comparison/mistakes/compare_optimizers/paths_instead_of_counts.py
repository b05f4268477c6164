"""The paths come back instead of the counts.

loses: descent_is_counted, momentum_is_counted, adam_is_counted
hint: What is asked for of each optimizer: its path, or how many steps it needed?
second hint: Hand each path to `steps_to_converge` and return what it says.
"""


def compare_optimizers(hessian, minimum, start, lrs, steps, tol):
    hessian = np.asarray(hessian, dtype=float)
    minimum = np.asarray(minimum, dtype=float)

    def grad(x):
        return hessian @ (x - minimum)

    optimizers = {"gradient_descent": gradient_descent, "momentum": momentum, "adam": adam}
    return {name: optimize(grad, start, lrs[name], steps) for name, optimize in optimizers.items()}
