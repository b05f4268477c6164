"""What the terminal says of a grade: headings, and the one thing to do next."""

# --- sentences -------------------------------------------------------------------------------------------------------

SAME_AS_ABOVE = "The same as above."
START_WITH = "start with `{function}`; {statement} says what it returns."
MEND_FILE = "mend what is said above about the file itself, then check again."
TELL_TEACHER = "tell your teacher; what is said above names the fault."
MAKE_FILE_LOAD = "make the file load; until then nothing in it can be judged."
MEND_RECOGNISED = "mend `{function}`; its mistake is recognised above."
WRITE = "write `{function}`; {statement} says what it returns."
MEND_BEGINNING_WITH = "mend `{function}`, beginning with “{title}”"  # a title has its own full stop
ALL_PASSES = "everything passes. Hand in {assignment}."
NOTHING_PUBLIC = "hand in {assignment}. None of its criteria can be checked before that."
ALL_PUBLIC_PASSES = "everything public passes. Hand in {assignment}; hidden criteria ask the same of other inputs."
FIRST_COMES = "grader check {criterion}; what was asked for builds on it."
PART_PASSES = "this part passes; grader check {assignment} looks at all of it."
MORE_THAN_BEFORE = "{count} more than before."
PASSED_BEFORE = "Passed before, and not now: “{title}”"  # a title has its own full stop
MORE_PASSED_BEFORE = "And {count} more passed before, and not now."

ROW_IN_A_LINE = "Row {row}: yours {got}, expected {want}, {remark}."

# --- headings and labels ---------------------------------------------------------------------------------------------

ASSIGNMENT = "{title} ({assignment})"
POINT_OF_FUNCTION = "{points} of 1 point"
POINTS_OF_FUNCTION = "{points} of {most} points"
POINT_OF_UNWRITTEN = "{points} of 1 point, not written yet"
POINTS_OF_UNWRITTEN = "{points} of {most} points, not written yet"
RECOGNISED = "Recognised"
CALL = "Call"
PASTE = "To see it, paste this into Python beside your file"
PASTE_IN_NOTEBOOK = "To see it, paste this into a cell of your notebook"
PRINTED = "Printed"
NEXT = "Next"
DIFFERS_FIRST = "differs first"
DIFFERS = "differs"
AGREES = "agrees"
PUBLIC_POINTS = "{score} of {most} public points"
PUBLIC_POINTS_OF_ALL = "{score} of {most} public points in all of {assignment}"
ONE_POINT_LATER = "1 more is judged after hand-in"
POINTS_LATER = "{points} more are judged after hand-in"
