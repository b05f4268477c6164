"""What the course's web page says around statement, editor and verdict.  A place in braces is filled by the page."""

# --- sentences -------------------------------------------------------------------------------------------------------

ABOUT = (
    "Write a function, check it, and see its path. Everything runs in this browser: nothing is installed, and nothing "
    "you write leaves your machine."
)
HAND_IN = (
    "A check says the official verdict on the public criteria. It is not yet a grade: save your file, and hand "
    "it in as your course asks."
)
LEAVE_EDITOR = "Tab indents. To leave the editor with the keyboard, press Escape and then Tab."
BEGIN_AGAIN_SURE = "Replace what you wrote by the empty exercise? What you have is saved as a file first."
NOT_CHECKED_YET = "Nothing is checked yet."
NOT_SERVED = (
    "If nothing happens here, the page was opened as a file, which browsers do not let run. Open it where your course "
    "has it, or by `grader web`."
)
NO_SCRIPT = "This page needs JavaScript. Without it, use `grader check` in a terminal."
READY = "Ready. Press Check, or Ctrl+Enter in the editor."
WAITING = "Your file is checked as soon as Python is there."
RUNNING_ON = "Your code runs on; it is ended after {seconds} s."
CHECKED = "{score} of {most} points: {passed} of {all} criteria passed."
CHECKED_WAITING = "{waiting} more points are judged after hand-in."
ALL_PASSED = "Save the file now: that is what you hand in."
CHECK_AGAIN = "You have changed your file since: check again."
ANOTHER_TAB = "Changed in another tab, and taken over from there."
OPENED = "{name} is in the editor now."
OPENED_ENCODED = (
    "{name} is in the editor now. It was saved in another encoding than UTF-8; what you save here is UTF-8."
)
OPENED_NOTEBOOK = "The code cells of {name} are in the editor now, without magics and what %%grader draws."
OTHERS_FILE = "{opened} By its name it is for another assignment, {other}: this page checks {filename}."
SAVED = "{filename} is saved where your browser keeps downloads. That is the file to hand in."
NO_WEB_ASSEMBLY = (
    "This browser cannot run Python: WebAssembly is missing or switched off. Use a current Firefox, Chrome, Edge or "
    "Safari, or `grader check` in a terminal."
)
NOT_LOADED = "{name} could not be loaded ({why}). Look at your connection, then reload the page; your work is kept."
NOT_SECURE = (
    "This address is not secure, so the browser cannot tell whether Python's files are the right ones. Open the page "
    "by https, or on your own machine with `grader web`."
)
OTHER_HASH = (
    "{name} is not the file that this course was made with, so it is not run. Reload the page; if that does not help, "
    "tell whoever runs the course."
)
PYTHON_FAILED = "Python could not be started here ({why}). Reload the page; your work is kept."
PYTHON_BROKE = "Python broke down while your file was checked ({why}). It is started again; your work is kept."
NOT_KEPT = "This browser keeps nothing for this page: save your file before you leave."
TOO_LARGE = "{name} has {size} kB, and a file may have {most} kB. Take out what is not code."
NOT_TEXT = "{name} is no text: choose a .py file or a notebook."
NOT_A_NOTEBOOK = "{name} is no notebook that can be read ({why}). Save it again, or choose a .py file."
NO_CODE = "{name} has no cell of code."

# --- headings and labels ---------------------------------------------------------------------------------------------

COURSE = "Numerical optimization exercises"
ASSIGNMENTS = "Assignments"
ABOUT_ASSIGNMENT = "{minutes} minutes, {points} points"
ALL_ASSIGNMENTS = "All assignments"
PARTS = "Parts of this page"
PYTHON = "Python"
STATEMENT = "The exercise"
YOUR_WORK = "Your work"
EDITOR = "Your file {filename}"
CHECK = "Check"
CHECK_KEYS = "Ctrl+Enter"
OPEN_FILE = "Open a file…"
SAVE_FILE = "Save {filename}"
BEGIN_AGAIN = "Begin again"
VERDICT = "Verdict"
LOADING = "Loading Python: {done} of {all} MB"
STARTING = "Starting Python"
UNPACKING = "Unpacking NumPy and the grader"
PREPARING = "Reading the criteria"
CHECKING = "Checking"
