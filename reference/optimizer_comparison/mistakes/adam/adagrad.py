"""AdaGrad stands in the place of Adam: the squares are summed and never forgotten.

loses: bias_correction, moment_decay
hint: Your first move is right: does your second moment ever forget?
second hint: Adam averages: `beta2 * v + (1 - beta2) * g**2`, and moves by the average of the gradients.
convention: This is AdaGrad: it adds up all squared gradients and has no first moment. Its first step agrees
    with Adam's, then its steps shrink.
"""


def adam(grad, start, lr, steps, beta1=0.9, beta2=0.999, eps=1e-8):
    x = np.array(start, dtype=float)
    v = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        g = grad(x)
        v = v + g**2
        x = x - lr * g / (np.sqrt(v) + eps)
        trajectory.append(x)
    return np.array(trajectory)
