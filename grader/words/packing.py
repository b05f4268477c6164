"""What `grader pack` says of a hand-in: what is in it, what is not, and what to look at before it is handed in."""

# --- sentences -------------------------------------------------------------------------------------------------------

READY = "Hand in {archive} as your course asks."
NOTHING = "No hand-in was made, because there is nothing to put into it."
EARLIER = "{archive} is the one of an earlier time: it is left as it was."
NOT_BEGUN = "{assignment}: there is no {assignment}.py yet."
RENAMED = "Packed under that name; here it is called {name}."
NOT_WRITTEN = "Not written yet: {functions}."
OWN_MODULE = (
    "`{module}` is a file of your own, which is not there when {file} is graded: put what you need of it into that."
)
OTHER_MODULE = "`{module}` is imported, and is not there when this is graded: {allowed} are."
BESIDE = "Also here, and not in it: {names}."

# --- headings and labels ---------------------------------------------------------------------------------------------

HOLDS = "{archive} holds"
HOLDS_NOT = "and not"
NOT_TAKEN = "{assignment}: {why}"
FILE = "{name}, {score} of {most} public points"
FILE_NOT_RUN = "{name}, not judged"
PYTHON_AND = "Python’s own modules and {packages}"
