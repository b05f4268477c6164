"""The pages of a class: what needs a person, who has how many points, what cost them, and what to say next time.

`index.html` is of all assignments, and each has a page of its own in `class/`; a large class has several of each.  For
staff.  They hold ids, scores and titles, no inputs and no expected values.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from grader.collect.class_list import Unlisted
from grader.course.folder import Assignment
from grader.grading.behaviour import Behaviours, Shared, shared_behaviour
from grader.records import Grade, Person, Status
from grader.reports import prose
from grader.reports.pages.class_parts import in_parts
from grader.reports.pages.class_statistics import costliest, mean, statistics_of
from grader.reports.pages.class_table import Roll, Table, address, table
from grader.reports.pages.needs import KINDS, Kind
from grader.reports.pages.rendering import render
from grader.safe_text import visible
from grader.words import class_page as class_page_words
from grader.words import notation

OVERVIEW = "index.html"
FOLDER = "class"  # of the other pages
_NAMED = 12  # people named behind a mistake or a group before the rest is counted
_MOST_NAMED_BYTES = 2_500  # of their names and links
_MOST_NEEDS = 30  # of one kind
_MOST_NEEDS_BYTES = 10_000


@dataclass(frozen=True, slots=True)
class ClassFacts:
    """What the pages of a class are made of.

    `folder_of` gives the name of a student's folders, where it is not the id; `unlisted` are not on the roster, whose
    `people` have a row each; `names` says whether their names show; `behaviours` has who is wrong alike.
    """

    grades: Sequence[Grade]
    assignments: Sequence[Assignment]
    people: Sequence[Person] = ()
    unlisted: Sequence[Unlisted] = ()
    names: bool = False
    behaviours: Behaviours = field(default_factory=dict)
    folder_of: Callable[[str], str] = str


@dataclass(frozen=True, slots=True)
class Link:
    """An address and what stands there."""

    href: str
    label: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One hand-in that needs a person, and why."""

    link: Link
    said: tuple[Markup, ...]


@dataclass(frozen=True, slots=True)
class Need:
    """Hand-ins that need a person for one kind of reason."""

    heading: str
    explained: str
    entries: tuple[Entry, ...]
    rest: Link | None  # all of them, in the table


@dataclass(frozen=True, slots=True)
class Part:
    """One of several pages."""

    link: Link
    counts: str
    here: bool


