"""The caller's start is moved along with the path.

loses: rmsprop_takes_any_start
hint: Print your start array before and after the call.
second hint: `np.asarray` makes no copy and an update in place writes through it: begin with `np.array(start,
    dtype=float)`.
"""


def rmsprop(grad, start, lr, steps, gamma=0.9, eps=1e-8):
    x = np.asarray(start, dtype=float)
    average = np.zeros_like(x)
    trajectory = [x.copy()]
    for _ in range(steps):
        g = grad(x)
        average = gamma * average + (1 - gamma) * g**2
        x -= lr * g / (np.sqrt(average) + eps)
        trajectory.append(x.copy())
    return np.array(trajectory)
