"""One positive eigenvalue is enough to be counted.

loses: random_matrices
hint: Does your share grow with the dimension?
second hint: All must be positive: look at the lowest.
"""


def estimated_share(dimension, samples, seed):
    rng = np.random.default_rng(seed)
    count = 0
    for _ in range(samples):
        a = rng.standard_normal((dimension, dimension))
        count += bool(np.linalg.eigvalsh((a + a.T) / 2)[-1] > 0)
    return count / samples
