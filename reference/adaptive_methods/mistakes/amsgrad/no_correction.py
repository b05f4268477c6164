"""The moments are not bias-corrected, as in the paper that proposed AMSGrad.

loses: largest_moment
hint: Is your first move as long as lr in each coordinate?
second hint: Correct both: m by `1 - beta1**t`, the largest v by `1 - beta2**t`.
convention: The paper leaves the correction out for simpler proofs. PyTorch corrects, as is asked for here;
    after many steps the two agree.
"""


def amsgrad(grad, start, lr, steps, beta1=0.9, beta2=0.999, eps=1e-8):
    x = np.array(start, dtype=float)
    m = np.zeros_like(x)
    v = np.zeros_like(x)
    largest = np.zeros_like(x)
    trajectory = [x]
    for _ in range(steps):
        g = grad(x)
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        largest = np.maximum(largest, v)
        x = x - lr * m / (np.sqrt(largest) + eps)
        trajectory.append(x)
    return np.array(trajectory)
