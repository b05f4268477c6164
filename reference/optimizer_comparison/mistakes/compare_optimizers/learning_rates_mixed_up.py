"""Momentum runs with the learning rate of Adam, and Adam with that of momentum.

loses: momentum_is_counted, adam_is_counted
hint: Which learning rate does each of your calls get?
second hint: Look the rate up by name: `lrs['momentum']` for momentum, `lrs['adam']` for Adam.
"""


def compare_optimizers(hessian, minimum, start, lrs, steps, tol):
    hessian = np.asarray(hessian, dtype=float)
    minimum = np.asarray(minimum, dtype=float)

    def grad(x):
        return hessian @ (x - minimum)

    optimizers = {"gradient_descent": gradient_descent, "momentum": momentum, "adam": adam}
    rates = {"gradient_descent": lrs["gradient_descent"], "momentum": lrs["adam"], "adam": lrs["momentum"]}
    return {
        name: steps_to_converge(optimize(grad, start, rates[name], steps), minimum, tol)
        for name, optimize in optimizers.items()
    }
