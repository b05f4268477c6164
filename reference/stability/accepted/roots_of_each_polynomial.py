"""The factor by the roots of each characteristic polynomial, in single precision where numbers are made."""


def contraction(hessian, lr, alpha):
    sizes = [np.abs(np.roots([1, lr * value - 1 - alpha, alpha])).max() for value in np.linalg.eigvalsh(hessian)]
    return max(sizes)


def best_rate(hessian):
    eigenvalues = np.linalg.eigvalsh(np.asarray(hessian, dtype=np.float32))
    return np.float32(2) / (eigenvalues[0] + eigenvalues[-1])


def largest_stable_rate(hessian):
    vector = np.arange(1.0, len(hessian) + 1)
    for _ in range(400):  # power iteration
        vector = hessian @ vector
        vector = vector / np.linalg.norm(vector)
    return 2 / (vector @ hessian @ vector)
