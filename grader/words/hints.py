"""What `grader hint` says around the hints, which stand in an assignment."""

# --- sentences -------------------------------------------------------------------------------------------------------

LAST = "These are all the hints there are. {statement} says what `{function}` returns."
BUILDS_ON = "What was asked for builds on `{criterion}`, so that comes first."
ALL_PASSES = "Everything public passes in {assignment}: there is nothing to hint at."
PART_PASSES = "What was asked for passes: there is nothing to hint at."
START_WITH = "Start with `{function}`; {statement} says what it returns."

# --- headings and labels ---------------------------------------------------------------------------------------------

ABOUT = "{criterion} ({assignment})"
STAGE = "{number} of {count}, {kind}"
KINDS = {
    "seen": "what is seen",
    "hint": "a hint",
    "mistake": "what your answers tell",
    "second": "another hint",
    "convention": "a convention",
}
NEXT = "The next one: grader hint {criterion}"
