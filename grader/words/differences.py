"""How an answer differs from the expected one, in a sentence: with numbers, and without them for hidden criteria.

Without numbers means that no number, no input and no word of the student's own code tells what was asked.
"""

from __future__ import annotations

from grader.records import Compared, Difference, DifferenceKind, Form
from grader.words import labels, notation
from grader.words.lists import listed

HIDDEN_INPUT = "On an input that is not shown: "

# Kinds of answers that are compared exactly, by their names in `grader/exact_kinds.py`.
EXACT_KINDS = {"whole_number": "a whole number", "truth_value": "a truth value", "label": "a label"}

# kind of difference → (with numbers, without numbers).  Fields: subject, place, got, want, ratio, rows, part, exact.
DIFFERENCES: dict[DifferenceKind, tuple[str, str]] = {
    DifferenceKind.NOTHING: (
        "Expected {subject}, but nothing came back (None).",
        "nothing came back (None). Does every way through the function end in a `return` with something behind it?",
    ),
    DifferenceKind.UNEXPECTED_NONE: (
        "Expected {subject} {want}; yours is None.",
        "the answer is None where there is one.",
    ),
    DifferenceKind.SHOULD_BE_NONE: (
        "Expected None for {subject}; yours is {got}.",
        "the answer should be None.",
    ),
    DifferenceKind.NOT_A_NUMBER: (
        "Expected {subject} as numbers; yours is {got}. Return the numbers themselves.",
        "the answer is not made of numbers.",
    ),
    DifferenceKind.RAGGED: (
        "The parts of {subject} have different lengths, so they make no array of numbers.",
        "the parts of the answer have different lengths, so they make no array of numbers.",
    ),
    DifferenceKind.PARTS: (
        "Expected {want} parts in {subject}; yours has {got}.",
        "the answer has another number of parts than asked.",
    ),
    DifferenceKind.KEYS: (
        "Expected the names {want} in {subject}; yours has {got}.",
        "the answer has other names than asked.",
    ),
    DifferenceKind.KEY_MISSING: (
        "There is no {name} in the dict that came back (names: {got}).",
        "the answer lacks a name that is asked for.",
    ),
    DifferenceKind.SHAPE: (
        "Expected {subject} of shape {want}; yours has shape {got}.",
        "the answer has another shape than asked.",
    ),
    DifferenceKind.NOT_FINITE: (
        "{place}: yours is {got}, which is no finite number; expected {want}.",
        "the answer holds NaN or infinity.",
    ),
    DifferenceKind.VALUE: (
        "{place}: yours {got}, expected {want}, {ratio} times the tolerance.",
        "the numbers leave the expected ones.",
    ),
    DifferenceKind.OTHER_VALUE: (
        "Expected {subject} {want}; yours is {got}.",
        "{whole} is another one.",
    ),
    DifferenceKind.OTHER_KIND: (
        "Expected {subject} as {exact}; yours is {got}.",
        "the answer is not {exact}.",
    ),
    DifferenceKind.NOT_AMONG: (
        "Expected {subject} as one of {among}; yours is {got}.",
        "the answer is none of the labels that the statement names.",
    ),
    DifferenceKind.BACKWARDS: (
        "The lower end of {subject} comes first, and yours lies above the upper one: {got}.",
        "the lower end lies above the upper one.",
    ),
    DifferenceKind.NOT_A_SET: (
        "Expected a set or a list of what belongs to the answer; yours is {got}.",
        "the answer is neither a set nor a list.",
    ),
    DifferenceKind.MEMBER_MISSING: (
        "In {subject}, {want} is missing; yours has {got}.",
        "something is missing in the answer.",
    ),
    DifferenceKind.MEMBER_TOO_MANY: (
        "In {subject}, {got} is too much: it does not belong there.",
        "the answer holds something that does not belong to it.",
    ),
    DifferenceKind.LAST_ROW_ONLY: (
        "Only the last point came back. Expected the whole trajectory: {rows} rows, row 0 the start.",
        "only the last point came back, not the whole trajectory.",
    ),
    DifferenceKind.FIRST_ROW_MISSING: (
        "The rows are right, but row 0, the start, is missing: expected {want} rows, yours has {got}.",
        "the rows are right, but row 0, the start, is missing.",
    ),
    DifferenceKind.LAST_ROW_MISSING: (
        "The rows are right as far as they go, but the last one is missing: expected {want} rows, yours has {got}.",
        "the last row is missing.",
    ),
    DifferenceKind.ONE_ROW_TOO_MANY: (
        "The first {want} rows are right, and one more follows: yours has {got} rows.",
        "there is one row too many.",
    ),
    DifferenceKind.TRANSPOSED: (
        "The table lies on its side: expected shape {want}, one row a step; yours has shape {got}.",
        "the table lies on its side: expected one row a step.",
    ),
    DifferenceKind.ROW_EARLY: (
        "Every row is one step ahead: your row 0 is the point after the first update. Row 0 is the start.",
        "every row is one step ahead: row 0 is the start.",
    ),
    DifferenceKind.ROW_LATE: (
        "Every row is one step behind: your row 1 is still the start.",
        "every row is one step behind.",
    ),
    DifferenceKind.ALIASED: (
        (
            "All rows are equal to the last point. The same array was stored in every row and changed afterwards: "
            "store a copy of each point."
        ),
        "all rows are equal: the same array was stored in every row. Store a copy of each point.",
    ),
    DifferenceKind.MODIFIED: (
        "The argument `{subject}` was changed by the function. Work on a copy of it.",
        "the argument `{subject}` was changed by the function. Work on a copy of it.",
    ),
    DifferenceKind.PAIR: (
        "Expected the {subject} alone; yours is a pair: the {subject}, and something else beside it. Return the first.",
        "the answer is a pair: return its first part alone.",
    ),
    DifferenceKind.ROUNDED: (
        (
            "{place}: yours {got}, expected {want}. All your numbers are the expected ones rounded to {part} decimals: "
            "keep all digits."
        ),
        "the numbers are rounded too much: keep all digits.",
    ),
    DifferenceKind.NO_PICTURE: (
        "Expected a picture; yours is something else. Draw on axes of Matplotlib and return the figure: `return fig`.",
        "the answer is no picture: return the figure.",
    ),
    DifferenceKind.NO_AXES: (
        "The figure that came back is empty: it has no axes. Is it the one that was drawn on?",
        "the figure is empty. Is it the one that was drawn on?",
    ),
    DifferenceKind.NO_CONTOURS: (
        "Nothing was drawn with `contour` or `contourf`.",
        "there are no lines of equal loss.",
    ),
    DifferenceKind.OTHER_CONTOURS: (
        "The contours are not those of the loss that was given: at the points of your grid it has other values.",
        "the contours are not those of the loss.",
    ),
    DifferenceKind.NO_EVEN_GRID: (
        "The grid of the contours needs {want} coordinates a side at least, in order and evenly: `np.linspace`.",
        "the grid of the contours has too few coordinates, or uneven ones.",
    ),
    DifferenceKind.FEW_LEVELS: (
        "There are lines at {got} heights within the picture; expected {want} at least.",
        "there are lines at too few heights.",
    ),
    DifferenceKind.NOT_COVERED: (
        "Along {name} the grid goes from {got}, and the picture asks for {want}.",
        "the grid does not reach far enough.",
    ),
    DifferenceKind.NO_LINE: (
        "No line was drawn with `plot`.",
        "no line was drawn.",
    ),
    DifferenceKind.OTHER_LINE: (
        "No line goes through the points of {path}, one after another.",
        "no line goes through the points of the path.",
    ),
    DifferenceKind.OTHER_LINE_LABEL: (
        "The line of the path has the label “{got}”; expected “{name}”.",
        "the line of the path has another label than asked.",
    ),
    DifferenceKind.AXES_NOT_EQUAL: (
        "A unit is not as long on both axes, so that angles are not seen as they are: `ax.set_aspect('equal')`.",
        "a unit is not as long on both axes.",
    ),
    DifferenceKind.AXIS_NOT_NAMED: (
        "The axis {name} has no name: `set_{name}label`.",
        "an axis has no name.",
    ),
    DifferenceKind.NO_TITLE: (
        "The picture has no title.",
        "the picture has no title.",
    ),
    DifferenceKind.NO_LEGEND: (
        "There is no legend with names in it: give each line a `label`, then call `legend`.",
        "there is no legend with names in it.",
    ),
    DifferenceKind.NOT_IN_LEGEND: (
        "The legend lacks “{name}”; it lists {got}.",
        "the legend lacks a name.",
    ),
    DifferenceKind.OTHER_SCALE: (
        "The axis {name} is {got}; expected {want}.",
        "an axis has another scale than asked.",
    ),
    DifferenceKind.NOT_SO: (
        "What the criterion asks for does not hold for your answer.",
        "what the criterion asks for does not hold.",
    ),
}

