"""The entries are drawn evenly from 0 to 1.

loses: random_matrices
hint: Can any entry of a be negative?
second hint: Use `rng.standard_normal((dimension, dimension))`.
"""


def estimated_share(dimension, samples, seed):
    rng = np.random.default_rng(seed)
    count = 0
    for _ in range(samples):
        a = rng.random((dimension, dimension))
        count += bool(np.linalg.eigvalsh((a + a.T) / 2)[0] > 0)
    return count / samples
