"""Three calls written out, with the gradient spelled number by number."""


def compare_optimizers(hessian, minimum, start, lrs, steps, tol):
    def grad(point):
        offset = [point[i] - minimum[i] for i in range(len(point))]
        return np.array([sum(row[i] * offset[i] for i in range(len(offset))) for row in hessian])

    counts = {}
    for optimizer in (gradient_descent, momentum, adam):
        path = optimizer(grad=grad, start=start, lr=lrs[optimizer.__name__], steps=steps)
        counts[optimizer.__name__] = steps_to_converge(trajectory=path, minimum=minimum, tol=tol)
    return counts
