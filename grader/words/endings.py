"""How a call or the loading of a file ended without an answer, and what to do.

Pairs are told without and with the line where it happened, or without and with what the worker said of it.
"""

# --- a call ----------------------------------------------------------------------------------------------------

NOT_WRITTEN = "`{function}` is not written yet: it raises NotImplementedError. Once it is written, take that line out."
NO_FUNCTION = "There is no function `{function}` in your file yet. Its name must be exactly this."
OTHER_SPELLING = (
    "There is no function `{function}` in your file, but there is `{said}`. Give it exactly the name `{function}`."
)
METHOD = (
    "`{function}` is a method of the class `{said}` in your file ({place}). Move it out of the class: it must be a "
    "function of its own."
)
NESTED = (
    "`{function}` is defined inside of `{said}` in your file ({place}), where nobody else can call it. Move it to "
    "the left margin."
)
COMMENTED_OUT = "`{function}` is commented out in your file ({place})."
GUARDED = (
    "`{function}` stands in a block of your file that was not run ({place}). Move it out of there, to the left margin."
)
IN_TEXT = "`{function}` stands between quotes in your file ({place}), which makes a text of it. Take the quotes away."
IN_PROSE = "`{function}` stands in cell {cell}, which is a text cell. Make it a code cell."
NOT_CALLABLE = (
    "`{function}` is no function in the end: a later line of your file gives its name to a value of type {said}."
)
MALFORMED = (
    "`{function}` answered with something that is not a number or an array of numbers.",
    "`{function}` answered with something that is not a number or an array of numbers: {said}.",
)
OTHER_CLASS = ("`{function}` answered with an object of a class of its own.", "`{function}` answered with {said}.")
TOO_MUCH = (
    "`{function}` answered with more than an answer may hold.",
    "`{function}` answered with more than an answer may hold: {said}.",
)
EXITED = (
    "`{function}` called exit(), which ends Python. Return the answer instead.",
    "`{function}` called exit() (line {line}), which ends Python. Return the answer instead.",
)
RAISED = ("`{function}` raised {error}.", "`{function}` raised {error} ({place}).")
CAME_FROM = "It happened in `{inner}`, which `{function}` calls: look at `{inner}`, and at what it is handed."
CAME_FROM_RIGHT = "It happened in `{inner}`, which is right by itself: look at what `{function}` hands to it."
NOT_TO_BE_HAD = "Files, connections and other programs are not to be had here: work with the arguments alone."
PARAMETERS = (
    "`{function}` has the parameters ({said}), and is called with ({asked}). Give its parameters exactly these names."
)
BY_PLACE_ALONE = (
    "`{function}` is called with its parameters by name, and takes some by their place alone: take the `/` out of its "
    "first line."
)
NO_DEFAULTS = (
    "`{function}` is called with ({asked}), and has no default for {lacking}. Write the default behind the parameter, "
    "as the statement has it."
)
ASKS_THE_USER = "`{function}` asks for input(), and nobody is there to answer. Use its parameters instead."
RAISED_SOMETHING = "`{function}` raised an exception."
NOT_RUN_AGAIN = ("`{function}` was not run again.", "`{function}` was not run again: {said}.")
TIMED_OUT = (
    "`{function}` gave no answer within its time. Look for a loop that does not end, or a sleep.",
    "`{function}` gave no answer within its time; it was in {place}. Look for a loop that does not end, or a sleep.",
)
OUT_OF_MEMORY = (
    "`{function}` asked for more memory than there is. Look for an array that grows, or is huge.",
    "`{function}` asked for more memory than there is (line {line}). Look for an array that grows, or is huge.",
)
ENDED_PYTHON = (
    "`{function}` ended Python itself. Nothing may do that.",
    "`{function}` ended Python itself ({said}). Nothing may do that.",
)

# --- what the shape of the code tells ------------------------------------------------------------------------------

