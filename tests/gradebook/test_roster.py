"""The roster that is kept: class lists bring it up to date, and nobody is lost by a list that does not name them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.collect.roster import Roster, read_roster
from grader.errors import UsageError
from grader.gradebook.address import Address
from grader.gradebook.roster import Changes
from grader.gradebook.store import Gradebook, open_gradebook
from grader.records import Person


@pytest.fixture
def book(made: Address) -> Iterator[Gradebook]:
    opened = open_gradebook(made)
    yield opened
    opened.close()


@pytest.fixture
def listed(tmp_path: Path) -> Callable[[str], Roster]:
    """A class list by its text."""

    def make(text: str) -> Roster:
        path = tmp_path / "roster.csv"
        path.write_text(text)
        return read_roster(path)

    return make


def test_people_come_back_as_they_were_listed(book, listed):
    roster = listed("student,name,e-mail,login,section,team,accommodations\nzoë,Zoë,z@x.edu,z1,A,owls,more time\nada\n")

    book.import_roster(roster)

    ada, zoe = book.people()
    assert ada == Person("ada")
    assert zoe == Person("zoë", "Zoë", "z@x.edu", {"login": "z1"}, "A", "owls", "more time")


def test_a_second_list_says_what_is_new_changed_the_same_and_not_in_it(book, listed):
    book.import_roster(listed("id,name\nada,Ada\nbob,Bob\nkim,Kim\n"))

    changes = book.import_roster(listed("id,name\nada,Ada\nbob,Robert\nzoe,Zoe\n"))

    assert changes == Changes(new=("zoe",), changed=("bob",), same=("ada",), not_listed=("kim",))
    assert {each.student: each.name for each in book.people()} == {
        "ada": "Ada",
        "bob": "Robert",
        "kim": "Kim",
        "zoe": "Zoe",
    }


def test_what_a_list_has_no_column_for_stays_as_it_is_known(book, listed):
    book.import_roster(listed("id,accommodations,team,lms_user_id\nada,more time,owls,7\n"))

    book.import_roster(listed("student,name,team\nada,Ada,\n"))

    assert book.people() == (Person("ada", "Ada", other_ids={"lms_user_id": "7"}, accommodations="more time"),)


def test_a_roster_that_is_replaced_is_the_list(book, listed):
    book.import_roster(listed("id,accommodations\nada,more time\nkim,\n"))

    changes = book.import_roster(listed("id,name\nada,Ada\n"), replace=True)

    assert changes == Changes(new=(), changed=("ada",), same=(), not_listed=("kim",))
    assert book.people() == (Person("ada", "Ada"),)


def test_an_id_that_only_capitals_tell_from_one_that_is_kept_is_refused_and_nothing_changes(book, listed):
    book.import_roster(listed("id\nada\n"))

    with pytest.raises(UsageError, match="“ada” in the roster and “ADA”"):
        book.import_roster(listed("id\nADA\nbob\n"))

    assert book.people() == (Person("ada"),)
    book.import_roster(listed("id\nADA\n"), replace=True)
    assert book.people() == (Person("ADA"),)


def test_who_is_forgotten_is_on_the_roster_no_more(book, listed):
    book.import_roster(listed("id\nada\nbob\n"))

    assert book.forget_person("ada") == 1
    assert book.forget_person("nobody") == 0
    assert [each.student for each in book.people()] == ["bob"]


def test_a_thousand_people_are_kept_at_once(book, listed):
    text = "id,name\n" + "".join(f"s{number:04},Name {number}\n" for number in range(1000))

    assert len(book.import_roster(listed(text)).new) == 1000
    assert len(book.import_roster(listed(text.replace("Name", "New"))).changed) == 1000
    assert len(book.people()) == 1000
