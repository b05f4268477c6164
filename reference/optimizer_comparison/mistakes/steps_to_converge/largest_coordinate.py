"""The distance is that of the coordinate that is farthest away.

loses: euclidean_distance
hint: Take a point that is 3 away in one coordinate and 4 in the other: how far is it?
second hint: The Euclidean distance is the root of the sum of squares: `np.linalg.norm(row - minimum)`.
"""


def steps_to_converge(trajectory, minimum, tol):
    distances = np.abs(np.asarray(trajectory, dtype=float) - minimum).max(axis=1)
    inside = distances <= tol
    first = len(inside)
    while first > 0 and inside[first - 1]:
        first -= 1
    return first if first < len(inside) else None
