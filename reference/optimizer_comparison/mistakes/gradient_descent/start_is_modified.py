"""The caller's start is moved along with the path.

loses: descent_leaves_the_start_alone
hint: Look at the array you were given as start after the function has returned.
second hint: `np.asarray` hands back the same array when it holds floats already: take `np.array(start,
    dtype=float)`.
"""


def gradient_descent(grad, start, lr, steps):
    x = np.asarray(start, dtype=float)
    trajectory = [x.copy()]
    for _ in range(steps):
        x -= lr * grad(x)
        trajectory.append(x.copy())
    return np.array(trajectory)
