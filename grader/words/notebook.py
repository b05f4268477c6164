"""What a notebook says around the statement and the student's own code.  Braces are filled where it is said."""

HEADING = "## Your work"
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
FUNCTIONS = "### The functions"
CHECK = "### Check"
ABOUT_CHECK = "What this shows is the official verdict on the public criteria; it is not yet a grade."
PLOT = "### Look"
ABOUT_PLOT = (
    "Your own functions on the landscape of the exercise. Change the numbers, and run it again. Nothing here is graded."
)
