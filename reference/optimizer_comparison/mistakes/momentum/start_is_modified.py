"""The caller's start is moved along with the path.

loses: momentum_leaves_the_start_alone
hint: Look at the array you were given as start after the function has returned.
second hint: `np.asarray` hands back the same array when it holds floats already: take `np.array(start,
    dtype=float)`.
"""


def momentum(grad, start, lr, steps, alpha=0.9):
    x = np.asarray(start, dtype=float)
    v = np.zeros_like(x)
    trajectory = [x.copy()]
    for _ in range(steps):
        v = alpha * v - lr * grad(x)
        x += v
        trajectory.append(x.copy())
    return np.array(trajectory)
