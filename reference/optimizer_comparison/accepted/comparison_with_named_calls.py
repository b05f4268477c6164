"""Three calls written out, with the gradient spelled number by number."""


def compare_optimizers(hessian, minimum, start, lrs, steps, tol):
    (a, b), (c, d) = hessian

    def grad(point):
        x, y = point[0] - minimum[0], point[1] - minimum[1]
        return np.array([a * x + b * y, c * x + d * y])

    counts = {}
    for optimizer in (gradient_descent, momentum, adam):
        path = optimizer(grad=grad, start=start, lr=lrs[optimizer.__name__], steps=steps)
        counts[optimizer.__name__] = steps_to_converge(trajectory=path, minimum=minimum, tol=tol)
    return counts
