"""Decoupled weight decay is put down to AMSGrad.

loses: decoupled
hint: What does AMSGrad keep the largest of?
second hint: AMSGrad is about the second moment; the W of another name stands for weight.
"""


def choices():
    return CHOSEN | {"decoupled": "AMSGrad"}
