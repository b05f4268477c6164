"""The vocabulary: a frozen record for each arrow of the data flow.  Read this first.

    hand-in ─collect→ Submission ─record→ Transcript ─judge→ Judgement ─┐
                                  (Call → Outcome)   ─diagnose→ Diagnosis ─┴→ Grade → gradebook, reports, exports

Records hold plain data only, so each can be written down and read back; what follows from a record is a
property of it.  Values inside calls and outcomes stay encoded (see `grader.sandbox.values`): a call is its bytes.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from enum import StrEnum
from functools import cached_property

import msgspec

Key = tuple[str, str]  # student and assignment


class Ending(StrEnum):
    """How one call of student code ended."""

    VALUE = "value"
    RAISED = "raised"
    MISSING = "missing"  # the function is absent, or raised NotImplementedError
    MALFORMED = "malformed"  # answered with something that is no answer: a string, an object, noise
    TIMED_OUT = "timed_out"
    OUT_OF_MEMORY = "out_of_memory"
    CRASHED = "crashed"  # ended the interpreter
    NOT_RUN = "not_run"  # was not asked, for a reason that lies in how earlier calls ended


class Why(StrEnum):
    """What our side knows of an ending beyond its kind; what a person reads of it is made when it is shown."""

    UNSAID = ""

    # what was seen of the process
    COMPUTING = "computing"  # its computing time was up
    WAITING = "waiting"  # the time was up in which it had to answer
    UNHEARD = "unheard"  # it closed its way to answer, or was killed
    SIGNAL = "signal"  # ended by signal `number`
    EXIT_STATUS = "exit_status"  # ended itself with status `number`
    BROKE_PYTHON = "broke_python"  # changed what Python itself stands on

    # why it was not asked
    NO_TIME_LEFT = "no_time_left"  # for the whole hand-in
    TIMED_OUT_BEFORE = "timed_out_before"
    OUT_OF_MEMORY_BEFORE = "out_of_memory_before"
    ENDED_BEFORE = "ended_before"
    ASKED_TOO_OFTEN = "asked_too_often"  # by the criterion
    NEVER_LOADED = "never_loaded"
    NOT_LOADED_AGAIN = "not_loaded_again"
    NOT_RECORDED = "not_recorded"

    # what was there in the place of an answer's bytes
    OUT_OF_ORDER = "out_of_order"
    TOO_MUCH_IN_ALL = "too_much_in_all"
    FRAME_TOO_LONG = "frame_too_long"
    NOT_ITS_TO_TELL = "not_its_to_tell"  # an ending, or a reason, that a worker cannot know
    UNDECODABLE = "undecodable"
    NO_ARGUMENTS = "no_arguments"
    VALUE_TOO_LONG = "value_too_long"
    TOO_MANY_PARTS = "too_many_parts"
    UNBEARABLE_SHAPE = "unbearable_shape"
    UNKNOWN_EXTENSION = "unknown_extension"  # of code `number`
    UNEVEN_ROWS = "uneven_rows"
    UNKNOWN_FLOATS = "unknown_floats"
    UNKNOWN_DTYPE = "unknown_dtype"

    # why there is no function, as the worker says
    ABSENT = "absent"
    NOT_WRITTEN = "not_written"  # it raises NotImplementedError
    CELL_STOPPED = "cell_stopped"  # `cell` of a notebook, in `line`
    FILE_EXITED = "file_exited"  # by exit() in `line`
    FILE_RUNS_ON = "file_runs_on"  # in `line` time was up; it was loaded again without that and what stands below
    FILE_STOPPED = "file_stopped"  # in `line`, after functions
    LINE_PASSED_OVER = "line_passed_over"  # `line` asked for what is not to be had; what stands below it was run
    CELL_PASSED_OVER = "cell_passed_over"  # it begins with the magic `detail`, and holds no Python
    OTHER_SPELLING = "other_spelling"  # there is one called `detail`
    METHOD = "method"  # of the class `detail`
    NESTED = "nested"  # inside of the function `detail`
    COMMENTED_OUT = "commented_out"
    GUARDED = "guarded"  # in a block that was not run, which begins in `line`
    IN_TEXT = "in_text"  # between quotes
    IN_PROSE = "in_prose"  # in `cell`, which is no code cell
    NOT_CALLABLE = "not_callable"  # its name was given to something else

    # what the shape of the code tells of a function, as the worker says
    RETURN_IN_LOOP = "return_in_loop"
    RETURN_ON_BRANCH = "return_on_branch"
    RETURN_BARE = "return_bare"  # with nothing behind it, or None
    RETURN_NONE = "return_none"  # with None behind it, where others give something
    RETURN_OF_NOTHING = "return_of_nothing"  # behind it stands a call of `said`, which gives nothing back
    RETURN_OF_HELPER = "return_of_helper"  # behind it stands a call of the hand-in's own `said`, which has no `return`
    RETURN_THERE = "return_there"  # with something behind it that the text does not show to be nothing
    DEFINED_AGAIN = "defined_again"

    # what of it is noticed, and earns nothing
    READY_MADE = "ready_made"  # it uses `said`, where the point is to write it
    ASKED = "asked"  # a call asked its argument `said` so many times: `number`

    # what an exception was about, as the worker says
    PARAMETERS = "parameters"  # the function has those of `detail`, and was asked with `names`
    OTHER_LANGUAGE = "other_language"  # a notebook of `detail`
    HANDED = "handed"  # raised in a function that is right, which was handed something else than it takes: ours to say

    # what came in the place of an answer or of an exception, as the worker says; `detail` has its text
    INDESCRIBABLE = "indescribable"
    LARGE_INTEGER = "large_integer"
    BROKEN_KEY = "broken_key"
    OTHER_KEYS = "other_keys"
    LARGE_ANSWER = "large_answer"  # of `number` KiB
    MANY_ITEMS = "many_items"  # more than `number`
    DEEP = "deep"  # nested more than `number` deep
    ARRAY_SHAPE = "array_shape"
    ARRAY_DTYPE = "array_dtype"
    STRING = "string"
    TRUTH_VALUE = "truth_value"
    COMPLEX = "complex"
    SUBCLASS = "subclass"  # of ndarray
    TEXT_SUBCLASS = "text_subclass"
    FUNCTION = "function"
    OBJECT = "object"


NOTICED = frozenset({Why.READY_MADE, Why.ASKED})
RETURNS = frozenset(
    {
        Why.RETURN_IN_LOOP,
        Why.RETURN_ON_BRANCH,
        Why.RETURN_BARE,
        Why.RETURN_NONE,
        Why.RETURN_OF_NOTHING,
        Why.RETURN_OF_HELPER,
        Why.RETURN_THERE,
    }
)  # what tells of a function's `return`s


class Verdict(StrEnum):
    """What became of one criterion."""

    PASSED = "passed"
    FAILED = "failed"
    CRASHED = "crashed"
    TIMED_OUT = "timed_out"
    OUT_OF_MEMORY = "out_of_memory"
    NOT_RUN = "not_run"
    GRADER_FAULT = "grader_fault"


class Status(StrEnum):
    """What became of one hand-in."""

    GRADED = "graded"
    MISSING = "missing"
    REJECTED = "rejected"
    REGRADE_NEEDED = "regrade_needed"


class Visibility(StrEnum):
    """When a criterion shows to students: Gradescope's four."""

    VISIBLE = "visible"
    HIDDEN = "hidden"
    AFTER_DUE_DATE = "after_due_date"
    AFTER_PUBLISHED = "after_published"


