"""What CI is told of a student's own files: a summary, and what stands beside a line."""

# --- sentences -------------------------------------------------------------------------------------------------------

SUM_UP = "{passed} of {criteria} public criteria pass."
EVERY_ONE = "All {criteria} public criteria pass; hidden ones ask the same of other inputs after hand-in."
NOT_OFFICIAL = "This is no grade: whoever can change the repository can change what is checked here."
CUT = "The rest is left out, since there is no more room here; the log has all of it."
MORE = "{count} more lost criteria are in the summary."

# --- headings and labels ---------------------------------------------------------------------------------------------

HEADING = "{title}: {score} of {most} public points"
COLUMNS = ("", "Criterion", "Points", "Why")
CELL = "Cell {cell}, line {line}: {message}"
