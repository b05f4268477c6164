"""The first point within tol is counted, even if the path leaves again.

loses: momentum_is_counted, adam_is_counted
hint: Does the ball roll through the minimum and out again?
second hint: Hand the path to `steps_to_converge`, which asks it to stay.
"""


def compare_optimizers(hessian, minimum, start, lrs, steps, tol):
    hessian = np.asarray(hessian, dtype=float)
    minimum = np.asarray(minimum, dtype=float)

    def grad(x):
        return hessian @ (x - minimum)

    def first_entry(path):
        inside = np.flatnonzero(np.linalg.norm(path - minimum, axis=1) <= tol)
        return int(inside[0]) if len(inside) else None

    optimizers = {"gradient_descent": gradient_descent, "momentum": momentum, "adam": adam}
    return {name: first_entry(optimize(grad, start, lrs[name], steps)) for name, optimize in optimizers.items()}