class SourceKind(StrEnum):
    """What the bytes of a submission are."""

    PYTHON = "python"
    NOTEBOOK = "notebook"


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one hand-in may use.  `assignment.toml` may change each in its table `[limits]`."""

    call_cpu_seconds: float = 2.0
    call_wall_seconds: float = 6.0  # for calls that sleep: wall time alone is unfair on a busy machine
    cpu_seconds: float = 10.0  # the whole hand-in; loading the file may take half of it
    wall_seconds: float = 30.0
    memory_mib: int = 512
    source_kib: int = 1024
    notebook_kib: int = 10 * 1024
    printed_kb: int = 64
    timeouts_a_function: int = 2  # or calls that fill the memory; after so many, the others get little time, or none


class Provided(msgspec.Struct, frozen=True):
    """What an assignment puts beside a hand-in: packages that it may import, and files of landscapes as bytes."""

    packages: tuple[str, ...] = ()
    landscapes: tuple[bytes, ...] = ()
    ready_made: tuple[tuple[str, tuple[str, ...]], ...] = ()  # of functions, the names of what is to be noticed in them


class TroubleKind(StrEnum):
    """Why a hand-in has no ordinary grade.  Each has its sentence in `grader.words.hand_ins`."""

    # nothing of use was handed in
    NOTHING = "nothing"
    UNCHANGED_STUB = "unchanged_stub"
    ABSENT = "absent"
    ABSENT_OTHER_NAME = "absent_other_name"  # there is a file of another name
    ABSENT_LIKE = "absent_like"  # the name is part of those of `others`: backups, drafts, other forms
    ABSENT_OTHER_ARCHIVE = "absent_other_archive"  # there is an archive of a kind that is not read
    ABSENT_IN_FOLDER = "absent_in_folder"  # there is a folder
    ABSENT_ARCHIVE_INSIDE = "absent_archive_inside"  # an archive holds another archive
    ABSENT_DEEP = "absent_deep"  # an archive holds files of another name, or too deep
    TYPED_TEXT = "typed_text"  # into the page of the place that it was handed in at, and no file
    TYPED_LINK = "typed_link"
    NOT_BEGUN = "not_begun"  # no file yet, where a student works
    EMPTY = "empty"
    PACKED_OTHERWISE = "packed_otherwise"  # the file, in an archive of a kind that is not read
    # one of several
    SEVERAL_NEAR = "several_near"  # files of names like the one that is asked for
    TWO_FILES = "two_files"  # of both kinds
    ONE_FILE_TWICE = "one_file_twice"  # under one path: an archive can hold that
    IN_TWO_FOLDERS = "in_two_folders"  # of one name, whose accents are written in two ways
    IN_SEVERAL_PLACES = "in_several_places"  # `others`
    TWO_ARCHIVES = "two_archives"
    # one file
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"
    LINK = "link"
    OF_COURSE = "of_course"  # the same file as one of the course, by a second name
    NO_FILE = "no_file"  # a folder, a device, a pipe
    DAMAGED_INSIDE = "damaged_inside"  # in an archive that can be read
    UNUSUAL_PACKING = "unusual_packing"
    # an archive
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    TOO_MANY_FILES = "too_many_files"
    TOO_MUCH = "too_much"
    TOO_MUCH_MEMORY = "too_much_memory"
    TOO_TIGHT = "too_tight"  # packed as tightly as no code is
    LONG_CONTENTS = "long_contents"
    BEHIND_END = "behind_end"
    HOLDS_WAY_OUT = "holds_way_out"
    HOLDS_LINK = "holds_link"
    HOLDS_ONE_NAME_TWICE = "holds_one_name_twice"
    # a student's folder
    FOLDER_LINK = "folder_link"
    FOLDER_WAY_OUT = "folder_way_out"
    FOLDER_UNREADABLE = "folder_unreadable"
    FOLDER_TOO_LONG = "folder_too_long"
    FOLDER_NO_TEXT = "folder_no_text"  # its name cannot be decoded
    FOLDER_TOO_MANY_FILES = "folder_too_many_files"
    FOLDER_TOO_MUCH = "folder_too_much"
    FOLDER_TOO_TIGHT = "folder_too_tight"
    # a checkout of git
    NO_COMMIT = "no_commit"
    REPOSITORY_UNREADABLE = "repository_unreadable"
    # a team
    TEAM_DIFFERS = "team_differs"  # several files, and no time tells which is the newest; `name` is the team
    # a run
    CHANGED = "changed"  # other bytes than when the class was listed


class Trouble(msgspec.Struct, frozen=True):
    """Why a hand-in has no ordinary grade: facts, of which `grader.words.hand_ins` makes the sentence.

    `name` is the file, or the assignment where it is about all its files; `inside` the archive that it is in.
    Both, and `reason`, may be the student's text: hostile wherever they are shown.
    """

    kind: TroubleKind
    name: str = ""
    inside: str = ""
    number: int = 0  # KiB of a file, MiB or files of an archive: the bound that it is beyond
    reason: str = ""  # what the operating system said
    others: tuple[str, ...] = ()  # names of the files among which one would have to be guessed


class NoticeKind(StrEnum):
    """What a student should know of a hand-in that was graded all the same."""

    NEAR_NAME = "near_name"
    IN_FOLDER = "in_folder"  # one folder down
    NEWEST = "newest"  # of `others`, files for the same, by the place's numbers
    OTHERS = "others"  # of a name like it, which were not looked at
    BEFORE_LAST = "before_last"  # of an attempt before the last, which brought no file for the assignment
    FOR_TEAM = "for_team"  # by the student `name`, for the team `meant`
    FOR_TEAM_BY_ANOTHER = "for_team_by_another"  # who is forgotten
    TEAM_NEWEST = "team_newest"  # by the student `name`, after this one's own `meant`
    TEAM_DIFFERS = "team_differs"  # from others of the team `meant`, and no time tells which is the newest
    AS_GROUP = "as_group"  # of `others`, the student among them, which the place knows as `meant`
    MARKED_LATE = "marked_late"  # by the place it was handed in at


class Notice(msgspec.Struct, frozen=True):
    """How a hand-in was taken that is not as it was asked for; `grader.words.hand_ins` makes the sentence.

    `name` is the file that was graded, as it is called there, and `meant` the name that was asked for.
    """

    kind: NoticeKind
    name: str
    meant: str
    inside: str = ""  # the archive that it lies in
    others: tuple[str, ...] = ()


class Person(msgspec.Struct, frozen=True):
    """One person of a class's roster.  `student` is the id under which hand-ins come; empty is what is not known."""

    student: str
    name: str = ""
    email: str = ""
    other_ids: dict[str, str] = {}  # heading of the column → the id there
    section: str = ""
    team: str = ""  # who hand in together; empty for one alone
    accommodations: str = ""