# A number that is so many tolerances off is no near miss, and the count of them tells nothing.
FAR = 50.0
OTHER_VALUE_UNNAMED = "Expected {want}; yours is {got}."
FAR_OFF = "{place}: yours {got}, expected {want}."

EMPTY_DICT = "There is no {name} in the dict that came back: it is empty."

# Of a dict that came back, with None under a name.
NOTHING_THERE = ("Expected {subject}; yours is None.", "under a name that is asked for the answer has None.")

# One row too many, where one alone was asked for.
ONE_ROW_AND_ANOTHER = "The first row is right, and one more follows: yours has {got} rows."

# Before the sentence of the first row that differs: one row that agrees, or several.
ROWS_AGREE = ("Row 0 agrees.", "Rows 0 to {last} agree.")
RATES_AGREE = ("Rate 0 agrees.", "Rates 0 to {last} agree.")
COLUMN_AGREES = (
    "In row 0 the {name} agrees.",
    "In rows 0 to {last} the {name} agrees.",
)  # of several, it alone was compared

# What was compared, where the rubric gives no name.
SUBJECTS = {
    Compared.ANSWER: "",
    Compared.NUMBERS: "",
    Compared.TRAJECTORY: "trajectory",
    Compared.RATES: "learning rate",
    Compared.PART: "part {part}",
    Compared.PARTS: "{count} parts",
    Compared.COUNT: labels.THE_COUNT,
    Compared.COUNTS: "a dict of counts",
    Compared.ENTRIES: "a dict",
    Compared.INTERVAL: "the interval",
    Compared.LOWER_END: "the lower end",
    Compared.UPPER_END: "the upper end",
    Compared.MEMBERS: "the set",
    Compared.PICTURE: "a picture",
    Compared.ARGUMENT: "",
}
# What the lines or contours of a picture are instead, in place of the sentence that says what they are not.
PICTURED_INSTEAD = {
    "transposed": "The contours are those of the loss with rows and columns exchanged: row i of Z belongs to y[i].",
    "upside down": "The contours are those of the loss upside down: row 0 of Z belongs to the first y.",
    "mirrored": "The contours are those of the loss from right to left: column 0 of Z belongs to the first x.",
    "other sign": "The heights are those of the loss with the other sign.",
    "counted grid": "The contours lie at 0, 1, 2 and so on: hand x and y to `contour`, beside Z.",
    "other heights": "The lines are those of the loss, and the heights are not: draw the loss or its logarithm.",
    "whole heights": "The heights are those of the loss as whole numbers: where do the decimals get lost?",
    "exchanged": "A line goes through the points with the coordinates exchanged: the first column is x.",
    "logarithms": "A line goes through the logarithms of the values: draw the values, on a logarithmic axis.",
    "points alone": "Points are drawn, and no line joins them, which would show their order.",
    "other axes": "The line is on other axes than the contours: the picture has both on one pair.",
    "cut off": "The limits of the axes cut off a part of the path.",
    "smallest so far": "A line goes through the smallest value so far; the picture asks for each value as it is.",
    "in order": "A line goes through the values put in order; the picture asks for them as they come.",
    "part of it": "The line is a part of the path; the picture asks for all of its points.",
    "goes on": "A line goes through the points of the path, and on to others: the picture asks for the path alone.",
    "another order": "A line goes through the points of the path in another order: take them as the rows have them.",
    "against steps": "The columns are drawn against the number of the step; draw the second against the first.",
}
ONE_ARRAY_FOR_PARTS = "Expected {want} parts in {subject}; yours is {got}. Is one of them missing behind the `return`?"
NAMED_PARTS = "the {count} parts ({names})"
UNDER_NAME = {Compared.COUNTS: "the count for {name}", Compared.ENTRIES: "the entry for {name}"}
THE_DICT = "the dict"

