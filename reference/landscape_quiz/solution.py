"""The right answers of `landscape_quiz`."""

SCENARIOS = {
    "zigzag": "ill-conditioning",
    "standstill": "saddle or plateau",
    "overfit": "sharp minimum",
    "overflow": "rate too large",
}
TRUE = ("curvature", "velocity", "rmsprop", "adam", "schedules")
FALSE = ("condition_number", "saddles", "adagrad", "flatness", "noise")
CHOSEN = {
    "stable_rate": "0.1",
    "axis_of_the_saddle": "noise",
    "doubled_batch": "doubled",
    "decoupled": "AdamW",
    "annealed": "zero",
    "rolling_ball": "a step can jump over a hill",
}


def pathologies():
    return dict(SCENARIOS)


def statements():
    return dict.fromkeys(TRUE, "true") | dict.fromkeys(FALSE, "false")


def choices():
    return dict(CHOSEN)
