"""The rate is always doubled.

loses: linear_scaling
hint: The batch goes from 32 to 64: what becomes of a rate of 0.1?
second hint: The factor is the ratio of the two sizes.
"""


def scaled_rate(lr, batch, new_batch):
    return 2 * lr
