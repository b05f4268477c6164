"""The number of minima comes back instead of their share.

loses: random_matrices
hint: Is your answer between 0 and 1?
second hint: Divide by `samples`.
"""


def estimated_share(dimension, samples, seed):
    rng = np.random.default_rng(seed)
    count = 0
    for _ in range(samples):
        a = rng.standard_normal((dimension, dimension))
        count += bool(np.linalg.eigvalsh((a + a.T) / 2)[0] > 0)
    return count
