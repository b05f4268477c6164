"""The condition number in the 2-norm, which for these matrices is the same."""


def condition_number(hessian):
    return np.linalg.cond(hessian)
