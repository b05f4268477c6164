"""The ratio of the sizes comes back without the rate.

loses: linear_scaling
hint: The batch goes from 32 to 64: what becomes of a rate of 0.1?
second hint: Multiply by lr.
"""


def scaled_rate(lr, batch, new_batch):
    return new_batch / batch
