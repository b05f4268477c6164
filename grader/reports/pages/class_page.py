"""The pages of a class: what needs a person, who has how many points, what cost them, and what to say next time.

`index.html` is of all assignments, and each has a page of its own in `class/`; a large class has several of each.  For
staff.  They hold ids, scores and titles, no inputs and no expected values.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial

import msgspec
from markupsafe import Markup
from msgspec.structs import replace

from grader.collect.class_list import Unlisted
from grader.course.assignment import Assignment
from grader.grading.behaviour import Behaviours, Shared, shared_behaviour
from grader.records import Grade, Person, Status
from grader.reports import prose
from grader.reports.pages.class_parts import MOST_PEOPLE, in_parts
from grader.reports.pages.class_statistics import Statistics, costliest, mean, statistics_of
from grader.reports.pages.class_table import Contents, Roll, Table, address
from grader.reports.pages.needs import KINDS, Kind
from grader.reports.pages.outline import Outline
from grader.reports.pages.places import FOLDER, OVERVIEW
from grader.reports.pages.rendering import render
from grader.safe_text import visible
from grader.words import class_page as class_page_words
from grader.words import notation

_NAMED = 12  # people named behind a mistake or a group before the rest is counted
_MOST_NAMED_BYTES = 2_500  # of their names and links
_MOST_NEEDS = 30  # of one kind
_MOST_NEEDS_BYTES = 10_000

Handed = Mapping[str, Outline]  # hand-ins to one assignment, by student


class ClassFacts(msgspec.Struct, frozen=True):
    """What the pages of a class are made of.

    `folder_of` gives the name of a student's folders, where it is not the id; `unlisted` are not on the roster, whose
    `people` have a row each; `names` says whether their names show; `behaviours` has who is wrong alike.
    """

    grades: Sequence[Grade]
    assignments: Sequence[Assignment]
    people: Sequence[Person] = ()
    unlisted: Sequence[Unlisted] = ()
    names: bool = False
    behaviours: Behaviours = {}
    folder_of: Callable[[str], str] = str


class Link(msgspec.Struct, frozen=True):
    """An address and what stands there."""

    href: str
    label: str


class Entry(msgspec.Struct, frozen=True):
    """One hand-in that needs a person, and why."""

    link: Link
    said: tuple[Markup, ...]


class Need(msgspec.Struct, frozen=True):
    """Hand-ins that need a person for one kind of reason."""

    heading: str
    explained: str
    entries: tuple[Entry, ...]
    rest: Link | None  # all of them, in the table


class Part(msgspec.Struct, frozen=True):
    """One of several pages."""

    link: Link
    counts: str
    here: bool


class AssignmentLine(msgspec.Struct, frozen=True):
    """One assignment in the list of all."""

    link: Link
    title: str
    handed_in: int
    graded: int
    mean: str
    needs: int
    costs_most: str


class Frame(msgspec.Struct, frozen=True):
    """What every page of a class has: where it stands among the others, what needs a person, and the table."""

    address: str
    students: int  # in the whole class
    pages: tuple[Link, ...]
    parts: tuple[Part, ...]
    before: str  # the part before, and the next one
    after: str
    needs: tuple[Need, ...]
    table: Table


class Pages(Mapping[str, str]):
    """Pages by their address in the output folder; each is made when it is asked for, and none is held."""

    def __init__(self, makers: Mapping[str, Callable[[], str]]) -> None:
        self._makers = makers

    def __getitem__(self, place: str) -> str:
        return self._makers[place]()

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)


def pages(facts: ClassFacts) -> Pages:
    """Every page, `index.html` first."""
    roll = Roll.of(facts.grades, facts.people, facts.unlisted, facts.folder_of, names=facts.names)
    of_assignment: dict[str, dict[str, Outline]] = defaultdict(dict)
    for (student, name), outline in roll.outlines.items():
        of_assignment[name][student] = outline
    shared: dict[str, list[Shared]] = defaultdict(list)
    for each in shared_behaviour(facts.grades, facts.behaviours, facts.people):
        shared[each.assignment].append(each)
    makers = _overviews(roll, facts, of_assignment)
    for assignment in facts.assignments:
        makers |= _of_assignment(roll, facts, assignment, of_assignment[assignment.id], shared[assignment.id])
    return Pages(makers)


def _overviews(roll: Roll, facts: ClassFacts, of_assignment: Mapping[str, Handed]) -> dict[str, Callable[[], str]]:
    plan = _Plan.of(Contents(roll, facts.assignments, (), single=False), facts.assignments)

    @cache
    def lines() -> Sequence[AssignmentLine]:
        return [_assignment_line(each, of_assignment[each.id], roll) for each in facts.assignments]

    def made(number: int) -> str:
        frame = plan.frame(number)
        return render(
            "overview.html.j2",
            styles=("page.css", "class_page.css"),
            script="class_page.js",
            frame=frame,
            lines=[replace(line, link=_as_seen_from(frame.address, line.link)) for line in lines()],
            said=class_page_words.CLASS.format(
                students=notation.counted(frame.students, class_page_words.STUDENTS),
                hand_ins=notation.counted(len(facts.grades), class_page_words.HAND_INS),
            ),
        )

    return {address: partial(made, number) for number, address in enumerate(plan.addresses)}


def _of_assignment(
    roll: Roll, facts: ClassFacts, assignment: Assignment, handed: Handed, shared: Sequence[Shared]
) -> dict[str, Callable[[], str]]:
    """The pages of one assignment; what all hand-ins come to stands on the first."""
    plan = _Plan.of(Contents(roll, [assignment], shared, single=True), facts.assignments)
    parts = [address.removeprefix(f"{FOLDER}/") for address in plan.addresses]

    def found() -> Statistics:
        part_of = {student: place for place, students in enumerate(plan.parts) for student in students}

        def listed(students: Sequence[str]) -> Markup:
            return _people(students, roll, assignment.id)

        def counted(students: Sequence[str], facet: str, value: str) -> Markup:
            places = Counter(part_of[student] for student in students)
            return _counts(
                [(parts[place] if place else "", place + 1, places[place]) for place in sorted(places)],
                **{facet: value},
            )

        return statistics_of(_graded(handed), assignment.points, shared, listed=listed, counted=counted)

    def made(number: int) -> str:
        return render(
            "class_assignment.html.j2",
            styles=("page.css", "class_page.css"),
            script="class_page.js",
            frame=plan.frame(number),
            id=assignment.id,
            title=assignment.title,
            found=found() if number == 0 else None,
        )

    return {address: partial(made, number) for number, address in enumerate(plan.addresses)}


def _graded(handed: Handed) -> dict[str, Outline]:
    return {student: outline for student, outline in handed.items() if outline.status is Status.GRADED}


# --- frames: what all these pages have -----------------------------------------------------------------------------


class _Plan(msgspec.Struct, frozen=True):
    """Which part of the class stands on which page; the `whole` table where one page has room for it."""

    contents: Contents
    everything: Sequence[Assignment]
    parts: Sequence[Sequence[str]]
    addresses: Sequence[str]
    listed: Sequence[Part]  # with addresses in the output folder; none where there is one part
    whole: Table | None

    @classmethod
    def of(cls, contents: Contents, everything: Sequence[Assignment]) -> _Plan:
        """In parts that are light enough."""
        roll, shown = contents.roll, contents.assignments
        root = "../" if contents.single else ""
        whole = contents.table(roll.students, root) if len(roll.students) <= MOST_PEOPLE else None
        rows = contents.rows(roll.students, root) if whole is None else whole.rows
        weight = dict(zip(roll.students, (len(row.encode()) for row in rows), strict=True))
        parts = in_parts(roll.students, roll.section, lambda student: weight[student])
        numbers = range(1, len(parts) + 1)
        addresses = [_address(shown[0].id if contents.single else "", number) for number in numbers]
        listed = _parts(roll, parts, shown, addresses) if len(parts) > 1 else ()
        return cls(contents, everything, parts, addresses, listed, whole if len(parts) == 1 else None)

    def frame(self, number: int) -> Frame:
        """What every page has, of one part."""
        here, students, roll = self.addresses[number], self.parts[number], self.contents.roll
        root = "" if here == OVERVIEW else "../"
        around = [_between(here, other) for other in self.addresses]
        return Frame(
            address=here,
            students=len(roll.students),
            pages=_pages(here, self.everything),
            parts=tuple(
                replace(each, link=_as_seen_from(here, each.link), here=place == number)
                for place, each in enumerate(self.listed)
            ),
            before=around[number - 1] if number else "",
            after=around[number + 1] if number + 1 < len(self.parts) else "",
            needs=_needs(roll, students, self.contents.assignments, root),
            table=self.whole or self.contents.table(students, root),
        )


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


def _as_seen_from(here: str, link: Link) -> Link:
    return Link(_between(here, link.href), link.label)


def _pages(here: str, assignments: Sequence[Assignment]) -> tuple[Link, ...]:
    others = [] if here == OVERVIEW else [Link(_between(here, OVERVIEW), class_page_words.OVERVIEW)]
    found = [Link(_between(here, _address(each.id, 1)), each.id) for each in assignments]
    return (*others, *(link for link in found if link.href != _between(here, here)))


def _parts(
    roll: Roll, parts: Sequence[Sequence[str]], shown: Sequence[Assignment], addresses: Sequence[str]
) -> tuple[Part, ...]:
    several = len({roll.section(each) for each in roll.students}) > 1
    made = []
    for students, place in zip(parts, addresses, strict=True):
        wanted = sum(any((student, each.id) in roll.needs for each in shown) for student in students)
        counts = class_page_words.PART_COUNTS.format(people=len(students), needs=wanted)
        made.append(Part(Link(place, _reach(roll, students, several=several)), counts, here=True))
    return tuple(made)


def _reach(roll: Roll, students: Sequence[str], *, several: bool) -> str:
    """From whom to whom a part goes, by sections where there are `several` and it holds whole ones."""
    sections = list(dict.fromkeys(filter(None, map(roll.section, students))))
    ends = sections if several and sections else students
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


def _assignment_line(assignment: Assignment, handed: Handed, roll: Roll) -> AssignmentLine:
    graded = _graded(handed)
    worst = costliest(graded)
    most = notation.points(assignment.points)
    return AssignmentLine(
        link=Link(_address(assignment.id, 1), assignment.id),
        title=assignment.title,
        handed_in=sum(outline.status is not Status.MISSING for outline in handed.values()),
        graded=len(graded),
        mean=class_page_words.SCORE_OF.format(score=mean(graded), most=most) if graded else "",
        needs=sum((student, assignment.id) in roll.needs for student in handed),
        costs_most="" if worst is None else worst[0],
    )
