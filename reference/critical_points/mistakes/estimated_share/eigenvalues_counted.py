"""The share of positive eigenvalues comes back, not that of matrices.

loses: random_matrices
hint: Is your share near one half in any dimension?
second hint: Count a matrix only if all its eigenvalues are positive.
"""


def estimated_share(dimension, samples, seed):
    rng = np.random.default_rng(seed)
    count = 0
    for _ in range(samples):
        a = rng.standard_normal((dimension, dimension))
        count += np.mean(np.linalg.eigvalsh((a + a.T) / 2) > 0)
    return count / samples