class Submission(msgspec.Struct, frozen=True):
    """One hand-in as it was taken: bytes, never a path.

    `trouble` says why it cannot be graded; `status` is then another than `graded`, and `source` is empty.
    """

    student: str
    assignment: str
    filename: str
    kind: SourceKind
    source: bytes
    status: Status = Status.GRADED
    trouble: Trouble | None = None
    notices: tuple[Notice, ...] = ()

    @property
    def sha256(self) -> str:
        """Hexadecimal digest of the bytes handed in."""
        return hashlib.sha256(self.source).hexdigest()


class Call(msgspec.Struct, frozen=True, array_like=True):
    """One question to a student's function.  Equal calls are equal bytes, never Python equality.

    `arguments` is the canonical encoding of `[positional list, keyword dict with sorted keys]`.
    `occurrence` counts equal calls within one criterion: asking twice is two calls.
    """

    function: str
    arguments: bytes
    occurrence: int = 0


class Stop(msgspec.Struct, frozen=True, array_like=True):
    """A part of a file that was not run, or not to its end, while the rest of it was.

    `detail` and `text` are the student's: hostile wherever they are shown.
    """

    why: Why
    cell: int = 0  # of a notebook, counted from 1
    line: int = 0  # counted from 1
    detail: str = ""
    text: str = ""  # of that line
    column: int = 0  # in that text, where Python could not read it; counted from 1


