"""The sizes of the coordinates are added up.

loses: first_row_outside
hint: How far is (3, 4) from the origin?
second hint: Use `np.linalg.norm`.
"""


def steps_to_escape(trajectory, saddle, radius):
    distances = np.sum(np.abs(trajectory - saddle), axis=1)
    outside = np.flatnonzero(distances > radius)
    return int(outside[0]) if len(outside) else None
