"""What a person decided of a grade."""

# --- sentences -------------------------------------------------------------------------------------------------------

GIVEN = "“{title}”: {points} points, given by {author} on {date}, instead of {machine}."

# --- headings and labels ---------------------------------------------------------------------------------------------

BY_A_PERSON = "Decided by a person"
MADE = "{date}, {author}, {points}, {about}"
POINTS = "{points} points"
A_COMMENT = "a comment"
ON_THE_WHOLE = "on the whole hand-in"
COMMENT = "{author}, {date}"
COMMENT_ON = "{author}, {date}, on “{title}”"
