"""The diagonal decides, not the eigenvalues.

loses: random_matrices
hint: Is [[1, 2], [2, 1]] a minimum?
second hint: Look at the lowest eigenvalue.
"""


def estimated_share(dimension, samples, seed):
    rng = np.random.default_rng(seed)
    count = 0
    for _ in range(samples):
        a = rng.standard_normal((dimension, dimension))
        count += bool(np.all(np.diag(a) > 0))
    return count / samples
