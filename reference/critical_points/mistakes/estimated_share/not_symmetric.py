"""The matrices are not made symmetric.

loses: random_matrices
hint: Is your matrix its own transpose?
second hint: Use `(a + a.T) / 2`.
"""


def estimated_share(dimension, samples, seed):
    rng = np.random.default_rng(seed)
    count = 0
    for _ in range(samples):
        a = rng.standard_normal((dimension, dimension))
        count += bool(min(np.linalg.eigvals(a).real) > 0)
    return count / samples
