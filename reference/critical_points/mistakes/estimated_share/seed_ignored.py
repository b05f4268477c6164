"""The seed that was given is not used.

loses: random_matrices
hint: Does your answer depend on the seed?
second hint: Hand it to the generator: `np.random.default_rng(seed)`.
"""


def estimated_share(dimension, samples, seed):
    rng = np.random.default_rng(0)
    count = 0
    for _ in range(samples):
        a = rng.standard_normal((dimension, dimension))
        count += bool(np.linalg.eigvalsh((a + a.T) / 2)[0] > 0)
    return count / samples
