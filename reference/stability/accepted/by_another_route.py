"""Limits by norms, the factor from the matrix that maps two points to the next two, behaviour row by row."""


def largest_stable_rate(hessian):
    return 2 / np.linalg.norm(hessian, 2)


def best_rate(hessian):
    steepest = np.linalg.norm(hessian, 2)
    flattest = 1 / np.linalg.norm(np.linalg.inv(hessian), 2)
    return 1 / ((steepest + flattest) / 2)


def contraction(hessian, lr, alpha):
    one = np.eye(len(hessian))
    step = np.block([[(1 + alpha) * one - lr * np.asarray(hessian), -alpha * one], [one, 0 * one]])
    return max(abs(np.linalg.eigvals(step)))


def stable_interval(x):
    curvature = np.polyval(np.polyder([1.0, 0.0, -2.0, 0.5, 0.0], 2), x)
    return [0, 2 / curvature] if curvature > 0 else None


def behaviour(trajectory, minimum, tol):
    offsets = [[a - b for a, b in zip(row, minimum, strict=True)] for row in trajectory]
    sizes = [sum(number**2 for number in offset) ** 0.5 for offset in offsets]
    if not np.isfinite(sizes[-1]):
        return "Diverges"
    if sizes[-1] <= tol:
        return "Converges"
    if sizes[-1] > sizes[0]:
        return "Diverges"
    flips = 0
    for t in range(len(offsets) - 1):
        flips += sum(a * b for a, b in zip(offsets[t], offsets[t + 1], strict=True)) < 0
    return "Oscillates" if 2 * flips > len(offsets) - 1 else "Crawls"
