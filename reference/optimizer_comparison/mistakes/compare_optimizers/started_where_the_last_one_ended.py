"""Each optimizer starts where the one before ended.

loses: momentum_is_counted, adam_is_counted
hint: Is the count of the first optimizer right, and those of the others too small?
second hint: All three start at the same point: pass `start` to each.
"""


def compare_optimizers(hessian, minimum, start, lrs, steps, tol):
    hessian = np.asarray(hessian, dtype=float)
    minimum = np.asarray(minimum, dtype=float)

    def grad(x):
        return hessian @ (x - minimum)

    counts = {}
    for name, optimize in {"gradient_descent": gradient_descent, "momentum": momentum, "adam": adam}.items():
        path = optimize(grad, start, lrs[name], steps)
        counts[name] = steps_to_converge(path, minimum, tol)
        start = path[-1]
    return counts
