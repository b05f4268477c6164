"""What a student's page says around the criteria, and beside each; the staff's page says the same."""

# --- sentences -------------------------------------------------------------------------------------------------------

SHOWN_LATER = "Other criteria, shown later: {points} points."
JUDGED_LATER = "{points} more points wait for criteria that are judged after hand-in, on other inputs."
ONE_OF_THESE = "Your answers fit each of these; one of them is it."
TOLERANCES = (
    "Distances are counted in tolerances: one tolerance is 3 parts in 10,000 of the largest value of its column, so "
    "rounding, single precision and finite differences pass."
)
GRADED_FILE = "Graded file: `{digest}` (SHA-256)."
CODE_GOES_ON = "There is more of it, which is not shown."
CONDITIONS = "Made in tier `{tier}` ({layers}), by Python {python}, NumPy {numpy}, grader {grader}."

# --- beside a criterion ----------------------------------------------------------------------------------------------

NO_LAYERS = "not locked down"
HIDDEN_INPUT = "hidden input"
HINT = "Hint"
FIGURES = "Figures and numbers"
STEP_THROUGH = "Step through the rows"
TRY_IT = "Try it yourself"

# --- headings and labels ---------------------------------------------------------------------------------------------

NO_LAYERS = "not locked down"
STUDENT_PAGE = "{title}: {student}"
FOR_STAFF = "for staff only: hidden inputs and expected values are shown"
POINTS_OF = "{score} of {most} points"
SHARE = "{count} of {all}"
NOTHING_TO_GRADE = "Nothing to grade yet"
NOT_ACCEPTED = "This hand-in was not accepted"
TO_BE_GRADED_AGAIN = "To be graded again"
EVERYTHING_PASSED = "Everything passed"
CRITERIA_PASSED = "{passed} of {all} criteria passed"
READ_FIRST = "Read this first"
FUNCTIONS = "Functions"
OPEN = "{open} of {all} open"
ALL_PASSED = "all passed"
LOOK_FIRST = "Where to look first"
MISTAKE_OF_FUNCTION = "`{function}`: {mistake}"
ANOTHER_HINT = "Another hint"
PASSED = "Passed"
PRINTED = "What your code printed"
CODE = "The code"
CELL = "Cell {cell}"
AROUND = "Pages around this one"
CLASS_PAGE = "The class"
AS_STUDENT = "The student's page"
BEFORE = "Before"
AFTER = "Next"
WHILE_LOADING = "while the file was loaded"
SEVERAL_CALLS = "{place}, {count} calls"
