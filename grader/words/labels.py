"""Titles, axes, legends and heads of columns of figures and tables, and names that stand inside a sentence."""

# --- everywhere --------------------------------------------------------------------------------------------------

YOURS = "yours"
EXPECTED = "expected"
APART = "apart"
ROW = "row"
ROW_HERE = "row {row}"
STEP_HERE = "t = {step}"
FIRST_DIFFERENCE = "first difference"
LIST_AND_LAST = "{others} and {last}"

# --- where an answer differs: a place is a list of these, and of names that a rubric gives -----------------------

AN_ANSWER = "an answer"
THE_ANSWER = "the answer"
THE_COUNT = "the count"
COORDINATES = {
    0: "first coordinate",
    1: "second coordinate",
    2: "third coordinate",
    3: "fourth coordinate",
    4: "fifth coordinate",
    5: "sixth coordinate",
}
COORDINATE = "coordinate {number}"

# --- tables of rows ----------------------------------------------------------------------------------------------

ROWS_AROUND = "Rows around the first difference"
STEPS_AROUND = "Steps around the first difference"
APART_IN_TOLERANCES = "; apart in tolerances"
STEP = "t"
NO_SUCH_ROW = "no such row"
READ_ROW = "Row {row}: yours {own}, expected {expected}"
READ_STEP = "t = {row}: yours {own}, expected {expected}"

# --- a path on a landscape of two parameters ---------------------------------------------------------------------

PLANE = "Your path on the landscape"
EQUAL_LOSS = "equal loss"
START = "start"
MINIMUM = "minimum"
OWN_IN_ROW = "yours, row {row}"
EXPECTED_IN_ROW = "expected, row {row}"
PUSH = "push of the gradient"
MAGNIFIED = "Row {row}, magnified {times} times"
ARROWS = "Show the push of the gradient, \u2212lr · gradient, at each of your points"

# --- the landscape of a statement ---------------------------------------------------------------------------------

LANDSCAPE = "The landscape, as lines of equal loss"
LOSS_CURVE = "The landscape: the loss of each weight"
MINIMUM_AT = "minimum, {place}"
VALLEY_AT = "valley, {place}"
LOWEST = "minimum, the lowest point"
VALLEY = "another valley"
SADDLE = "saddle point"
DEEPER = "the deeper the colour, the lower the loss"

# --- a quantity by row -------------------------------------------------------------------------------------------

BY_ROW = {"weight": "Weight by row", "loss": "Loss by row", "distance": "Distance to the minimum by row"}
QUANTITIES = {"weight": "weight", "loss": "loss", "distance": "distance"}
LOGARITHMIC = "{quantity} (logarithmic)"

# --- a path on a loss curve --------------------------------------------------------------------------------------

CURVE = "Your path on the loss curve"
WEIGHT = "weight"
LOSS = "loss"

# --- the setting that walks a path -------------------------------------------------------------------------------

DESCENT = "gradient descent with lr = {lr}"
DESCENT_UPHILL = "gradient descent with lr = {lr}, which is uphill,"
MOMENTUM = "momentum with lr = {lr} and {name} = {alpha}"
MOMENTUM_UPHILL = "momentum with lr = {lr}, which is uphill, and {name} = {alpha}"

# --- where a heavy ball converges --------------------------------------------------------------------------------

MOMENTUM_CONVERGES = "Where momentum converges on this bowl"
DESCENT_CONVERGES = "Where gradient descent, alpha = 0, converges on this bowl"
ALPHA = "alpha"
ASKED_FOR = "asked for"
OWN_SETTING = "what your path does"
LIMIT = "limit 2 (1 + alpha) / lambda_max"
LIMIT_HERE = "2 (1 + alpha) = {limit}"
EQUAL_RATE = "equal rate, the number on the line"
RUNS_AWAY = "runs away"

# --- rates by step -----------------------------------------------------------------------------------------------

RATES = "Learning rate by step"
STEP_T = "step t"
LEARNING_RATE = "learning rate"
DIFFERENCE_IN_TOLERANCES = "Difference in tolerances"
TOLERANCES = "tolerances (logarithmic)"
DIFFERENCE = "difference"
TOLERANCE = "tolerance"

# --- a number of steps -------------------------------------------------------------------------------------------

DISTANCES = "Distance to the minimum, row by row"
DISTANCE = "distance"
DISTANCE_OF_ROW = "distance of the row"
TOL = "tol"
OWN_ROW = "yours: {row}"
EXPECTED_ROW = "expected: {row}"
DISTANCES_TABLE = "Distance of each row, tol = {tol}"
OF_TOL = "of tol"
AT = "at"
INSIDE = "inside"
OUTSIDE = "outside"
YOUR_ANSWER = "your answer"
EXPECTED_ANSWER = "expected answer"
NO_WHOLE_NUMBER = "no whole number"

# --- numbers side by side ----------------------------------------------------------------------------------------

WHOLE_NUMBERS_BESIDE = "Your answer beside the expected one"
NUMBERS_BESIDE = "Your answer beside the expected; apart in tolerances"
ANSWER = "answer"
PART = "part"
PART_OF_TUPLE = "part {number}"
ENTRY = "entry {number}"
ENTRY_OF_TABLE = "row {row}, column {column}"
PART_OF_NAMED = "{name}, part {number}"
ENTRY_OF_NAMED = "{name}, entry {number}"
YOUR_PART = "your {part}"
THE_PART = "the {part}"
NOT_THERE = "not there"
YOUR_PICTURE = "Your picture, drawn again"
EXPECTED_PICTURE = "A picture that was asked for"
PICTURES_BESIDE = "What is said of the pictures"
DRAWN_LINE = "line"
DRAWN_POINT = "point"
NO_LABELS = "no labels"
NO_NAME = "without a name"
TITLE = "title"
AXES = "names of the axes"
LEGEND = "legend"
EQUAL_UNITS = "a unit as long on both axes"
LEFT_OUT = "drawn with, and not looked at"
YES = "yes"
NO = "no"
A_DICT = "a dict"
AN_ARRAY = "an array of {count}"
A_LIST = "a list of {count}"
A_TUPLE = "a tuple of {count}"
ANOTHER_KIND = "another kind"
ANOTHER = "another"

# --- an argument that was changed --------------------------------------------------------------------------------

ARGUMENT = "The argument {name}"
WHEN = "when"
VALUE = "value"
BEFORE_CALL = "before the call"
AFTER_CALL = "after the call"
