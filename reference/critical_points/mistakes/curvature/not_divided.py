"""The length of the direction is not divided out.

loses: curvature
hint: Make the direction twice as long: does your curvature stay the same?
second hint: Divide by the square of the length: `d @ d`.
convention: Many texts take directions of length one, where nothing need be divided. Here a direction may be
    of any length.
"""


def curvature(hessian, direction):
    d = np.asarray(direction, dtype=float)
    return float(d @ hessian @ d)
