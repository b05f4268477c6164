"""The caller's start is moved along with the path.

loses: any_start
hint: Print your start before and after the call.
second hint: Begin with a copy: `np.array(start, dtype=float)`.
"""


def noisy_descent(grad, start, lr, steps, noise):
    x = np.asarray(start, dtype=float)
    trajectory = [x.copy()]
    for t in range(steps):
        x -= lr * (grad(x) + noise[t])
        trajectory.append(x.copy())
    return np.array(trajectory)
