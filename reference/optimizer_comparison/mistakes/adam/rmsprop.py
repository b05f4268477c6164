"""RMSProp stands in the place of Adam: no first moment and no correction.

loses: bias_correction, moment_decay
hint: Is your first move as long as lr in every coordinate?
second hint: Adam averages the gradient too, and corrects both averages: m_hat over the root of v_hat.
convention: This is RMSProp: it divides by the running root mean square, without a first moment and without bias
    correction. Close to Adam with beta1 = 0 once the averages have filled.
"""


def adam(grad, start, lr, steps, beta1=0.9, beta2=0.999, eps=1e-8):
    x = np.array(start, dtype=float)
    v = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        g = grad(x)
        v = beta2 * v + (1 - beta2) * g**2
        x = x - lr * g / (np.sqrt(v) + eps)
        trajectory.append(x)
    return np.array(trajectory)
