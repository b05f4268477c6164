"""Labels in capitals, with underscores for blanks."""


def pathologies():
    return {name: label.upper().replace(" ", "_") for name, label in SCENARIOS.items()}


def statements():
    return dict.fromkeys(TRUE, " True ") | dict.fromkeys(FALSE, "FALSE.")


def choices():
    return {name: f'"{label}"' for name, label in CHOSEN.items()}
