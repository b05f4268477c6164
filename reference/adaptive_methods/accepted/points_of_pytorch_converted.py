"""Nesterov as PyTorch walks it, on the points that look ahead, which are taken back at the end; rows are lists."""


def nesterov(grad, start, lr, steps, alpha=0.9):
    ahead = np.array(start, dtype=float)
    buffer = np.zeros_like(ahead)
    rows = [ahead.tolist()]
    for _ in range(steps):
        g = grad(ahead)
        buffer = alpha * buffer + g
        ahead = ahead - lr * (g + alpha * buffer)
        rows.append((ahead + alpha * lr * buffer).tolist())
    return rows
