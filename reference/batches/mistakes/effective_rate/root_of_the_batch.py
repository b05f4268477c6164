"""The rate is divided by the root of the size.

loses: rate_per_row
hint: For a rate of 0.4 and a batch of 5, what is your answer?
second hint: Divide by the size itself.
"""


def effective_rate(lr, batch):
    return lr / batch**0.5
