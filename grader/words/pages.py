"""What pages and the terminal say around a criterion: on a student's page, the class page and the kill matrix."""

# --- a student's page ------------------------------------------------------------------------------------------

SHOWN_LATER = "Other criteria, shown later: {points} points."
ONE_OF_THESE = "Your answers fit each of these; one of them is it."
TOLERANCES = (
    "Distances are counted in tolerances: one tolerance is 3 parts in 10,000 of the largest value of its column, so "
    "rounding, single precision and finite differences pass."
)
GRADED_FILE = "Graded file: `{digest}` (SHA-256)."

# --- the terminal: what to do next, one of these -----------------------------------------------------------------

SAME_AS_ABOVE = "The same as above."
START_WITH = "start with `{function}`; {statement} says what it returns."
MEND_FILE = "mend what is said above about the file itself, then check again."
TELL_TEACHER = "tell your teacher; what is said above names the fault."
MAKE_FILE_LOAD = "make the file load; until then nothing in it can be judged."
MEND_RECOGNISED = "mend `{function}`; its mistake is recognised above."
WRITE = "write `{function}`; {statement} says what it returns."
MEND_BEGINNING_WITH = "mend `{function}`, beginning with “{title}”"  # a title has its own full stop
ALL_PUBLIC_PASSES = "everything public passes. Hand in {assignment}; hidden criteria ask the same of other inputs."

# --- the class page --------------------------------------------------------------------------------------------

CLASS = (
    "{students} students, {hand_ins} hand-ins. For staff: links lead to the pages with hidden inputs and expected "
    "values; pages for students lie beside them under “page”."
)
GRADED = "{graded} graded, mean {mean} of {most}."
NONE_GRADED = "No graded hand-in yet."
EVERY_POINT = "{full} of {graded} have every point; the median is {median} of {most}."
EVERY_POINT_AND_NONE = "{full} of {graded} have every point, {none} have none; the median is {median} of {most}."
COSTLIEST = "Most points are lost in `{function}`: {lost} of {most} on average."
MADE_MOST_ONCE = "The mistake made most: `{function}`, “{title}” (once)."
MADE_MOST = "The mistake made most: `{function}`, “{title}” ({count} times)."
HISTOGRAM = "Number of hand-ins by points: {counts}."
ALIKE = "They answer every call of the rubric with the same bytes. Right answers often do; wrong ones seldom by chance."

# --- the kill matrix -------------------------------------------------------------------------------------------

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
