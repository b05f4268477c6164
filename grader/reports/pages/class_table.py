"""The table of a class: a row for everybody, with what it is sorted, searched and filtered by.

Each cell of a hand-in names what is known of it by numbers: places in the lists of choices that stand above the table.
So a thousand rows stay light, and a filter is a link.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from urllib.parse import quote, urlencode

import msgspec
from markupsafe import Markup

from grader.collect.class_list import Unlisted
from grader.course.assignment import Assignment
from grader.grading.behaviour import Shared
from grader.records import Grade, Key, Person
from grader.reports.pages.needs import KINDS, needs
from grader.reports.pages.outline import Outline, Outlines
from grader.reports.pages.rendering import render_part
from grader.safe_text import visible
from grader.words import class_page as class_page_words
from grader.words import notation

LONGEST_NAME = 120  # characters
_LONGEST_MISTAKE = 90
_MOST_CHOICES = 80  # of mistakes, of groups and of sections, the most frequent ones


class Choice(msgspec.Struct, frozen=True):
    """One thing to filter by: `value` stands in addresses."""

    value: str
    label: str


class Facet(msgspec.Struct, frozen=True):
    """One list of choices.  A cell has the places of those that hold for it, as numbers, in `data-<key>`."""

    name: str  # stands in addresses
    key: str
    label: str
    choices: tuple[Choice, ...]


class Place(msgspec.Struct, frozen=True):
    """Addresses of the pages about one hand-in, as they are from a class page."""

    staff: str
    report: str

    @property
    def history(self) -> str:
        """Where on the page for staff everything that was handed in is listed."""
        return f"{self.staff}#history"


class Cell(msgspec.Struct, frozen=True):
    """One hand-in."""

    place: Place
    points: str
    marks: Sequence[str]
    taken: str  # for being late
    mistakes: Sequence[str]
    facets: Mapping[str, str]  # key → numbers


class Row(msgspec.Struct, frozen=True):
    """One person; None where nothing is known of an assignment."""

    student: str
    name: str
    section: str
    cells: tuple[Cell | None, ...]
    total: str


class Column(msgspec.Struct, frozen=True):
    """One assignment."""

    id: str
    label: str


class Table(msgspec.Struct, frozen=True):
    """Everything the template needs."""

    rows: tuple[Markup, ...]
    columns: tuple[Column, ...]
    facets: tuple[Facet, ...]
    sections: tuple[str, ...]  # none where nobody has one
    total: str  # the most there is


class Roll(msgspec.Struct, frozen=True):
    """Who is in the class, with what is known of each: what tables and parts are made of."""

    students: tuple[str, ...]
    outlines: Mapping[Key, Outline]
    people: Mapping[str, Person]
    names: bool  # whether people's names show
    folder_of: Callable[[str], str]
    needs: Mapping[Key, Mapping[str, Sequence[str]]] = {}

    @classmethod
    def of(
        cls,
        grades: Iterable[Grade],
        people: Iterable[Person],
        unlisted: Iterable[Unlisted],
        folder_of: Callable[[str], str],
        *,
        names: bool,
    ) -> Roll:
        """Everybody who has a grade or is on the roster, by ids; grades are gone through once."""
        made = Outlines()
        outlines: dict[Key, Outline] = {}
        wanted: dict[Key, Mapping[str, Sequence[str]]] = {}
        strangers = {each.student: {"unlisted": [_perhaps(each)]} for each in unlisted}
        for grade in grades:
            key = grade.student, grade.assignment
            told = {**strangers.get(grade.student, {}), **needs(grade)}
            outlines[key] = made.of(grade, told)
            if told:
                wanted[key] = told
        by_id = {person.student: person for person in people}
        students = tuple(sorted({student for student, _ in outlines} | by_id.keys()))
        return cls(students, outlines, by_id, names, folder_of, wanted)

    def section(self, student: str) -> str:
        """The section of a student, as it is shown; empty where none is known."""
        person = self.people.get(student)
        return "" if person is None else visible(person.section, 60)

    def name(self, student: str) -> str:
        """The name of a student, where names show."""
        person = self.people.get(student)
        return visible(person.name, LONGEST_NAME) if person is not None and self.names else ""

    def place(self, student: str, assignment: str, root: str) -> Place:
        """Addresses of a hand-in's pages, from a page at `root` of the output folder."""
        place = f"{quote(self.folder_of(student), safe='')}/{quote(assignment, safe='')}.html"
        return Place(f"{root}staff/{place}", f"{root}reports/{place}")


def _perhaps(unlisted: Unlisted) -> str:
    near = ", ".join(visible(each, 80) for each in unlisted.near)
    return class_page_words.PERHAPS.format(near=near) if near else ""


def address(**chosen: str) -> str:
    """The end of an address under which the table shows what was chosen."""
    return f"#{urlencode(chosen, quote_via=quote)}"


_STATES = {
    "missing": class_page_words.STATES["missing"],
    **{kind.id: kind.label for kind in KINDS},
    **{name: class_page_words.STATES[name] for name in ("not_loaded", "late", "decided", "full")},
}