@dataclass(frozen=True, slots=True)
class AssignmentLine:
    """One assignment in the list of all."""

    link: Link
    title: str
    handed_in: int
    graded: int
    mean: str
    needs: int
    costs_most: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page of a class has: where it stands among the others, what needs a person, and the table."""

    address: str
    members: tuple[str, ...]
    students: int  # in the whole class
    pages: tuple[Link, ...]
    parts: tuple[Part, ...]
    before: str  # the part before, and the next one
    after: str
    needs: tuple[Need, ...]
    table: Table


def pages(facts: ClassFacts) -> dict[str, str]:
    """Every page, by its address in the output folder; `index.html` is the first."""
    roll = Roll.of(facts.grades, facts.people, facts.unlisted, facts.folder_of, names=facts.names)
    of_assignment: dict[str, list[Grade]] = defaultdict(list)
    for grade in facts.grades:
        of_assignment[grade.assignment].append(grade)
    shared: dict[str, list[Shared]] = defaultdict(list)
    for each in shared_behaviour(facts.grades, facts.behaviours, facts.people):
        shared[each.assignment].append(each)
    made = _overviews(roll, facts, of_assignment)
    for assignment in facts.assignments:
        made |= _of_assignment(roll, facts, assignment, of_assignment[assignment.id], shared[assignment.id])
    return made


def _overviews(roll: Roll, facts: ClassFacts, of_assignment: Mapping[str, Sequence[Grade]]) -> dict[str, str]:
    framed = _framed(roll, facts.assignments, facts.assignments, ())
    return {
        frame.address: render(
            "overview.html.j2",
            styles=("page.css", "class_page.css"),
            script="class_page.js",
            frame=frame,
            lines=[_assignment_line(each, of_assignment[each.id], roll, frame.address) for each in facts.assignments],
            said=class_page_words.CLASS.format(
                students=notation.counted(frame.students, class_page_words.STUDENTS),
                hand_ins=notation.counted(len(facts.grades), class_page_words.HAND_INS),
            ),
        )
        for frame in framed
    }


def _of_assignment(
    roll: Roll, facts: ClassFacts, assignment: Assignment, grades: Sequence[Grade], shared: Sequence[Shared]
) -> dict[str, str]:
    """The pages of one assignment; what all hand-ins come to stands on the first."""
    graded = [grade for grade in grades if grade.status is Status.GRADED]
    framed = _framed(roll, [assignment], facts.assignments, shared)
    part_of = {student: place for place, frame in enumerate(framed) for student in frame.members}
    parts = [frame.address.removeprefix(f"{FOLDER}/") for frame in framed]

    def listed(students: Sequence[str]) -> Markup:
        return _people(students, roll, assignment.id)

    def counted(students: Sequence[str], facet: str, value: str) -> Markup:
        places = Counter(part_of[student] for student in students)
        return _counts(
            [(parts[place] if place else "", place + 1, places[place]) for place in sorted(places)], **{facet: value}
        )

    found = statistics_of(graded, assignment.points, shared, listed=listed, counted=counted)
    return {
        frame.address: render(
            "class_assignment.html.j2",
            styles=("page.css", "class_page.css"),
            script="class_page.js",
            frame=frame,
            id=assignment.id,
            title=assignment.title,
            found=found if frame is framed[0] else None,
        )
        for frame in framed
    }


# --- frames: what all these pages have -----------------------------------------------------------------------------


def _framed(
    roll: Roll, shown: Sequence[Assignment], everything: Sequence[Assignment], shared: Sequence[Shared]
) -> list[Frame]:
    """A frame for each part of the class, on pages that show one assignment or all of them."""
    overall = shown is everything
    root = "" if overall else "../"

    def made(students: Sequence[str], root: str) -> Table:
        return table(roll, students, shown, root=root, shared=shared, single=not overall)

    whole = made(roll.students, root)
    weight = {student: len(row.encode()) for student, row in zip(roll.students, whole.rows, strict=True)}
    parts = in_parts(roll.students, roll.section, lambda student: weight[student])
    addresses = [_address(shown[0].id if not overall else "", number) for number in range(1, len(parts) + 1)]
    frames = []
    for number, students in enumerate(parts):
        here = addresses[number]
        root = "" if here == OVERVIEW else "../"
        around = [_between(here, other) for other in addresses]
        found = _needs(roll, students, shown, root)
        frames.append(
            Frame(
                address=here,
                members=tuple(students),
                students=len(roll.students),
                pages=_pages(here, everything),
                parts=_parts(roll, parts, shown, around, number) if len(parts) > 1 else (),
                before=around[number - 1] if number else "",
                after=around[number + 1] if number + 1 < len(parts) else "",
                needs=found,
                table=whole if len(parts) == 1 else made(students, root),
            )
        )
    return frames


def _address(assignment: str, number: int) -> str:
    """Where a page lies; no assignment's id has a dot or a hyphen."""
    if not assignment:
        return OVERVIEW if number == 1 else f"{FOLDER}/part-{number}.html"
    return f"{FOLDER}/{assignment}.html" if number == 1 else f"{FOLDER}/{assignment}.part-{number}.html"


def _between(here: str, there: str) -> str:
    """The address of one page as it is from another one."""
    inside, target = here.startswith(f"{FOLDER}/"), there.startswith(f"{FOLDER}/")
    if inside and target:
        return there.removeprefix(f"{FOLDER}/")
    return f"../{there}" if inside else there


def _pages(here: str, assignments: Sequence[Assignment]) -> tuple[Link, ...]:
    others = [] if here == OVERVIEW else [Link(_between(here, OVERVIEW), class_page_words.OVERVIEW)]
    found = [Link(_between(here, _address(each.id, 1)), each.id) for each in assignments]
    return (*others, *(link for link in found if link.href != _between(here, here)))


def _parts(
    roll: Roll, parts: Sequence[Sequence[str]], shown: Sequence[Assignment], addresses: Sequence[str], here: int
) -> tuple[Part, ...]:
    made = []
    for number, students in enumerate(parts):
        wanted = sum(any((student, each.id) in roll.needs for each in shown) for student in students)
        counts = class_page_words.PART_COUNTS.format(people=len(students), needs=wanted)
        made.append(Part(Link(addresses[number], _reach(roll, students)), counts, here=number == here))
    return tuple(made)


