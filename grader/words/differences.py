"""How an answer differs from the expected one, each with numbers and without them, for hidden criteria."""

# kind of difference → (with numbers, without numbers).  Fields: subject, place, got, want, ratio, rows.
DIFFERENCES = {
    "none": (
        "Expected {subject}, but nothing came back (None). Is a `return` missing?",
        "nothing came back (None). Is a `return` missing?",
    ),
    "unexpected_none": (
        "Expected {subject} {want}; yours is None.",
        "the answer is None where there is one.",
    ),
    "should_be_none": (
        "Expected None for {subject}; yours is {got}.",
        "the answer should be None.",
    ),
    "not_a_number": (
        "Expected {subject} as numbers; yours is {got}.",
        "the answer is not made of numbers.",
    ),
    "ragged": (
        "The rows of {subject} have different lengths, so they form no table.",
        "the rows have different lengths, so they form no table.",
    ),
    "parts": (
        "Expected {want} parts in {subject}; yours has {got}.",
        "the answer has another number of parts than asked.",
    ),
    "keys": (
        "Expected the names {want} in {subject}; yours has {got}.",
        "the answer has other names than asked.",
    ),
    "shape": (
        "Expected {subject} of shape {want}; yours has shape {got}.",
        "the answer has another shape than asked.",
    ),
    "not_finite": (
        "{place}: yours is {got}, which is no finite number; expected {want}.",
        "the answer holds NaN or infinity.",
    ),
    "value": (
        "{place}: yours {got}, expected {want}, {ratio} times the tolerance.",
        "the numbers leave the expected ones.",
    ),
    "count": (
        "Expected {subject} {want}; yours is {got}.",
        "the count is another one.",
    ),
    "not_an_integer": (
        "Expected {subject} as a whole number; yours is {got}.",
        "the answer is not a whole number.",
    ),
    "last_row_only": (
        "Only the last point came back. Expected the whole trajectory: {rows} rows, row 0 the start.",
        "only the last point came back, not the whole trajectory.",
    ),
    "first_row_missing": (
        "The rows are right, but row 0, the start, is missing: expected {want} rows, yours has {got}.",
        "the rows are right, but row 0, the start, is missing.",
    ),
    "last_row_missing": (
        "The rows are right as far as they go, but the last one is missing: expected {want} rows, yours has {got}.",
        "the last row is missing.",
    ),
    "one_row_too_many": (
        "The first {want} rows are right, and one more follows: yours has {got} rows.",
        "there is one row too many.",
    ),
    "transposed": (
        "The table lies on its side: expected shape {want}, one row a step; yours has shape {got}.",
        "the table lies on its side: expected one row a step.",
    ),
    "row_early": (
        "Every row is one step ahead: your row 0 is the point after the first update. Row 0 is the start.",
        "every row is one step ahead: row 0 is the start.",
    ),
    "row_late": (
        "Every row is one step behind: your row 1 is still the start.",
        "every row is one step behind.",
    ),
    "aliased": (
        (
            "All rows are equal to the last point. The same array was stored in every row and changed afterwards: "
            "store a copy of each point."
        ),
        "all rows are equal: the same array was stored in every row. Store a copy of each point.",
    ),
    "modified": (
        "The argument `{subject}` was changed by the function. Work on a copy of it.",
        "the argument `{subject}` was changed by the function. Work on a copy of it.",
    ),
    "not_so": (
        "What the criterion asks for does not hold for your answer.",
        "what the criterion asks for does not hold.",
    ),
}

# Before the sentence of the first row that differs: one row that agrees, or several.
ROWS_AGREE = ("Row 0 agrees.", "Rows 0 to {last} agree.")
RATES_AGREE = ("Rate 0 agrees.", "Rates 0 to {last} agree.")