def mistakes(outline: Outline) -> dict[str, str]:
    """Recognised mistakes of a hand-in: what stands for each in an address → what is said of it."""
    return {
        f"{each.function}/{each.mistake}": f"{each.function}: {plain(each.title, _LONGEST_MISTAKE)}"
        for each in outline.mistakes
    }


def plain(text: str, limit: int) -> str:
    """An instructor's words where no mark-up can stand."""
    return visible(text.replace("`", "").replace("$", ""), limit)


class Contents(msgspec.Struct, frozen=True):
    """What a table is to hold: some assignments, or a `single` one with all there is to say of each hand-in."""

    roll: Roll
    assignments: Sequence[Assignment]
    shared: Sequence[Shared]
    single: bool

    def table(self, students: Sequence[str], root: str) -> Table:
        """The table of some students, on a page at `root` of the output folder."""
        label = class_page_words.POINTS if self.single else ""
        return Table(
            rows=tuple(self.rows(students, root)),
            columns=tuple(_column(each, label or each.id) for each in self.assignments),
            facets=self._facets(students),
            sections=self._sections(students)[:_MOST_CHOICES],
            total=notation.points(sum(each.points for each in self.assignments)),
        )

    def rows(self, students: Sequence[str], root: str) -> Iterator[Markup]:
        """The rows of that table, one after the other."""
        places = {
            facet.key: {each.value: place for place, each in enumerate(facet.choices)}
            for facet in self._facets(students)
        }
        alike, sectioned = _alike(self.shared), bool(self._sections(students))
        for student in students:
            outlines = [self.roll.outlines.get((student, each.id)) for each in self.assignments]
            cells = tuple(
                None if each is None else _cell(student, each, self.roll, root, places, alike) for each in outlines
            )
            total = notation.points(round(sum(each.score for each in outlines if each is not None), 2))
            row = Row(visible(student, 80), self.roll.name(student), self.roll.section(student), cells, total)
            yield render_part("class_row.html.j2", row=row, single=self.single, sectioned=sectioned)

    def _sections(self, students: Sequence[str]) -> tuple[str, ...]:
        return tuple(sorted({section for each in students if (section := self.roll.section(each))}))

    def _facets(self, students: Sequence[str]) -> tuple[Facet, ...]:
        known = (self.roll.outlines.get((student, each.id)) for student in students for each in self.assignments)
        there = [each for each in known if each is not None]
        return _facets(there, students, self.shared, single=self.single)


def _column(assignment: Assignment, name: str) -> Column:
    most = notation.points(assignment.points)
    return Column(assignment.id, class_page_words.COLUMN.format(name=name, most=most))


def _cell(
    student: str,
    outline: Outline,
    roll: Roll,
    root: str,
    places: Mapping[str, Mapping[str, int]],
    alike: Mapping[Key, Sequence[str]],
) -> Cell:
    key = student, outline.assignment
    made = mistakes(outline)
    values: dict[str, Iterable[str]] = {
        "s": outline.states,
        "m": made,
        "l": [each.id for each in outline.lost],
        "g": alike.get(key, ()),
    }
    return Cell(
        place=roll.place(*key, root),
        points=notation.points(outline.score),
        marks=[_STATES[name] for name in outline.states if name not in {"full", "decided"}],
        taken=class_page_words.TAKEN.format(points=outline.taken) if outline.taken else "",
        mistakes=list(made.values()),
        facets={
            name: numbers
            for name, of_value in places.items()
            if (numbers := " ".join(str(of_value[each]) for each in values[name] if each in of_value))
        },
    )


def _facets(
    outlines: Sequence[Outline], students: Sequence[str], shared: Sequence[Shared], *, single: bool
) -> tuple[Facet, ...]:
    held = {name for outline in outlines for name in outline.states}
    known = {name: label for name, label in _STATES.items() if name in held}
    made: Counter[tuple[str, str]] = Counter(pair for outline in outlines for pair in mistakes(outline).items())
    often = sorted(made.items(), key=lambda item: (-item[1], item[0]))[:_MOST_CHOICES]
    named = dict(sorted(pair for pair, _ in often))
    found = [
        Facet("state", "s", class_page_words.STATE, _choices(known)),
        Facet("mistake", "m", class_page_words.MISTAKE, _choices(named)),
    ]
    if single:
        lost = {each.id: plain(each.title, _LONGEST_MISTAKE) for outline in outlines for each in outline.lost}
        here = set(students)
        groups = {
            each.key: f"{each.function}, {each.hand_ins} ({each.key})"
            for each in shared[:_MOST_CHOICES]
            if here.intersection(each.students)
        }
        found += [
            Facet("lost", "l", class_page_words.LOST, _choices(lost)),
            Facet("group", "g", class_page_words.ALIKE_WITH, _choices(groups)),
        ]
    return tuple(facet for facet in found if facet.choices)


def _choices(labels: Mapping[str, str]) -> tuple[Choice, ...]:
    return tuple(Choice(value, label) for value, label in labels.items())


def _alike(shared: Iterable[Shared]) -> dict[Key, list[str]]:
    found: dict[Key, list[str]] = {}
    for each in shared:
        for student in each.students:
            found.setdefault((student, each.assignment), []).append(each.key)
    return found
