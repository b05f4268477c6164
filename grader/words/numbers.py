"""What numbers tell, seen together: the parts of an answer over many calls, a Hessian, the rates of a schedule."""

EIGENVALUES = "The eigenvalues of this Hessian are {values}."

# --- parts of an answer: `part` is a name of `labels`, `made` and `asked` are formulas ---------------------------

PARTS_SWAPPED = "In all {calls} calls shown to you the two parts are right, but in the other order."
MADE_RIGHT_OF_OTHER_PARTS = (
    "In all {calls} calls shown to you, {part} is {made}, as it should be: what goes into it is wrong."
)
MADE_OF = "In all {calls} calls shown to you, {part} is {made}."
MADE_OF_BUT_ASKED = "In all {calls} calls shown to you, {part} is {made}; expected is {asked}."
TERM_TOO_MUCH = "In all {calls} calls shown to you, {part} is the expected one plus {term}."
TERM_TOO_LITTLE = "In all {calls} calls shown to you, {part} is the expected one minus {term}."

# --- rates by step -----------------------------------------------------------------------------------------------

RATES_EARLY = "Your rates are the expected ones, one step early: yours at t is what is expected at t + 1."
RATES_LATE = "Your rates are the expected ones, one step late: yours at t + 1 is what is expected at t."
RATES_TIMES = "All your rates are {factor} times the expected ones."
FARTHEST_ABOVE = "Yours is farthest from the expected rate at t = {step}: {own}, above {expected}."
FARTHEST_BELOW = "Yours is farthest from the expected rate at t = {step}: {own}, below {expected}."
