"""NumPy's older generator is seeded, which draws other numbers.

loses: random_matrices
hint: Which generator does the statement name?
second hint: Use `np.random.default_rng(seed)`.
convention: `np.random.seed` and `RandomState` are the older interface. Their estimates are as good; the
    numbers drawn are others.
"""


def estimated_share(dimension, samples, seed):
    rng = np.random.RandomState(seed)
    count = 0
    for _ in range(samples):
        a = rng.standard_normal((dimension, dimension))
        count += bool(np.linalg.eigvalsh((a + a.T) / 2)[0] > 0)
    return count / samples
