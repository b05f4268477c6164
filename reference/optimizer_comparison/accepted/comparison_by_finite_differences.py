"""The gradient of the loss is taken by central differences."""


def compare_optimizers(hessian, minimum, start, lrs, steps, tol):
    def loss(x):
        offset = x - np.array(minimum)
        return 0.5 * offset @ np.array(hessian) @ offset

    def grad(x):
        slopes = []
        for i in range(len(x)):
            h = np.zeros(len(x))
            h[i] = 1e-5
            slopes.append((loss(x + h) - loss(x - h)) / 2e-5)
        return np.array(slopes)

    return {
        "adam": steps_to_converge(adam(grad, start, lrs["adam"], steps), minimum, tol),
        "momentum": steps_to_converge(momentum(grad, start, lrs["momentum"], steps), minimum, tol),
        "gradient_descent": steps_to_converge(
            gradient_descent(grad, start, lrs["gradient_descent"], steps), minimum, tol
        ),
    }
