"""Everything in single precision, vectors as lists."""


def sharpness(hessian):
    matrix = np.asarray(hessian, dtype=np.float32)
    return np.array([np.trace(matrix), np.linalg.eigh(matrix)[0].max()])


def power_iteration(hessian_vector, start, steps):
    v = np.asarray(start, dtype=np.float32)
    for step in range(steps + 1):
        v = np.float32(hessian_vector(v)) if step else v
        v = v / np.linalg.norm(v)
    return np.float32(v @ np.float32(hessian_vector(v))), v.tolist()