FORMS = {
    Form.ONE: "one alone",
    Form.DICT: "a dict",
    Form.LIST: "a list",
    Form.TUPLE: "a tuple",
    Form.ARRAY: "an array of shape {shape}",
    Form.SET: "a set",
    Form.TEXT: "a string, {shape}",
    Form.TRUTH_VALUE: "a truth value, {shape}",
    Form.OTHER: "something else",
}
# What came back in the place of numbers, where more can be said of it.
NO_NUMBERS = {
    Form.TEXT: "Expected {subject} as numbers; yours is {got}. Return the numbers themselves, not a text of them.",
    Form.TRUTH_VALUE: (
        "Expected {subject} as numbers; yours is {got}. Return the number itself, not whether something holds."
    ),
}
# What came back in the place of a dict.
NO_DICT = ("Expected {subject} with {keys} among its keys; yours is {got}.", "the answer is no dict.")
A_DICT_OF = "a dict (names: {names})"
_NOT_FINITE = {"nan", "inf", "-inf"}
ONE_NUMBER = "() (one number)"


def difference_sentence(difference: Difference, *, numbers: bool) -> str:
    """What was seen and what was asked; without numbers for hidden criteria."""
    shown, withheld = DIFFERENCES[difference.kind]
    if difference.kind is DifferenceKind.VALUE and difference.ratio > FAR:
        shown = FAR_OFF
    if difference.kind is DifferenceKind.OTHER_VALUE and not subject_of(difference):
        shown = OTHER_VALUE_UNNAMED
    if difference.kind is DifferenceKind.NOT_A_NUMBER:
        shown = NO_NUMBERS.get(difference.form, shown)
    if _is_no_dict(difference):
        shown, withheld = NO_DICT
    if difference.kind is DifferenceKind.PARTS and difference.form is Form.ARRAY:
        shown = ONE_ARRAY_FOR_PARTS
    if difference.compared is Compared.PICTURE and difference.names:
        shown = PICTURED_INSTEAD[difference.names[0]]
    if difference.kind is DifferenceKind.ONE_ROW_TOO_MANY and difference.rows == 1:
        shown = ONE_ROW_AND_ANOTHER
    if difference.kind is DifferenceKind.NOTHING and difference.compared in UNDER_NAME and difference.name:
        shown, withheld = NOTHING_THERE
    if difference.kind is DifferenceKind.KEY_MISSING and not difference.got:
        shown = EMPTY_DICT
    subject, exact = subject_of(difference), EXACT_KINDS[difference.exact]
    if not numbers:
        whole = labels.THE_COUNT if difference.compared in {Compared.COUNT, Compared.COUNTS} else labels.THE_ANSWER
        return HIDDEN_INPUT + withheld.format(subject=subject, exact=exact, whole=whole)
    said = shown.format(
        subject=subject or labels.AN_ANSWER,
        place=_place(difference),
        got=_got(difference),
        want=_number(difference.want),
        ratio=notation.times(difference.ratio),
        rows=difference.rows,
        part=difference.part,
        exact=exact,
        among=", ".join(difference.names),
        keys=listed(difference.names) if difference.names else "",
        name=difference.name,
        path=f"“{difference.name}”" if difference.name else "the path",
    )
    agreement = _agreement(difference) if difference.kind is DifferenceKind.VALUE else ""
    return f"{agreement} {said}" if agreement else said


