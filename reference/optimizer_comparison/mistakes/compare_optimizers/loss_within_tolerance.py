"""The loss is compared with tol instead of the distance.

loses: descent_is_counted, momentum_is_counted, adam_is_counted
hint: tol is a distance between points: what are you comparing with it?
second hint: Hand the path to `steps_to_converge(trajectory, minimum, tol)`.
"""


def compare_optimizers(hessian, minimum, start, lrs, steps, tol):
    hessian = np.asarray(hessian, dtype=float)
    minimum = np.asarray(minimum, dtype=float)

    def grad(x):
        return hessian @ (x - minimum)

    def losses(path):
        return [[0.5 * (x - minimum) @ hessian @ (x - minimum)] for x in path]

    optimizers = {"gradient_descent": gradient_descent, "momentum": momentum, "adam": adam}
    return {
        name: steps_to_converge(losses(optimize(grad, start, lrs[name], steps)), [0.0], tol)
        for name, optimize in optimizers.items()
    }
