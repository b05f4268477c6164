"""An optimizer that does not arrive is left out of the answer.

loses: comparison_over_condition_numbers
hint: How many names should the answer have?
second hint: All three names belong in the dict; the count of one that does not arrive is `None`.
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
    return {name: count for name, count in counts.items() if count is not None}
