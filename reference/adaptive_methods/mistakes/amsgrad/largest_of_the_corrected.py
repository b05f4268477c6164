"""The maximum is taken of the corrected moment instead of the raw one.

loses: largest_moment
hint: Which of v and v_hat do you keep the largest of?
second hint: Take the maximum of the raw v first, and correct it afterwards.
convention: Optax corrects first and takes the maximum then. The corrected moment is largest early on, so its
    steps stay shorter; where v grows all along the two agree.
"""


def amsgrad(grad, start, lr, steps, beta1=0.9, beta2=0.999, eps=1e-8):
    x = np.array(start, dtype=float)
    m = np.zeros_like(x)
    v = np.zeros_like(x)
    largest = np.zeros_like(x)
    trajectory = [x]
    for t in range(1, steps + 1):
        g = grad(x)
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        m_hat = m / (1 - beta1**t)
        v_hat = v / (1 - beta2**t)
        largest = np.maximum(largest, v_hat)
        x = x - lr * m_hat / (np.sqrt(largest) + eps)
        trajectory.append(x)
    return np.array(trajectory)
