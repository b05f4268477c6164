"""All ten statements are taken for false.

loses: curvature
hint: Some of them stand in the lesson as they are. Which?
second hint: Read each against the summary of the lesson, word by word.
"""


def statements():
    return dict.fromkeys((*TRUE, *FALSE), "false")
