"""There is a coin for each entry of the Hessian.

loses: coin_tosses
hint: How many eigenvalues has a matrix of three rows?
second hint: The eigenvalues decide, of which there are as many as dimensions.
"""


def share_of_minima(dimension):
    return 0.5 ** (dimension**2)
