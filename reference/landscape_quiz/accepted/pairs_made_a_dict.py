"""The answers are pairs that become a dict, with a note that nobody asked for."""


def pathologies():
    return dict(list(SCENARIOS.items()))


def statements():
    return dict([(name, "true") for name in TRUE] + [(name, "false") for name in FALSE] + [("note", "done")])


def choices():
    return dict(zip(CHOSEN, CHOSEN.values(), strict=False))
