"""All ten statements are taken for true.

loses: condition_number
hint: Some of them say the opposite of the lesson. Which?
second hint: Read each against the summary of the lesson, word by word.
"""


def statements():
    return dict.fromkeys((*TRUE, *FALSE), "true")
