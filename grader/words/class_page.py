"""What the pages of a class say: of what needs a person, of everybody, of criteria and mistakes."""

# --- sentences -------------------------------------------------------------------------------------------------------

CLASS = (
    "{students}, {hand_ins}. For staff: links lead to the pages with hidden inputs and expected "
    "values; pages for students are reached from there, and from the page of each assignment."
)
OF_ASSIGNMENT = "{students}. For staff: points lead to the page with hidden inputs and expected values."
GRADED = "{graded} graded, mean {mean} of {most}."
NONE_GRADED = "No graded hand-in yet."
EVERY_POINT = "{full} of {graded} have every point; the median is {median} of {most}."
EVERY_POINT_AND_NONE = "{full} of {graded} have every point, {none} have none; the median is {median} of {most}."
COSTLIEST = "Most points are lost in `{function}`: {lost} of {most} on average."
MADE_MOST = "The mistake made most: `{function}`, “{title}” ({count} times)."
HISTOGRAM = "Number of hand-ins by points: {counts}."
ALIKE = (
    "What they answer in one function is wrong, and the same to the last bit. The command beside a group keeps one "
    "comment for each of its people; `grader similar` lists what few share."
)
NOTHING_NEEDS_A_PERSON = "Nothing here needs a person."
UNLISTED = (
    "They handed in and are graded, but nobody on the roster has that id. Write the roster’s id on the hand-in, or "
    "import a list with theirs."
)
POINTS_WITHOUT_CRITERION = (
    "“{title}” is not there any more: the {points} points that {author} gave on {date} do not count."
)
WORDS_WITHOUT_CRITERION = "“{title}” is not there any more: what {author} wrote about it on {date} is on no page."
GROUND_CHANGED = "“{title}”: what the {points} points that {author} gave on {date} stand on has changed since."
WAITS = "“{title}”: a person gives its points, with `grader override` or in overrides.toml."
OUT_OF_TIME = "`{functions}` did not come to an end."
NOBODY_FURTHER = "Nobody further on lost it; these are all who did."
ON_THIS_PAGE = (
    "People, and what needs a person, are those of this page; counts of criteria and mistakes are of everybody."
)

# --- headings and labels ---------------------------------------------------------------------------------------------

OVERVIEW = "Class overview"
OF_CLASS = "{title} in the class"
PAGES = "Pages of the class"
PARTS = "Parts of the class"
PART_OF = "{first} to {last}"
PART_COUNTS = "{people} people, {needs} of them in need of a person"
PART_COUNT = "part {number}: {count}"
SECTIONS = "sections {names}"
NEEDS_A_PERSON = "What needs a person"
NEED = "{what}: {count}"
AND_ALL = "all {count} in the table"
ABOUT = "{student}, {assignment}"
NEEDS = {
    "regrade": "to grade again",
    "refused": "refused",
    "other_file": "nothing under the name asked for",
    "decision": "decision to look at",
    "waits": "points to give",
    "unlisted": "not on the roster",
    "name": "under another name",
    "notice": "taken otherwise than asked for",
    "timed_out": "out of time",
}
STATES = {
    "missing": "nothing handed in",
    "not_loaded": "did not load",
    "late": "late",
    "decided": "points by a person",
    "full": "every point",
}
LECTURE = "For the next lecture"
POINTS = "Points"
DISTRIBUTION = "Distribution of points"
COUNT_FROM_TO = "{count} from {low} to {high}"
CRITERIA = "Criteria, by what they cost"
CRITERIA_OF = "Criteria of {title}"
CRITERION = "Criterion"
FUNCTION = "Function"
SHARE_WON = "Won"
LOST_BY = "Lost by"
LOST_ON_AVERAGE = "Points lost"
PERCENT = "{percent} %"
HIDDEN = "{name} (hidden)"
MISTAKES = "Mistakes, most frequent first"
MISTAKES_OF = "Mistakes of {title}"
MISTAKE = "Mistake"
MADE_BY = "Made by"
WHO = "Who"
AND_MORE = "{people} and {count} more"
ALIKE_HEADING = "Wrong alike"
ALIKE_OF = "Groups that are wrong alike in {title}"
PEOPLE = "People"
COMMENT = "One comment for all"
NEW_MISTAKE = "grader mistake new {student} {assignment} {function}"
MAKE_IT_KNOWN = "No file stands for it yet"
NOT_EXPLAINED = "no known mistake"
NO_ANSWERS = "no answer to any call"
PERHAPS = "perhaps {near}"
EVERYBODY = "Everybody"
EVERYBODYS_POINTS = "Points of every student"
ASSIGNMENTS = "Assignments"
ASSIGNMENT = "Assignment"
HANDED_IN = "Handed in"
MEAN = "Mean"
SCORE_OF = "{score} of {most}"
COSTS_MOST = "Costs most"
STUDENT = "Student"
STUDENTS = ("student", "students")  # one, several
HAND_INS = ("hand-in", "hand-ins")
SECTION = "Section"
STATE = "State"
LATE = "Late"
TAKEN = "−{points}"
TOTAL = "Total"
COLUMN = "{name} ({most})"
LINKS = "Pages"
PAGE = "page"
PAGE_OF = "page of {student}"
HISTORY = "history"
HISTORY_OF = "history of {student}"
ON_PAGE = "On this page"
BEFORE = "The part before"
AFTER = "The next part"
FIND = "Find in the table"
SEARCH = "Search"
ANY = "any"
LOST = "Lost"
ALIKE_WITH = "Alike"
SHOW_ALL = "Show everybody"
SHOWN = "{shown} of {all}"
