"""The rate is divided by the new size.

loses: linear_scaling
hint: The batch goes from 32 to 64: what becomes of a rate of 0.1?
second hint: Multiply by the new size and divide by the old one.
"""


def scaled_rate(lr, batch, new_batch):
    return lr / new_batch
