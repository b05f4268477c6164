"""The Hessian from gradients, eigenvalues without order, all matrices drawn at once."""


def numerical_hessian(loss, point, h):
    x = np.array(point, dtype=float)
    steps = h / 2 * np.eye(len(x))
    rows = [
        (numerical_gradient(loss, x + step, h / 2) - numerical_gradient(loss, x - step, h / 2)) / h for step in steps
    ]
    return (np.array(rows) + np.transpose(rows)) / 2


def curvature(hessian, direction):
    unit = np.array(direction) / np.sqrt(np.sum(np.square(direction)))
    return np.einsum("i,ij,j", unit, hessian, unit)


def classify(hessian, tol):
    signs = {0 if abs(value) <= tol else int(np.sign(value)) for value in np.linalg.eigvals(hessian).real}
    if {1, -1} <= signs:
        return "Saddle"
    return {(1,): "Minimum", (-1,): "Maximum"}.get(tuple(signs), "Degenerate")


def escape_direction(hessian):
    values, vectors = np.linalg.eig(np.asarray(hessian, dtype=float))
    lowest = int(np.argmin(values))
    return None if values[lowest] >= 0 else list(-vectors.T[lowest])


def share_of_minima(dimension):
    outcomes = [1.0]
    for _ in range(dimension):
        outcomes = [half * 0.5 for half in outcomes]
    return outcomes[0]


def estimated_share(dimension, samples, seed):
    a = np.random.default_rng(seed).standard_normal((samples, dimension, dimension))
    return np.mean(np.all(np.linalg.eigvalsh(a + np.swapaxes(a, 1, 2)) > 0, axis=1))
