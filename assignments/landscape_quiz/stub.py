"""What the landscape tells: replace each `raise NotImplementedError`; the statement lists questions and labels."""


def pathologies():
    """Return what is behind each scenario: the label under "zigzag", "standstill", "overfit" and "overflow"."""
    raise NotImplementedError


def statements():
    """Return "true" or "false" under the id of each of the ten statements."""
    raise NotImplementedError


def choices():
    """Return the chosen label under the id of each of the last six questions."""
    raise NotImplementedError
