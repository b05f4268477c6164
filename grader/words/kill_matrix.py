"""What the kill matrix says of a rubric."""

# --- sentences -------------------------------------------------------------------------------------------------------

MATRIX = (
    "A row for each of the instructor’s own hand-ins, a column for each criterion. A number says by how many "
    "tolerances the criterion is lost, “form” that the answer had another form or did not come; a dot that it is won."
)
CAUGHT = "{caught} of {mistakes} known mistakes are caught; nothing is wrong with the rubric."
CAUGHT_NEAREST = (
    "{caught} of {mistakes} known mistakes are caught; the nearest, {nearest}, by {margin} tolerances; nothing is "
    "wrong with the rubric."
)
CAUGHT_WITH_TROUBLES = "{caught} of {mistakes} known mistakes are caught; {troubles} things are wrong with the rubric."
CAUGHT_NEAREST_WITH_TROUBLES = (
    "{caught} of {mistakes} known mistakes are caught; the nearest, {nearest}, by {margin} tolerances; {troubles} "
    "things are wrong with the rubric."
)
IDLE = "No known mistake is caught by: {criteria}."

# --- headings and labels ---------------------------------------------------------------------------------------------

MATRIX_HEADING = "Kill matrix"
MATRIX_OF = "Kill matrix of {assignment}"
SEED = "`{assignment}`, seed: {seed}"
HAND_IN = "hand-in"
HAND_IN_POINTS = "points"
DIAGNOSED_AS = "diagnosed as"
MISTAKES_CAUGHT = "mistakes caught"
KINDS = {"reference": "reference", "accepted": "accepted", "mistake": "mistake", "made up": "made up"}
KIND_IN_FUNCTION = "{kind} in {function}"
FORM = "form"