class CodeRemark(msgspec.Struct, frozen=True, array_like=True):
    """What the shape of the code tells of a function: a `return` in a loop or on one branch, a second definition.

    `said` is the student's text: hostile wherever it is shown.
    """

    function: str
    why: Why
    line: int
    cell: int = 0
    said: str = ""
    number: int = 0  # of times, where `why` counts


class Asked(msgspec.Struct, frozen=True, array_like=True):
    """What a worker says of an argument that can be called: how often it was, and from which cells and lines first."""

    argument: str
    times: int
    places: tuple[tuple[int, int], ...] = ()


class Outcome(msgspec.Struct, frozen=True, array_like=True):
    """How a call ended, and with what.  Everything here is the student's word.

    `value` and `arguments_after` are encoded; the latter is a dict of the keyword arguments that hold data, as
    they were after the call, and empty where nothing changed.
    `detail` and `printed` are text that student code had a hand in, and nothing else: hostile wherever it is shown.
    """

    ending: Ending
    value: bytes = b""
    arguments_after: bytes = b""
    detail: str = ""
    error: str = ""  # name of the built-in exception class that was raised, or of the nearest built-in base
    line: int = 0  # of the hand-in, counted from 1; 0 where unknown
    printed: str = ""
    why: Why = Why.UNSAID
    number: int = 0  # of the signal, the exit status, or whatever `why` counts
    cell: int = 0  # of a notebook, counted from 1
    column: int = 0  # in that line, where Python could not read it; counted from 1
    text: str = ""  # of that line
    names: tuple[
        str, ...
    ] = ()  # own functions that an exception passed; parameters asked for; `caller callee` of a load
    stops: tuple[Stop, ...] = ()  # of a load: what was not run, though the file has functions
    remarks: tuple[CodeRemark, ...] = ()  # of a load

    @property
    def is_value_alone(self) -> bool:
        """Whether it is an answer of which nothing else is said, as nearly all are."""
        return self == Outcome(Ending.VALUE, self.value, self.arguments_after)

    @property
    def without_source(self) -> Outcome:
        """The same behaviour, without a word of the file that showed it: no line, no name, nothing printed."""
        return Outcome(
            self.ending, self.value, self.arguments_after, error=self.error, why=self.why, number=self.number
        )

    @property
    def counts_as(self) -> Ending:
        """The ending, or what a call that was not run is taken for: what the calls before it came to."""
        if self.ending is not Ending.NOT_RUN:
            return self.ending
        return _TAKEN_FOR.get(self.why, Ending.TIMED_OUT)

    @property
    def verdict(self) -> Verdict:
        """What becomes of a criterion that needed an answer."""
        return _VERDICT_OF_ENDING[self.counts_as]


_TAKEN_FOR = {Why.ENDED_BEFORE: Ending.CRASHED, Why.OUT_OF_MEMORY_BEFORE: Ending.OUT_OF_MEMORY}

_VERDICT_OF_ENDING = {
    Ending.VALUE: Verdict.FAILED,
    Ending.MISSING: Verdict.FAILED,
    Ending.MALFORMED: Verdict.FAILED,
    Ending.RAISED: Verdict.CRASHED,
    Ending.CRASHED: Verdict.CRASHED,
    Ending.TIMED_OUT: Verdict.TIMED_OUT,
    Ending.OUT_OF_MEMORY: Verdict.OUT_OF_MEMORY,
}


class Transcript(msgspec.Struct, frozen=True):
    """All that was recorded of one submission.  Grading it again needs nobody's code."""

    load: Outcome
    outcomes: dict[Call, Outcome]

    @property
    def loaded(self) -> bool:
        """Whether the file itself was loaded: it ran to its end, or ended itself after its functions."""
        return self.load.ending is Ending.VALUE

    def difference_from(self, reference: Transcript) -> dict[Call, Outcome]:
        """The outcomes whose bytes are not those of another transcript."""
        return {call: outcome for call, outcome in self.outcomes.items() if reference.outcomes.get(call) != outcome}


