"""One triangle is mirrored instead of averaging both.

loses: random_matrices
hint: Which entries of a does your symmetric matrix hold?
second hint: Use `(a + a.T) / 2`; `eigvalsh` of a itself reads one triangle alone.
convention: Mirroring one triangle makes random symmetric matrices too, whose entries beside the diagonal vary
    more. Their share of minima is another one.
"""


def estimated_share(dimension, samples, seed):
    rng = np.random.default_rng(seed)
    count = 0
    for _ in range(samples):
        a = rng.standard_normal((dimension, dimension))
        count += bool(np.linalg.eigvalsh(a)[0] > 0)
    return count / samples
