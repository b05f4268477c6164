"""The matrices are a times its transpose, which never curves down.

loses: random_matrices
hint: Can any of your eigenvalues be negative?
second hint: Use the sum, `(a + a.T) / 2`.
"""


def estimated_share(dimension, samples, seed):
    rng = np.random.default_rng(seed)
    count = 0
    for _ in range(samples):
        a = rng.standard_normal((dimension, dimension))
        count += bool(np.linalg.eigvalsh(a @ a.T)[0] > 0)
    return count / samples