class Plan(msgspec.Struct, frozen=True, dict=True):
    """Every call a rubric is known to make, in the order of recording."""

    public: tuple[Call, ...]
    hidden: tuple[Call, ...]

    @cached_property
    def calls(self) -> tuple[Call, ...]:
        """Public calls, then the hidden ones that are not among them."""
        seen = set(self.public)
        return self.public + tuple(call for call in self.hidden if call not in seen)


class DifferenceKind(StrEnum):
    """In what an answer leaves the expected one."""

    NOTHING = "none"  # None came back
    UNEXPECTED_NONE = "unexpected_none"
    SHOULD_BE_NONE = "should_be_none"
    NOT_A_NUMBER = "not_a_number"
    RAGGED = "ragged"
    PARTS = "parts"  # another number of parts
    KEYS = "keys"
    KEY_MISSING = "key_missing"  # `name` is the one that was looked for
    SHAPE = "shape"
    NOT_FINITE = "not_finite"
    VALUE = "value"
    OTHER_VALUE = "count"  # of those that are compared exactly
    OTHER_KIND = "not_an_integer"  # than one that is compared exactly: `exact` names that
    LAST_ROW_ONLY = "last_row_only"
    FIRST_ROW_MISSING = "first_row_missing"
    LAST_ROW_MISSING = "last_row_missing"
    ONE_ROW_TOO_MANY = "one_row_too_many"
    TRANSPOSED = "transposed"
    ROW_EARLY = "row_early"
    ROW_LATE = "row_late"
    ALIASED = "aliased"
    MODIFIED = "modified"  # an argument, by the call
    PAIR = "pair"  # the path is there, with something else beside it
    ROUNDED = "rounded"  # the expected numbers, rounded to `part` decimals
    NOT_AMONG = "not_among"  # the labels `names`
    BACKWARDS = "backwards"  # an interval whose lower end lies above the upper one
    NOT_A_SET = "not_a_set"
    MEMBER_MISSING = "member_missing"  # of a set
    MEMBER_TOO_MANY = "member_too_many"
    NO_PICTURE = "no_picture"
    NO_AXES = "no_axes"
    NO_CONTOURS = "no_contours"
    OTHER_CONTOURS = "other_contours"  # `names` holds what they are instead, as `transposed`
    NO_EVEN_GRID = "no_even_grid"
    FEW_LEVELS = "few_levels"
    NOT_COVERED = "not_covered"  # by the grid, along the axis `name`
    NO_LINE = "no_line"
    OTHER_LINE = "other_line"  # `names` holds what it is instead, as `exchanged` or `points alone`
    OTHER_LINE_LABEL = "other_line_label"
    AXES_NOT_EQUAL = "axes_not_equal"
    AXIS_NOT_NAMED = "axis_not_named"
    NO_TITLE = "no_title"
    NO_LEGEND = "no_legend"
    NOT_IN_LEGEND = "not_in_legend"
    OTHER_SCALE = "other_scale"
    NOT_SO = "not_so"  # what the criterion asks for does not hold


class Compared(StrEnum):
    """What of an answer was compared; a `name` that the rubric gives says it better."""

    ANSWER = "answer"
    NUMBERS = "numbers"
    TRAJECTORY = "trajectory"
    RATES = "rates"  # learning rates at t = 0, 1, …, a call each
    PART = "part"  # one of a tuple
    PARTS = "parts"  # all of them
    COUNT = "count"
    COUNTS = "counts"  # under names, in a dict
    ENTRIES = "entries"  # of several kinds, under names
    INTERVAL = "interval"
    LOWER_END = "lower_end"  # of an interval
    UPPER_END = "upper_end"
    MEMBERS = "members"  # of a set, in any order
    PICTURE = "picture"
    ARGUMENT = "argument"


class Form(StrEnum):
    """What an answer is, where it is nothing that can be compared; what is plain is shown itself."""

    PLAIN = "plain"
    ONE = "one"  # one thing where several parts are due
    DICT = "dict"
    LIST = "list"
    TUPLE = "tuple"
    ARRAY = "array"  # `got` is its shape
    SET = "set"
    TEXT = "text"  # `got`
    TRUTH_VALUE = "truth_value"  # `got`
    OTHER = "other"


