"""Momentum runs with an alpha of 0.5 instead of its default.

loses: momentum_is_counted
hint: Which alpha does momentum have when none is given?
second hint: Call it without an alpha: the default of 0.9 is meant.
"""


def compare_optimizers(hessian, minimum, start, lrs, steps, tol):
    hessian = np.asarray(hessian, dtype=float)
    minimum = np.asarray(minimum, dtype=float)

    def grad(x):
        return hessian @ (x - minimum)

    paths = {
        "gradient_descent": gradient_descent(grad, start, lrs["gradient_descent"], steps),
        "momentum": momentum(grad, start, lrs["momentum"], steps, alpha=0.5),
        "adam": adam(grad, start, lrs["adam"], steps),
    }
    return {name: steps_to_converge(path, minimum, tol) for name, path in paths.items()}
