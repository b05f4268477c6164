"""The scale is a maximum that decays: this is AdaMax.

loses: largest_moment
hint: Does your scale become smaller in a quiet time?
second hint: Keep the largest of the averaged squares, undecayed, and take its root.
convention: This is AdaMax, from the paper that proposed Adam. Its first move agrees; then its scale is the
    largest recent gradient, and falls.
"""


def amsgrad(grad, start, lr, steps, beta1=0.9, beta2=0.999, eps=1e-8):
    x = np.array(start, dtype=float)
    m = np.zeros_like(x)
    largest = np.zeros_like(x)
    trajectory = [x]
    for t in range(1, steps + 1):
        g = grad(x)
        m = beta1 * m + (1 - beta1) * g
        largest = np.maximum(beta2 * largest, np.abs(g))
        m_hat = m / (1 - beta1**t)
        x = x - lr * m_hat / (largest + eps)
        trajectory.append(x)
    return np.array(trajectory)
