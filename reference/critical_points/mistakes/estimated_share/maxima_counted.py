"""Maxima are counted instead of minima.

loses: random_matrices
hint: Which sign have the eigenvalues you count?
second hint: Count those above zero.
"""


def estimated_share(dimension, samples, seed):
    rng = np.random.default_rng(seed)
    count = 0
    for _ in range(samples):
        a = rng.standard_normal((dimension, dimension))
        count += bool(np.linalg.eigvalsh((a + a.T) / 2)[-1] < 0)
    return count / samples
