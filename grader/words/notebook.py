"""What a notebook says around the statement and the student's own code.  Braces are filled where it is said."""

# --- sentences -------------------------------------------------------------------------------------------------------

ABOUT = (
    "Run each cell with Shift+Enter, from the top to the bottom. Write a function in its cell and run that cell: the "
    "check further down then sees it, saved or not. Check as often as you like. What you hand in is this notebook, "
    "saved as `{filename}`."
)
IN_COLAB = (
    "**In Colab,** first upload `{archive}`, which lies beside this notebook in your pack: open the folder at the "
    "left, and drop the file there. **In JupyterLab and VS Code** choose the Python in which you installed the "
    "`requirements.txt` of the pack."
)
ABOUT_CHECK = "What this shows is the official verdict on the public criteria; it is not yet a grade."
ABOUT_PLOT = (
    "Your own functions on the landscape of the exercise. Change the numbers, and run it again. Nothing here is graded."
)
SUMMARY = "`{assignment}`: {passed} of {all} criteria passed, {score} of {most} points; {waiting} more after hand-in."
NOTHING_TO_DRAW = "`{function}` is not written yet, so there is nothing to draw."
NO_NAME_TO_DRAW = "There is no `{name}` yet: run the cell that makes it, then this one again."
NO_MATPLOTLIB = (
    "matplotlib is not installed, so nothing is drawn here. `%pip install matplotlib` brings it; the page that the "
    "check shows has figures as well."
)

# --- headings --------------------------------------------------------------------------------------------------------

WORK = "## Your work"
FUNCTIONS = "### The functions"
CHECK = "### Check"
PLOT = "### Look"
