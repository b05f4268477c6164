"""Rows are counted from one.

loses: first_row_outside
hint: Which number has the start?
second hint: The start is row 0.
"""


def steps_to_escape(trajectory, saddle, radius):
    distances = np.linalg.norm(trajectory - saddle, axis=1)
    outside = np.flatnonzero(distances > radius)
    return int(outside[0]) + 1 if len(outside) else None