def _reach(roll: Roll, students: Sequence[str]) -> str:
    """From whom to whom a part goes, by sections where it holds whole ones."""
    sections = list(dict.fromkeys(filter(None, map(roll.section, students))))
    ends = sections if len({roll.section(each) for each in roll.students}) > 1 and sections else students
    if len(ends) == 1:
        return class_page_words.SECTIONS.format(names=visible(ends[0], 60))
    reach = class_page_words.PART_OF.format(first=visible(ends[0], 60), last=visible(ends[-1], 60))
    return class_page_words.SECTIONS.format(names=reach) if ends is sections else reach


# --- what needs a person ---------------------------------------------------------------------------------------------


Found = tuple[str, str, Sequence[str]]  # student, assignment, and what is said of it


def _needs(roll: Roll, students: Sequence[str], shown: Sequence[Assignment], root: str) -> tuple[Need, ...]:
    """By kind; of one kind as many as are light, the rest in the table."""
    found: dict[str, list[Found]] = defaultdict(list)
    for student in students:
        for assignment in shown:
            for kind, said in roll.needs.get((student, assignment.id), {}).items():
                found[kind].append((student, assignment.id, said))
    several = len(shown) > 1
    return tuple(_need(kind, found[kind.id], roll, root, several=several) for kind in KINDS if found[kind.id])


def _need(kind: Kind, found: Sequence[Found], roll: Roll, root: str, *, several: bool) -> Need:
    if kind.of_person:
        found = list({each[0]: each for each in reversed(found)}.values())[::-1]
    entries: list[Entry] = []
    left = _MOST_NEEDS_BYTES
    for student, assignment, said in found[:_MOST_NEEDS]:
        name = visible(student, 80)
        if several and not kind.of_person:
            name = class_page_words.ABOUT.format(student=name, assignment=assignment)
        link = Link(roll.place(student, assignment, root).staff, name)
        entry = Entry(link, tuple(prose.said(sentence) for sentence in said if sentence))
        left -= len(link.href) + len(name) + sum(map(len, entry.said))
        if left < 0 and entries:
            break
        entries.append(entry)
    everything = class_page_words.AND_ALL.format(count=len(found))
    rest = Link(address(state=kind.id), everything) if len(entries) < len(found) else None
    return Need(class_page_words.NEED.format(what=kind.label, count=len(found)), kind.explained, tuple(entries), rest)


# --- people, by name and by number -----------------------------------------------------------------------------------


def _people(students: Sequence[str], roll: Roll, assignment: str) -> Markup:
    """As many as are light, each with a link to the page for staff."""
    links: list[Markup] = []
    left = _MOST_NAMED_BYTES
    for student in students[:_NAMED]:
        place = roll.place(student, assignment, "../").staff
        link = Markup('<a href="{}">{}</a>').format(place, visible(student, 80))
        left -= len(link)
        if left < 0 and links:
            break
        links.append(link)
    named = Markup(", ").join(links)
    more = len(students) - len(links)
    return prose.filled(class_page_words.AND_MORE, people=named, count=more) if more else named


def _counts(parts: Sequence[tuple[str, int, int]], **chosen: str) -> Markup:
    """How many there are, with links that filter the table by that; of several parts, in each of them."""
    everybody = sum(count for _, _, count in parts)
    links = [
        Markup('<a href="{}">{}</a>').format(
            f"{page}{address(**chosen)}",
            count if len(parts) == 1 else class_page_words.PART_COUNT.format(number=number, count=count),
        )
        for page, number, count in parts
    ]
    if len(links) < 2:
        return links[0] if links else Markup("0")
    return Markup("{} ({})").format(everybody, Markup(", ").join(links))


def _assignment_line(assignment: Assignment, grades: Sequence[Grade], roll: Roll, here: str) -> AssignmentLine:
    graded = [grade for grade in grades if grade.status is Status.GRADED]
    worst = costliest(graded)
    most = notation.points(assignment.points)
    return AssignmentLine(
        link=Link(_between(here, _address(assignment.id, 1)), assignment.id),
        title=assignment.title,
        handed_in=sum(grade.status is not Status.MISSING for grade in grades),
        graded=len(graded),
        mean=class_page_words.SCORE_OF.format(score=mean(graded), most=most) if graded else "",
        needs=sum((grade.student, grade.assignment) in roll.needs for grade in grades),
        costs_most="" if worst is None else worst[0],
    )
