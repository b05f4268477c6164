"""The start is counted as a step.

loses: descent_is_counted, momentum_is_counted, adam_is_counted
hint: After how many updates did the path arrive?
second hint: Row 0 is the start: hand on what steps_to_converge says, without adding one.
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
    return {name: None if count is None else count + 1 for name, count in counts.items()}
