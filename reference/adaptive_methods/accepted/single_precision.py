"""Everything in single precision, in a table that is filled row by row."""


def nesterov(grad, start, lr, steps, alpha=0.9):
    rows = np.empty((steps + 1, len(start)), dtype=np.float32)
    rows[0] = start
    v = np.zeros_like(rows[0])
    for t in range(steps):
        v = np.float32(alpha) * v - np.float32(lr) * np.float32(grad(rows[t] + np.float32(alpha) * v))
        rows[t + 1] = rows[t] + v
    return rows


def adagrad(grad, start, lr, steps, eps=1e-8):
    rows = np.empty((steps + 1, len(start)), dtype=np.float32)
    rows[0] = start
    total = np.zeros_like(rows[0])
    for t in range(steps):
        g = np.float32(grad(rows[t]))
        total += g**2
        rows[t + 1] = rows[t] - np.float32(lr) * g / (np.sqrt(total) + np.float32(eps))
    return rows


def rmsprop(grad, start, lr, steps, gamma=0.9, eps=1e-8):
    rows = np.empty((steps + 1, len(start)), dtype=np.float32)
    rows[0] = start
    average = np.zeros_like(rows[0])
    for t in range(steps):
        g = np.float32(grad(rows[t]))
        average += np.float32(1 - gamma) * (g**2 - average)
        rows[t + 1] = rows[t] - np.float32(lr) * g / (np.sqrt(average) + np.float32(eps))
    return rows
