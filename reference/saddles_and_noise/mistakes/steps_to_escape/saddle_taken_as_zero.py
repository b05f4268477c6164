"""The saddle is taken to be the origin.

loses: first_row_outside
hint: Does your answer depend on the saddle that was given?
second hint: Subtract the saddle from every row.
"""


def steps_to_escape(trajectory, saddle, radius):
    distances = np.linalg.norm(trajectory, axis=1)
    outside = np.flatnonzero(distances > radius)
    return int(outside[0]) if len(outside) else None