class Difference(msgspec.Struct, frozen=True):
    """Where an answer first leaves what was asked.  Facts only; `grader.words` makes the sentence.

    `row` counts from 0, and so does `column`, of a trajectory or of the entries of an array; -1 where the answer has
    none.  `got` and `want` are the two numbers there.  `allowed` is the tolerance, absolute: one number, or one for
    each column of a trajectory.  `ratio` is the distance counted in it, there, and `largest` the largest one anywhere.
    """

    kind: DifferenceKind
    compared: Compared = Compared.ANSWER
    name: str = ""  # what the rubric calls it: “new velocity”, “row 0”
    part: int = 0  # of a tuple, counted from 1; or how many decimals there are
    names: tuple[str, ...] = ()  # of the parts that are asked for
    row: int = -1
    column: int = -1
    rows: int = 0  # that are asked for
    got: float | str | None = None
    want: float | str | None = None
    form: Form = Form.PLAIN
    exact: str = "whole_number"  # kind of `grader/exact_kinds.py` that was asked for, where one was
    allowed: tuple[float, ...] = ()
    relative: float = 0.0  # of which size `allowed` is a share: the largest expected number, or `scale`
    scale: float | None = None
    columns: tuple[int, ...] = ()  # of a trajectory, those that were compared; all where there are none
    ratio: float = 0.0
    largest: float = 0.0

    @property
    def is_no_answer(self) -> bool:
        """Whether None came back of the call itself, and not in a part or under a name of what did."""
        within = self.compared is Compared.PART or (self.compared in {Compared.COUNTS, Compared.ENTRIES} and self.name)
        return self.kind is DifferenceKind.NOTHING and not within


class Told(msgspec.Struct, frozen=True):
    """Sentences of a grade whose facts are not known: it was made by version 0.1.0, or read from results.json."""

    message: str = ""  # for students
    detail: str = ""  # for staff
    noticed: tuple[tuple[str, str], ...] = ()  # function and sentence, worth no points


class FollowOn(msgspec.Struct, frozen=True):
    """What is paid of a criterion that was lost only because the function `root` is wrong: a `share` of its points.

    `like` says why nothing is: with the root's mistake in it, this wrong way to write the function answers the same.
    """

    root: str
    share: float
    like: str = ""


class Judgement(msgspec.Struct, frozen=True):
    """What one criterion says of one submission.  Facts only; `grader.words` makes the sentences.

    Difference, outcome and call may hold hidden inputs and expected values: for staff, and for students only where
    `public` is true.
    """

    id: str
    title: str
    functions: tuple[str, ...]
    points: float
    max_points: float
    verdict: Verdict
    visibility: Visibility
    public: bool
    hint: str = ""  # the criterion's own
    difference: Difference | None = None
    call: Call | None = None  # the last question asked before the criterion was lost
    outcome: Outcome | None = None  # of that call, where it ended without an answer
    builds_on: str = ""  # id of the lost criterion that comes first, where this one was not looked at
    follows_from: tuple[str, ...] = ()  # functions whose mistake brings this about: mend them first
    recognised: bool = False  # what is wrong is named by a diagnosis
    remarks: tuple[CodeRemark, ...] = ()  # that can be why it was lost
    unsteady: bool = False  # asked the same a second time, the function gave another answer
    fault: str = ""  # what went wrong in the grader or the rubric: for staff
    told: Told | None = None
    machine_points: float | None = None  # what it earned, where a person gave other points
    manual: bool = False  # a person gives its points: nothing was asked
    held: int = 0  # of `cases`, where each that holds pays its share
    cases: int = 0
    follow_on: FollowOn | None = None  # where it is lost by another function's mistake alone

    @property
    def passed(self) -> bool:
        """Whether the criterion was won."""
        return self.verdict is Verdict.PASSED

    @property
    def changed_argument(self) -> str:
        """By which argument it was lost, since a call changed it; empty where by none."""
        seen = self.difference
        return "" if seen is None or seen.compared is not Compared.ARGUMENT else seen.name

    @property
    def waits(self) -> bool:
        """Whether a person has still to give its points."""
        return self.manual and self.machine_points is None

    @property
    def lost(self) -> bool:
        """Whether it was not won, and does not wait for anybody."""
        return not (self.passed or self.waits)


class MistakeWords(msgspec.Struct, frozen=True):
    """What is said of a mistake; `convention` where the way is right elsewhere, and only another one was asked for."""

    title: str
    hint: str = ""
    second_hint: str = ""
    convention: str = ""


class OtherConstant(msgspec.Struct, frozen=True):
    """A right formula with another value of one parameter.

    `change` is a name of `grader.words.diagnoses.CHANGES`, or empty where `after` stands there whatever is given; the
    two numbers are those of one public call.
    """

    parameter: str
    change: str
    before: float
    after: float


class Apart(StrEnum):
    """Which calls a diagnosis says nothing of: they are few, and plainly of another kind."""

    NONE = ""
    NO_STEPS = "no_steps"  # that have nothing to do: no steps, no rows
    ENDED = "ended"  # that gave no answer


class Pattern(StrEnum):
    """What is seen of a function that is right but for something: the name of a diagnosis that no file stands for."""

    RIGHT_BUT_WITHOUT_STEPS = "right_but_without_steps"
    RIGHT_WHERE_IT_ANSWERS = "right_where_it_answers"
    RIGHT_BUT_ARGUMENTS_CHANGE = "right_but_arguments_change"


class Made(msgspec.Struct, frozen=True):
    """What a part of all answers is made of: a formula in the names of the arguments; `part` 0 where there is one."""

    formula: str
    part: int = 0