RETURN_IN_LOOP = (
    "The one `return` of `{function}` stands inside a loop ({where}), so that the loop ends in the round that comes "
    "to it. Move it to the left, below the loop."
)
RETURN_ON_BRANCH = (
    "`{function}` returns something on some branches alone ({where}); on the others nothing comes back. Put a `return` "
    "where every way comes to it."
)
RETURN_BARE = "Behind the `return` of `{function}` ({where}) stands nothing, or None: write there what is to come back."
RETURN_NONE = (
    "A `return` of `{function}` ({where}) gives None where it is come to: is that the way to take here, and is the "
    "condition right that leads there?"
)
RETURN_OF_NOTHING = (
    "`{function}` returns what `{said}` gives back ({where}), and that is None. Call `{said}` in a line of its own, "
    "and `return` the thing itself in the next one."
)
RETURN_OF_HELPER = (
    "`{function}` returns what `{said}` gives back ({where}), and `{said}` has no `return` with something behind it."
)
RETURN_THERE = (
    "There is a `return` ({where}): either it is not come to, or what stands behind it is None at that moment."
)
DEFINED_AGAIN = "`{function}` is defined more than once; the last one counts ({where}), whatever stands above."

# What is told of a hand-in, and is worth nothing.
READY_MADE = "`{function}` uses `{said}` ({where}); the exercise is to write what that does."
ASKED = "One call of `{function}` asked `{said}` {number} times, mostly in {where}."
ASKED_ONCE = "One call of `{function}` asked `{said}` once."
ASKED_SOMEHOW = "One call of `{function}` asked `{said}` {number} times."

# --- loading a file --------------------------------------------------------------------------------------------

NOT_PYTHON = (
    "{file} is not valid Python: {said}. Run it once yourself before handing it in.",
    "{file} is not valid Python in {place}: {said}. Run it once yourself before handing it in.",
)
NOT_IMPORTED = ("{file} cannot be imported: {said}.", "{file} cannot be imported in {place}: {said}.")
ASKS_FOR_INPUT = (
    "{file} asks for input, and nobody is there to answer. Remove input().",
    "{file} asks for input in {place}, and nobody is there to answer. Remove input().",
)
WANTS_FILES = (
    "{file} asks for something that is not to be had here (a file, a connection, another program): {said}.",
    "{file} asks in {place} for something that is not to be had here (a file, a connection, another program): {said}.",
)
STOPS_LOADING = (
    "{file} stops while it is loaded: {said}.",
    "{file} stops in {place} while it is loaded: {said}.",
)
NOT_WRITTEN_LOADING = (
    "{file} raises NotImplementedError while it is loaded.",
    "{file} raises NotImplementedError in {place} while it is loaded.",
)
OTHER_LANGUAGE = (
    "{file} says of itself that it is a notebook of {said}, not of Python. "
    "Choose a kernel of Python, and save it again."
)
NOT_LOADED_IN_TIME = (
    "{file} does not finish loading in time. Keep only definitions outside of functions.",
    "{file} does not finish loading in time: it was in {place}. Keep only definitions outside of functions.",
)
OUT_OF_MEMORY_LOADING = (
    "{file} asks for more memory than there is while it is loaded.",
    "{file} asks for more memory than there is while it is loaded in {place}.",
)
# --- what of a file was not run, though the rest of it was -------------------------------------------------------

CELL_STOPS = "{file} was graded, but it stops in {place}: {said}. The other cells were run."
CELL_STOPS_TOO = "It stops in {place}, too: {said}."
LINE_PASSED_OVER = (
    "{file} was graded without {place}: {said}. What it asks for is not to be had here; what stands below it was run."
)
CELL_PASSED_OVER = "{file} was graded without its cell {cell}, which begins with {said} and was not run."
FILE_STOPS = "{file} was graded, but it stops in {place}: {said}. What stands below that was not run."
FILE_RUNS_ON = (
    "{file} was graded, but it does not end: its time was up in {place}. That was left out, with what stands below it. "
    "Put what takes long into a function."
)
FILE_RUNS_ON_INSIDE = (
    "{file} was graded, but it does not end: its time was up in {place}, which had come to `{said}`. That was left "
    "out, with what stands below it. Put what takes long into a function."
)
FILE_EXITS = "{file} was graded, but it ends itself in {place}. What stands below that was not run."
ENDED_PYTHON_LOADING = "{file} ends Python while it is loaded ({said}). Remove what does that."
