"""The betas are always 0.9 and 0.999, whatever was given.

loses: largest_moment
hint: Run the function with other betas and compare the paths.
second hint: Use the parameters beta1 and beta2 wherever a beta stands.
"""


def amsgrad(grad, start, lr, steps, beta1=0.9, beta2=0.999, eps=1e-8):
    x = np.array(start, dtype=float)
    m = np.zeros_like(x)
    v = np.zeros_like(x)
    largest = np.zeros_like(x)
    trajectory = [x]
    for t in range(1, steps + 1):
        g = grad(x)
        m = 0.9 * m + 0.1 * g
        v = 0.999 * v + 0.001 * g**2
        largest = np.maximum(largest, v)
        m_hat = m / (1 - 0.9**t)
        v_hat = largest / (1 - 0.999**t)
        x = x - lr * m_hat / (np.sqrt(v_hat) + eps)
        trajectory.append(x)
    return np.array(trajectory)