class Family(StrEnum):
    """What kind of slip it is, as somebody who mends it would sort it."""

    SIGN = "sign"
    FACTOR = "factor"
    INDEX = "index"  # one more or one less: of a step, a row, an exponent
    START = "start"  # what stands there before the first step
    MEMORY = "memory"  # what is kept from one step to the next
    FORM = "form"  # another formula or rule
    TWO = "two"  # two of them at once


class FoundBy(StrEnum):
    """How a mistake was found that no file stands for."""

    CHANGE = "change"  # the answers of the reference with one small change in it
    PAIR = "pair"  # those of two known mistakes at once
    SOME_CALLS = "some_calls"  # those of one known mistake, and in other calls as asked
    FORMULA = "formula"
    PATH_RULE = "path_rule"
    COUNT = "count"
    CONVENTION = "convention"
    PARTS = "parts"  # some of the answers under names are right in every call, and others in none
    LABELS = "labels"  # one label stands in the place of another
    WHERE = "where"  # all calls of one plain kind are wrong, and no others


class Place(StrEnum):
    """Where in a function something is another way, as far as that is known."""

    UNKNOWN = ""
    FORMULA = "formula"
    BEFORE_LOOP = "before_loop"
    LOOP = "loop"
    LOOP_HEAD = "loop_head"  # how often it goes round, and with which number
    CONDITION = "condition"
    AFTER_LOOP = "after_loop"  # what is given back
    DEFAULT = "default"  # of a parameter


class Piece(msgspec.Struct, frozen=True):
    """A formula, in the statement's names, that a part of the answers follows where a condition holds.

    `where` is empty if that is everywhere, and a name of `grader.words.descriptions.REGIONS` or a condition in the
    statement's names if not; `part` is the name of a part of the answer, or empty for all of it.  Of labels: the one
    that came back, `where` which other one is right, and `part` how often.
    """

    formula: str
    where: str = ""
    part: str = ""


class Term(msgspec.Struct, frozen=True):
    """A summand of each step of a path: `factor`, a formula, times `of`, a name of `words.described_paths.TERMS`."""

    factor: str
    of: str


class Counting(msgspec.Struct, frozen=True):
    """How a count was made: each field is a name of a table in `grader.words.descriptions`, or empty where as asked."""

    rule: str
    distance: str = ""
    tolerance: str = ""
    comparison: str = ""
    never: str = ""
    offset: int = 0


class Described(msgspec.Struct, frozen=True):
    """What is seen of a mistake that no file stands for.  Facts only; `grader.words.descriptions` makes the sentences.

    Which of the facts there are depends on how it was `found`.  `others` counts what fits as well and is as simple;
    `shown` is whether an answer to a public call is another one than it should be: if not, students are told the
    family alone.  `seen_alone` where hidden calls were not looked at, as at home.
    """

    family: Family
    found: FoundBy
    pieces: tuple[Piece, ...] = ()
    rule: tuple[Term, ...] = ()
    slot: str = "step"  # what `rule` makes, a name of `words.described_paths.RULES`
    slots: tuple[tuple[str, str], ...] = ()  # parts that are others: rows of a table of words
    counting: Counting | None = None
    convention: str = ""  # a name of `words.conventions.CONVENTIONS`
    mistakes: tuple[MistakeWords, ...] = ()  # known ones that it is made of
    place: Place = Place.UNKNOWN
    where: str = ""  # the calls that it is about, as in a `Piece`; all where empty
    right: tuple[str, ...] = ()  # parts of the answer that are as asked
    parts: tuple[str, ...] = ()  # and those that are not, where nothing else is known
    others: int = 0
    shown: bool = True
    seen_alone: bool = False


class Diagnosis(msgspec.Struct, frozen=True):
    """A mistake that explains the answers of one function: what an instructor wrote of it, or a fitted constant.

    Or a `Pattern`, whose name `mistake` is then, or what the answers are `made` of, or what else was `described`.  It
    explains all answers but those that are `apart`.
    """

    function: str
    mistake: str
    words: MistakeWords | None = None
    constant: OtherConstant | None = None
    apart: Apart = Apart.NONE
    made: tuple[Made, ...] = ()
    described: Described | None = None


class Conditions(msgspec.Struct, frozen=True):
    """What a grade was made under; a run keeps it only if it asks for no more than `tier` promises."""

    tier: str
    layers: tuple[str, ...]  # that held its workers, the outermost first
    python: str
    numpy: str
    grader: str


class Decision(msgspec.Struct, frozen=True):
    """What a person decided of a grade: points for a criterion, or a comment where `points` is None.

    `criterion` is empty for a comment on the whole; `rests_on` names what was seen when points were given.
    """

    criterion: str
    points: float | None
    text: str
    author: str
    made_at: dt.datetime
    rests_on: str = ""


