"""Every matrix is the same one: drawn once, or each time from a fresh generator of the same seed.

loses: random_matrices
hint: Are all your matrices the same one?
second hint: Make the generator once, before the loop, and draw each matrix from it in the loop.
"""


def estimated_share(dimension, samples, seed):
    count = 0
    for _ in range(samples):
        rng = np.random.default_rng(seed)
        a = rng.standard_normal((dimension, dimension))
        count += bool(np.linalg.eigvalsh((a + a.T) / 2)[0] > 0)
    return count / samples
