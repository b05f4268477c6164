"""The tolerance that was given is not used.

loses: descent_is_counted, momentum_is_counted, adam_is_counted
hint: Call it with a wide and a narrow tol: do the counts change?
second hint: Pass `tol` on to steps_to_converge.
"""


def compare_optimizers(hessian, minimum, start, lrs, steps, tol):
    hessian = np.asarray(hessian, dtype=float)
    minimum = np.asarray(minimum, dtype=float)

    def grad(x):
        return hessian @ (x - minimum)

    optimizers = {"gradient_descent": gradient_descent, "momentum": momentum, "adam": adam}
    return {
        name: steps_to_converge(optimize(grad, start, lrs[name], steps), minimum, 1e-3)
        for name, optimize in optimizers.items()
    }