class Lateness(msgspec.Struct, frozen=True):
    """How late a hand-in came, and the share of its points that is taken off for it.

    `until` is the moment from which on points are taken off: `due`, or an extension, and the grace after it.  `per` is
    "day" or "hour", `begun` how many of these have begun since, and `percent` what each takes.  Of days `free` cost
    nothing, after which `free_left` are left for other assignments.
    """

    due: dt.datetime
    until: dt.datetime
    handed_in_at: dt.datetime
    per: str
    begun: int
    percent: float
    share: float
    extended: bool = False
    free: int = 0
    free_left: int = 0

    def taken(self, earned: float) -> float:
        """The points that are taken off of so many, to the hundredth."""
        return round(self.share * earned + 1e-9, 2)


class Past(msgspec.Struct, frozen=True):
    """One grade that a student was given for an assignment before, as a history lists it."""

    submission_sha256: str
    status: Status
    score: float
    max_score: float
    graded_at: dt.datetime | None  # None where that is now
    filename: str = ""
    handed_in_at: dt.datetime | None = None  # None where nothing tells


class Uncounted(StrEnum):
    """Why an attempt cannot count."""

    TOO_SOON = "too_soon"  # after the one before it
    TOO_MANY = "too_many"


class Attempted(msgspec.Struct, frozen=True):
    """One of several attempts: when it was made, what it is worth by the machine alone, and why it cannot count."""

    submission_sha256: str
    at: dt.datetime | None
    points: float
    uncounted: Uncounted | None = None


class Choice(msgspec.Struct, frozen=True):
    """Which attempt counts, as a person decided."""

    submission_sha256: str
    reason: str
    author: str
    made_at: dt.datetime


class Attempts(msgspec.Struct, frozen=True):
    """All attempts of a student at an assignment, in order, and by which rule that of this grade counts.

    `counts` is "last" or "best", of the first `most` (0: of all), made `pause_minutes` apart.
    """

    made: tuple[Attempted, ...]
    counts: str
    most: int = 0
    pause_minutes: float = 0.0
    chosen: Choice | None = None


class Grade(msgspec.Struct, frozen=True):
    """The grade of one hand-in, with all it rests on."""

    student: str
    assignment: str
    status: Status
    max_score: float
    judgements: tuple[Judgement, ...] = ()
    diagnoses: tuple[Diagnosis, ...] = ()
    seconds: float = 0.0
    submission_sha256: str = ""
    rubric_sha256: str = ""
    filename: str = ""
    trouble: Trouble | None = None  # with the hand-in, where that is why there is no ordinary grade
    load: Outcome | None = None  # how loading the file ended, where that went wrong
    fault: str = ""  # what went wrong in the grader: for staff
    told: Told | None = None
    notices: tuple[Notice, ...] = ()
    stops: tuple[Stop, ...] = ()  # what of the file was not run, though the rest of it was
    remarks: tuple[CodeRemark, ...] = ()  # what its worker says of itself: told, and worth nothing
    conditions: Conditions | None = None  # None where they are not known: it was made by version 0.1.0
    late: Lateness | None = None  # None where nothing is taken off for the time
    decisions: tuple[Decision, ...] = ()
    attempts: Attempts | None = None  # None where nothing had to be decided between them

    @property
    def newest_attempt(self) -> str:
        """The digest of what was handed in last, whichever attempt counts."""
        return self.submission_sha256 if self.attempts is None else self.attempts.made[-1].submission_sha256

    @property
    def earned(self) -> float:
        """Sum of the points of the criteria."""
        return sum((judgement.points for judgement in self.judgements), 0.0)

    @property
    def score(self) -> float:
        """What is given: the points earned, less what is taken off for the time."""
        return self.earned if self.late is None else round(self.earned - self.late.taken(self.earned), 2)

    @property
    def has_score(self) -> bool:
        """Whether there is a score to hand on: what was graded has one, and what a person gave points for."""
        if self.status is Status.REGRADE_NEEDED:
            return False
        return self.status is Status.GRADED or any(each.points is not None for each in self.decisions)

    @property
    def was_run(self) -> bool:
        """Whether there was a file that loaded, so that its functions could be asked."""
        return self.load is None and self.status in {Status.GRADED, Status.REGRADE_NEEDED}

    def __reduce__(self) -> tuple[Callable[[bytes], Grade], tuple[bytes]]:
        """Handed to another process in one piece: record by record it would take ten times as long."""
        return unpacked_grade, (packed_grade(self),)


def packed_grade(grade: Grade) -> bytes:
    """A grade as it travels and is kept.  Its times are text: MessagePack would turn each moment into UTC."""
    has_times = any((grade.late, grade.decisions, grade.attempts))
    return msgspec.msgpack.encode(msgspec.to_builtins(grade, builtin_types=(bytes,)) if has_times else grade)


def unpacked_grade(data: bytes) -> Grade:
    """The grade again, with the offsets of its times."""
    return _GRADES.decode(data)


_GRADES = msgspec.msgpack.Decoder(Grade)
