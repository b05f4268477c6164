"""Every statement is answered the wrong way round.

loses: curvature, condition_number
hint: Is `true` what you mean by it?
second hint: Exchange `true` and `false`.
"""


def statements():
    return dict.fromkeys(TRUE, "false") | dict.fromkeys(FALSE, "true")
