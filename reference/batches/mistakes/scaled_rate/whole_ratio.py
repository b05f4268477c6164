"""The ratio of the sizes is cut down to a whole number.

loses: linear_scaling
hint: The batch goes from 32 to 64: what becomes of a rate of 0.1?
second hint: Divide by `/`, not by `//`.
"""


def scaled_rate(lr, batch, new_batch):
    return lr * (new_batch // batch)
