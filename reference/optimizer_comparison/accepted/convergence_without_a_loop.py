"""The last row outside is found at once, and the answer is a NumPy integer."""


def steps_to_converge(trajectory, minimum, tol):
    distances = np.sqrt(np.sum((np.asarray(trajectory) - np.asarray(minimum)) ** 2, axis=1))
    outside = np.flatnonzero(~(distances <= tol))
    if len(distances) == 0 or (len(outside) and outside[-1] == len(distances) - 1):
        return None
    return outside[-1] + 1 if len(outside) else np.int64(0)