def _is_no_dict(difference: Difference) -> bool:
    """Whether something else came back where a dict is due."""
    under_names = difference.compared in UNDER_NAME and not difference.name
    return difference.kind is DifferenceKind.NOT_A_NUMBER and under_names and bool(difference.names)


def subject_of(difference: Difference) -> str:
    """What was compared, as it stands in the middle of a sentence."""
    match difference.kind, difference.compared:
        case DifferenceKind.PARTS, _:
            return labels.THE_ANSWER
        case DifferenceKind.KEYS, _:
            return THE_DICT
        case DifferenceKind.MODIFIED, _:
            return difference.name
        case _, (Compared.COUNTS | Compared.ENTRIES) as one_of if difference.name:
            return UNDER_NAME[one_of].format(name=difference.name)
        case _, Compared.PARTS if difference.names:
            return NAMED_PARTS.format(count=len(difference.names), names=", ".join(difference.names))
    return difference.name or SUBJECTS[difference.compared].format(part=difference.part, count=difference.want)


def _place(difference: Difference) -> str:
    """“Row 7, second coordinate”, or the name of the part."""
    parts = []
    if difference.row >= 0:
        here = labels.STEP_HERE if difference.compared is Compared.RATES else labels.ROW_HERE
        parts.append(here.format(row=difference.row, step=difference.row))
    if difference.column >= 0 and not _column_says_nothing(difference):
        first = labels.COORDINATES.get(difference.column)
        parts.append(first or labels.COORDINATE.format(number=difference.column + 1))
    if difference.name or difference.compared not in {Compared.TRAJECTORY, Compared.ANSWER}:
        parts.append(subject_of(difference))
    place = ", ".join(parts) or labels.THE_ANSWER
    return place if place.startswith("t =") else f"{place[0].upper()}{place[1:]}"


def _column_says_nothing(difference: Difference) -> bool:
    """Whether the column of a trajectory has a name, or is the only one."""
    return difference.compared is Compared.TRAJECTORY and (bool(difference.name) or len(difference.allowed) == 1)


def _agreement(difference: Difference) -> str:
    """Which rows before the first difference agree, if there are any."""
    if difference.row <= 0:
        return ""
    one, several = RATES_AGREE if difference.compared is Compared.RATES else ROWS_AGREE
    if difference.columns:
        one, several = COLUMN_AGREES
    return (one if difference.row == 1 else several).format(last=difference.row - 1, name=difference.name)


def _got(difference: Difference) -> str:
    if difference.kind is DifferenceKind.NOT_FINITE and difference.got in _NOT_FINITE:
        return notation.number(float(difference.got))  # kept as text, since JSON knows no such number
    if difference.form is Form.PLAIN:
        return _number(difference.got)
    if difference.form is Form.DICT and difference.got:
        return A_DICT_OF.format(names=notation.number(difference.got))
    return FORMS[difference.form].format(shape=notation.number(difference.got))


def _number(value: float | str | None) -> str:
    return ONE_NUMBER if value == "()" else notation.number(value)  # names in a dict are the student's text
