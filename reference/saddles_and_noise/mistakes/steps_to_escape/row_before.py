"""The row before the first one outside is returned.

loses: first_row_outside
hint: Is the row of your answer outside?
second hint: Leave out the `- 1`.
"""


def steps_to_escape(trajectory, saddle, radius):
    distances = np.linalg.norm(trajectory - saddle, axis=1)
    outside = np.flatnonzero(distances > radius)
    return int(outside[0]) - 1 if len(outside) else None
