"""The determinant decides, not the eigenvalues.

loses: random_matrices
hint: Which sign has the product of two negative eigenvalues?
second hint: Look at the lowest eigenvalue.
"""


def estimated_share(dimension, samples, seed):
    rng = np.random.default_rng(seed)
    count = 0
    for _ in range(samples):
        a = rng.standard_normal((dimension, dimension))
        count += bool(np.linalg.det((a + a.T) / 2) > 0)
    return count / samples
