"""What the student's page and the staff's say, read from the HTML."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import itertools
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from grader.grading.decisions import with_decisions
from grader.grading.grade import Graded, faulted, grade
from grader.grading.prepared import Prepared
from grader.records import (
    Call,
    Decision,
    Judgement,
    SourceKind,
    Status,
    Submission,
    Trouble,
    TroubleKind,
    Verdict,
    Visibility,
)
from grader.reports.exhibits.base import NOTHING, look_up
from grader.reports.pages import page_mark, student
from grader.reports.pages.criterion import Articles
from grader.sandbox import values
from grader.sandbox.base import Backend
from tests.reports.conftest import MOVING_AVERAGE, UNHEARD_OF, Grader
from tests.reports.reading import Element, read

OTHER_RULE = """
def momentum(grad, start, lr, steps, alpha=0.9):
    x, v = np.array(start, dtype=float), np.zeros(len(start))
    rows = [x.copy()]
    for _ in range(steps):
        v = 0.5 * alpha * v - 2.3 * lr * grad(x)
        x = x + v
        rows.append(x.copy())
    return np.array(rows)
"""


def article(page: Element, criterion: str) -> Element:
    return page.one("article", id=criterion)


def test_a_right_hand_in_reads_everything_passed(graded: Grader, walks: Prepared) -> None:
    page = read(student.page(graded(), walks))

    assert page.one("p", kind="headline").text == "Everything passed"
    assert page.one("p", kind="score").text == "6 of 6 points"
    assert not page.all("article")


@pytest.mark.parametrize(
    ("points", "headline"), [(0.5, "Everything passed; a person gave other points"), (1.0, "Everything passed")]
)
def test_points_of_a_person_stand_in_the_headline_where_they_are_others(
    graded: Grader, walks: Prepared, points: float, headline: str
) -> None:
    made = Decision("velocity_update", points, "seen", "kim", datetime(2026, 12, 1, tzinfo=UTC))

    page = read(student.page(with_decisions(graded(), [made]), walks))

    assert page.one("p", kind="headline").text == headline


def test_a_lost_criterion_tells_what_was_seen_and_asked(all_wrong: Graded, walks: Prepared) -> None:
    lost = article(read(student.page(all_wrong, walks)), "velocity_update")

    assert lost.one("p", kind="verdict").text == "✗ failed"
    assert lost.one("p", kind="message").text.startswith("Row 0 agrees. Row 1, first coordinate: yours")
    assert lost.one("p", kind="points").text == "0 / 1"
    assert lost.one("header").one("h3").all("math")


def test_a_criterion_shows_its_hint_where_no_mistake_is_recognised(graded: Grader, walks: Prepared) -> None:
    page = read(student.page(graded(UNHEARD_OF), walks))

    assert article(page, "velocity_update").one("p", kind="hint").all("math")
    assert "Any bowl will do." in article(page, "any_bowl").text


def test_the_hint_of_a_recognised_mistake_stands_alone(all_wrong: Graded, walks: Prepared) -> None:
    page = read(student.page(all_wrong, walks))

    assert not article(page, "velocity_update").all(kind="hint") + article(page, "any_bowl").all(kind="hint")
    assert "How long is the first move?" in page.text


def test_a_path_that_another_setting_walks_is_named_by_that_setting(all_wrong: Graded, walks: Prepared) -> None:
    seen = [line.text for line in article(read(student.page(all_wrong, walks)), "velocity_update").all(kind="seen")]

    assert "It has the right direction, and is 0.2 times as long as the expected one." in seen[0]
    assert seen[1] == (
        "All of your path is what momentum with lr = 0.006 and alpha = 0.8 gives; "
        "asked for was momentum with lr = 0.03 and alpha = 0.8."
    )


def test_a_wrong_formula_is_read_off_all_calls(graded: Grader, walks: Prepared) -> None:
    wrong = """
    def step(weight, gradient, lr, velocity, keep):
        velocity = keep * velocity - lr * gradient
        return weight - velocity, velocity
    """
    seen = article(read(student.page(graded(wrong), walks)), "one_step").all(kind="seen")

    assert [line.text for line in seen] == [
        "In all 8 calls shown to you, the weight is weight \u2212 part 2; expected is part 2 + weight."
    ]


def test_a_part_that_is_right_of_a_wrong_part_is_cleared(all_wrong: Graded, walks: Prepared) -> None:
    seen = article(read(student.page(all_wrong, walks)), "one_step").all(kind="seen")

    assert [line.text for line in seen] == [
        "In all 8 calls shown to you, the weight is part 2 + weight, as it should be: what goes into it is wrong."
    ]


def test_rates_that_come_one_step_early_are_said_to(all_wrong: Graded, walks: Prepared) -> None:
    seen = article(read(student.page(all_wrong, walks)), "rates").one(kind="seen").text

    assert seen == "Your rates are the expected ones, one step early: yours at t is what is expected at t + 1."


def test_a_count_stands_among_the_distances(all_wrong: Graded, walks: Prepared) -> None:
    lost = article(read(student.page(all_wrong, walks)), "counts")
    marked = [row.text for row in lost.all("tr", kind="first")]

    assert marked == ["1 0.2 inside your answer", "3 0.3 inside expected"]


def test_a_changed_argument_is_shown_before_and_after(graded: Grader, walks: Prepared) -> None:
    changes = MOVING_AVERAGE.replace("np.array(start, dtype=float)", "start").replace("x = x + v", "x += v")
    lost = article(read(student.page(graded(changes), walks)), "start_is_left_alone")

    assert lost.one("table").all("tr")[1].text == "before the call [ 2. , −1.5]"
    assert lost.one("table").all("tr")[2].text.startswith("after the call [ 1.")


def test_a_path_in_three_dimensions_has_its_loss_and_distance_drawn(all_wrong: Graded, walks: Prepared) -> None:
    lost = article(read(student.page(all_wrong, walks)), "three_dimensions")

    assert [caption.text for caption in lost.all("figcaption")][:2] == ["Loss by row", "Distance to the minimum by row"]
    assert "All of your path is what momentum with lr = 0.01 and alpha = 0.9 gives" in lost.text


def test_of_a_function_the_first_lost_criterion_is_told_in_full(all_wrong: Graded, walks: Prepared) -> None:
    page = read(student.page(all_wrong, walks))

    assert article(page, "velocity_update").all("details", kind="aside")
    assert not article(page, "three_dimensions").all("details", kind="aside")


def test_parts_of_an_answer_stand_side_by_side(all_wrong: Graded, walks: Prepared) -> None:
    rows = article(read(student.page(all_wrong, walks)), "shares").one("tbody").all("tr")

    assert [row.text for row in rows] == [
        "entry 1 0.33333333 0.25 370",
        "entry 2 1 0.75 1 111",
    ]


def test_lines_to_paste_ask_the_very_same_question(all_wrong: Graded, walks: Prepared) -> None:
    asked = {judgement.id: judgement.call for judgement in all_wrong.grade.judgements}
    pasted = article(read(student.page(all_wrong, walks)), "velocity_update").one("pre")
    recorded: list[dict[str, Any]] = []
    lines = "".join(part for part in pasted.one("code").content if isinstance(part, str))
    program = lines.replace("from walks import momentum\n", "")

    exec(program, {"momentum": lambda **keywords: recorded.append(keywords)})

    call = asked["velocity_update"]
    assert call is not None
    assert values.encode_arguments([], recorded[0]) == call.arguments


# --- what a student must not see -------------------------------------------------------------------------------


def numbers_of(value: object) -> list[float]:
    """Every number in arguments or an answer."""
    if isinstance(value, dict):
        return [number for part in value.values() for number in numbers_of(part)]
    if isinstance(value, list | tuple):
        return [number for part in value for number in numbers_of(part)]
    if isinstance(value, np.ndarray):
        return [float(number) for number in value.ravel()]
    owner = getattr(value, "__self__", None)
    if owner is not None:
        return numbers_of(dataclasses.astuple(owner))
    return [float(value)] if isinstance(value, int | float | np.number) else []


def numbers_asked(graded: Graded, prepared: Prepared, calls: tuple[Call, ...]) -> set[float]:
    """Every number in these calls, in the reference's answers and in the student's."""
    assert graded.transcript is not None
    found: set[float] = set()
    for call in calls:
        asked = look_up(call, graded.transcript, prepared.key.reference)
        for value in (asked.keywords, asked.want, asked.got):
            found.update(numbers_of(value) if value is not NOTHING else [])
    return found


def shown_numbers(page: str) -> set[str]:
    """Every number on a page with at least two decimals: coordinates of drawings have one."""
    return {number.replace("\u2212", "-") for number in re.findall(r"[-\u2212]?\d+\.\d{2,}", page)}


def written(numbers: set[float]) -> set[str]:
    """How pages write numbers, from five digits on: shorter ones meet by chance."""
    forms = {form.format(number) for number in numbers for form in ("{!r}", "{:.8g}", "{:.6g}", "{:.5g}")}
    return {form for form in forms if len(re.sub(r"\D", "", form).lstrip("0")) >= 5 and "e" not in form}


def test_no_number_of_a_hidden_criterion_is_on_a_students_page(all_wrong: Graded, walks: Prepared) -> None:
    plan = walks.key.plan
    secret = written(numbers_asked(all_wrong, walks, plan.hidden)) - written(
        numbers_asked(all_wrong, walks, plan.public)
    )
    page, staff = student.pages(all_wrong, walks)

    assert not secret & shown_numbers(page)
    assert len(secret & shown_numbers(staff)) > 20


def test_a_hidden_criterion_shows_title_and_verdict_and_no_figure(all_wrong: Graded, walks: Prepared) -> None:
    page, staff = map(read, student.pages(all_wrong, walks))
    hidden = article(page, "any_bowl")

    assert "The path is right on any bowl." in hidden.text
    assert "On an input that is not shown" in hidden.text
    assert not hidden.all("svg") + hidden.all("pre") + hidden.all("table")
    assert article(staff, "any_bowl").all("svg")


def test_criteria_that_show_later_are_only_counted(all_wrong: Graded, walks: Prepared) -> None:
    page, staff = student.pages(all_wrong, walks)

    assert read(page).one("p", kind="later").text == "Other criteria, shown later: 1.5 points."
    assert "nobody sees" not in page
    assert "for later." not in page
    assert "A criterion nobody sees." in staff


@pytest.mark.parametrize(("hour", "shows"), [(11, False), (12, True), (13, True)])
def test_a_criterion_shows_once_its_due_date_has_passed(
    all_wrong: Graded, walks: Prepared, hour: int, shows: bool
) -> None:
    due = replace(walks.assignment, due=datetime(2030, 1, 1, 12, tzinfo=UTC))
    prepared = replace(walks, assignment=due)

    page = student.page(all_wrong, prepared, at=datetime(2030, 1, 1, hour, tzinfo=UTC))

    assert ("A criterion for later." in page) is shows
    assert "A criterion nobody sees." not in page


def test_a_diagnosis_of_a_function_that_visibly_lost_nothing_stays_untold(all_wrong: Graded, walks: Prepared) -> None:
    unseen = tuple(
        replace(judgement, verdict=Verdict.PASSED)
        if judgement.public
        else replace(judgement, visibility=Visibility.HIDDEN)
        for judgement in all_wrong.grade.judgements
    )
    unseen_grade = Graded(replace(all_wrong.grade, judgements=unseen), all_wrong.transcript)
    page, staff = map(read, student.pages(unseen_grade, walks))

    assert not page.all(kind="diagnosis")
    assert staff.all(kind="diagnosis")


# --- hostile and unhappy hand-ins ------------------------------------------------------------------------------

HOSTILE = "<script>alert(1)</script>\u202e\x1b[31m&$x$`"


def test_text_of_students_is_escaped_and_made_visible(graded: Grader, walks: Prepared) -> None:
    text = f"""
    print({HOSTILE!r})


    def rate(lr0, gamma, t):
        print({HOSTILE!r} * 3)
        raise ValueError({HOSTILE!r})
    """
    page = student.page(graded(text, student=f"eve{HOSTILE}"), walks)
    tree = read(page)

    assert len(tree.all("script")) == 1
    assert "\u202e" not in page
    assert "\x1b" not in page
    assert "\\u202e\\x1b[31m" in article(tree, "rates").one("p", kind="message").text
    assert not article(tree, "rates").one("p", kind="message").all("math")
    assert "<script>alert(1)</script>\\u202e\\x1b[31m&$x$`" in tree.one(kind="prints").text
    assert "eve<script>" in tree.one("p", kind="student").text


def test_endless_printing_is_cut(graded: Grader, walks: Prepared) -> None:
    page = student.page(graded("print('0123456789' * 5000)"), walks)

    assert page.count("0123456789") < 500


def test_what_hidden_calls_print_is_for_staff_alone(graded: Grader, walks: Prepared) -> None:
    text = """
    _shown = shares


    def shares(numbers):
        print("asked about", *numbers)
        return _shown(numbers)
    """
    page, staff = student.pages(graded(text), walks)

    assert "asked about 1.0 3.0" in page
    assert "2.7183" not in page
    assert "2.7183" in staff


def test_a_file_that_does_not_load_says_so_once(graded: Grader, walks: Prepared) -> None:
    page = read(student.page(graded(whole="def momentum(:\n"), walks))

    assert page.one(kind="notice").text.startswith("walks.py is not valid Python in line 1")
    assert page.text.count("is not valid Python") == 1


def test_a_rejected_hand_in_says_why(walks: Prepared, backend: Backend) -> None:
    link = Trouble(TroubleKind.LINK, "walks<b>.py")
    refused = Submission("ada", "walks", "", SourceKind.PYTHON, b"", Status.REJECTED, link)
    page = read(student.page(grade(refused, walks, backend), walks))

    assert page.one(kind="headline").text == "This hand-in was not accepted"
    assert page.one(kind="notice").text == "walks<b>.py is a link. Hand in the file itself."


def test_a_fault_of_the_grader_is_no_fault_of_the_student(walks: Prepared) -> None:
    submission = Submission("ada", "walks", "walks.py", SourceKind.PYTHON, b"x = 1")
    page, staff = student.pages(Graded(faulted(submission, walks, "secret trouble"), None), walks)

    assert read(page).one(kind="headline").text == "To be graded again"
    assert "secret trouble" not in page
    assert "secret trouble" in staff


DIVERGED = """
def momentum(grad, start, lr, steps, alpha=0.9):
    rows = [[{first}, 1.0] for _ in range(steps + 1)]
    rows[0] = start
    return rows
"""


@pytest.mark.parametrize("first", ["1e300", "-1e9", "float('nan')", "float('inf')"])
def test_a_path_that_runs_away_breaks_no_figure(graded: Grader, walks: Prepared, first: str) -> None:
    lost = article(read(student.page(graded(DIVERGED.format(first=first)), walks)), "velocity_update")
    drawn = [line.attributes["d"] for line in lost.all("path") if "d" in line.attributes]
    far = [abs(float(number)) for path in drawn for number in re.findall(r"-?[\d.]+", path)]

    assert len(lost.all("figure")) >= 3
    assert max(far) < 3000
    assert not any("nan" in path or "inf" in path for path in drawn)
    assert "Your path leaves this picture at row 1" in lost.text


# --- the page as a document ------------------------------------------------------------------------------------


def test_a_page_is_one_file_that_fetches_nothing(all_wrong: Graded, walks: Prepared) -> None:
    page = student.page(all_wrong, walks)
    addresses = re.findall(r"(?:src|href|action|data|poster)=\"([^\"]*)\"|url\(([^)]*)\)", page)

    assert all(address.startswith("#") for pair in addresses for address in pair if address)
    assert "http://" not in page.replace("http://www.w3.org/", "")
    assert "https://" not in page


def test_the_policy_lets_only_the_pages_own_script_and_style_run(all_wrong: Graded, walks: Prepared) -> None:
    tree = read(student.page(all_wrong, walks))
    policy = next(m.attributes["content"] for m in tree.all("meta") if "http-equiv" in m.attributes)
    digests = {
        tag: base64.b64encode(hashlib.sha256(str(tree.one(tag).content[0]).encode()).digest()).decode()
        for tag in ("script", "style")
    }

    assert policy.startswith("default-src 'none';")
    assert f"script-src 'sha256-{digests['script']}'" in policy
    assert f"style-src 'sha256-{digests['style']}'" in policy
    assert not tree.all(style="")
    assert not any("style" in element.attributes for element in tree.all())


def test_every_figure_has_its_words(all_wrong: Graded, walks: Prepared) -> None:
    tree = read(student.page(all_wrong, walks, staff=True))
    figures = tree.all("figure")

    assert len(figures) > 10
    for figure in figures:
        drawing = next(svg for svg in figure.all("svg") if svg.attributes.get("role") == "img")
        described = tree.one(id=drawing.attributes["aria-describedby"]).text
        assert re.search(r"\d", described)
        assert len(described) > 40


def test_no_figure_is_heavier_than_60_kb(all_wrong: Graded, walks: Prepared) -> None:
    page = student.page(all_wrong, walks, staff=True)
    weights = [len(figure.encode()) for figure in re.findall(r"<figure.*?</figure>", page, re.DOTALL)]

    assert max(weights) < 60_000


def test_headings_step_down_one_level_at_a_time(all_wrong: Graded, walks: Prepared) -> None:
    page = student.page(all_wrong, walks)
    levels = [int(level) for level in re.findall(r"<h([1-6])", page)]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_ids_are_unique_and_every_reference_finds_one(all_wrong: Graded, walks: Prepared) -> None:
    tree = read(student.page(all_wrong, walks, staff=True))
    ids = [element.attributes["id"] for element in tree.all() if "id" in element.attributes]
    named = {
        name
        for element in tree.all()
        for key in ("for", "aria-labelledby", "aria-describedby")
        for name in element.attributes.get(key, "").split()
    }

    assert len(ids) == len(set(ids))
    assert named <= set(ids)


def test_a_verdict_is_a_word_and_never_a_colour_alone(all_wrong: Graded, walks: Prepared) -> None:
    verdicts = read(student.page(all_wrong, walks)).all(kind="verdict")

    assert {verdict.text.split(maxsplit=1)[1] for verdict in verdicts} >= {"failed", "passed"}


def test_both_pages_at_once_are_the_two_pages(all_wrong: Graded, walks: Prepared) -> None:
    both = student.pages(all_wrong, walks)

    assert both == (student.page(all_wrong, walks), student.page(all_wrong, walks, staff=True))


def test_which_grade_it_is_stands_on_pages_for_staff_alone(all_wrong: Graded, walks: Prepared, tmp_path: Path) -> None:
    for_student, for_staff = student.pages(all_wrong, walks)
    (tmp_path / "page.html").write_text(for_staff)
    decided = replace(all_wrong.grade, decisions=(Decision("first", 1.0, "so", "kim", datetime.now(UTC), ""),))

    assert page_mark.mark_of(all_wrong.grade) not in for_student
    assert page_mark.shows(tmp_path / "page.html", all_wrong.grade)
    assert not page_mark.shows(tmp_path / "page.html", decided)
    assert not page_mark.shows(tmp_path / "none.html", all_wrong.grade)


def test_hand_ins_that_behave_alike_share_their_articles(graded: Grader, walks: Prepared) -> None:
    articles = Articles()
    first = student.pages(graded(MOVING_AVERAGE), walks, articles=articles)
    made = len(articles)
    again = student.pages(graded(f"{MOVING_AVERAGE}\n\n# other bytes"), walks, articles=articles)

    shown = [[page.partition("<body>")[2].partition("Graded file")[0] for page in pages] for pages in (first, again)]
    assert shown[0] == shown[1]
    assert len(articles) == made


def test_articles_of_other_answers_are_not_mixed_up(graded: Grader, all_wrong: Graded, walks: Prepared) -> None:
    articles = Articles()
    student.pages(graded(MOVING_AVERAGE), walks, articles=articles)

    assert student.pages(all_wrong, walks, articles=articles) == student.pages(all_wrong, walks)


def test_a_right_function_shows_the_path_that_it_walked(graded: Grader, walks: Prepared) -> None:
    page = read(student.page(graded(), walks))

    assert page.one("section", kind="walked").one("figcaption").text == "Your path on the loss curve"
    assert [one.text for one in page.one("section", kind="done").all("figcaption")] == ["Your path on the landscape"]


def test_a_function_that_lost_something_has_no_picture_of_being_right(all_wrong: Graded, walks: Prepared) -> None:
    done = read(student.page(all_wrong, walks)).all("section", kind="done")

    assert not [caption for section in done for caption in section.all("figcaption")]


def test_points_that_are_judged_after_hand_in_are_said_to_wait(graded: Grader, walks: Prepared) -> None:
    whole = graded()
    public = replace(whole.grade, judgements=tuple(each for each in whole.grade.judgements if each.public))
    waiting = sum(each.max_points for each in whole.grade.judgements if not each.public)

    page = read(student.page(replace(whole, grade=public), walks))

    assert waiting
    assert f"{waiting:g} more points wait for criteria that are judged after hand-in" in page.text
    assert "judged after hand-in" not in read(student.page(whole, walks)).text


def test_the_rule_that_walks_the_whole_path_is_the_headline_where_no_mistake_is_known(
    graded: Grader, walks: Prepared
) -> None:
    page = read(student.page(graded(OTHER_RULE), walks))

    assert "All of your path is what momentum with lr = " in page.one("h3", kind="mistake").text


def test_what_is_wrong_first_leads_the_page_and_is_told_once(all_wrong: Graded, walks: Prepared) -> None:
    page = read(student.page(all_wrong, walks))
    first = page.one("section", kind="first")

    assert first.one("h3", kind="mistake").text.startswith("momentum : The velocity is a moving average")
    assert first.one("article", kind="criterion").attributes["id"] == "velocity_update"
    assert first.all("div", kind="lead")[0].one("figcaption").text == "Your path on the landscape"
    assert [link.attributes["href"] for link in page.all("a", href="#velocity_update")] == ["#velocity_update"]


def test_the_root_leads_and_not_what_comes_first_in_the_file(all_wrong: Graded, walks: Prepared) -> None:
    known = replace(all_wrong, grade=replace(all_wrong.grade, diagnoses=()))
    named = all_wrong.grade.diagnoses[0]
    rate = replace(
        all_wrong,
        grade=replace(all_wrong.grade, diagnoses=(replace(named, function="rate"),)),
    )

    assert leading(read(student.page(known, walks))) == "velocity_update"
    assert leading(read(student.page(rate, walks))) == "rates"


def leading(page: Element) -> str:
    return page.one("section", kind="first").one("article", kind="criterion").attributes["id"]


def test_mistakes_of_other_functions_stand_at_these(all_wrong: Graded, walks: Prepared) -> None:
    (named,) = (each for each in all_wrong.grade.diagnoses if each.function == "momentum")
    both = replace(all_wrong.grade, diagnoses=(named, replace(named, function="rate")))
    page = read(student.page(replace(all_wrong, grade=both), walks))

    sections = {section.one("h2").attributes["id"]: section for section in page.all("section", kind="function")}
    assert "rate" in sections["f-rate"].one("article", kind="diagnosis").one("h3").text
    assert not sections["f-momentum"].all("article", kind="diagnosis")


def test_of_a_function_that_hides_what_it_lost_the_lead_shows_nothing_hidden(graded: Grader, walks: Prepared) -> None:
    only_hidden = """
    def momentum(grad, start, lr, steps, alpha=0.9):
        x, v = np.array(start, dtype=float), np.zeros(len(start))
        rows = [x.copy()]
        for _ in range(steps):
            v = alpha * v - lr * grad(x) * (1.5 if alpha == 0.7193 else 1.0)
            x = x + v
            rows.append(x.copy())
        return np.array(rows)
    """
    page = read(student.page(graded(only_hidden), walks))
    first = page.one("section", kind="first")

    assert leading(page) == "any_bowl"
    assert not first.all("figure") + first.all("table") + first.all("pre")


@pytest.mark.parametrize("joint", ["any_rate", "rates"])
def test_a_mistake_is_told_where_its_function_was_lost_together_with_another(
    all_wrong: Graded, walks: Prepared, joint: str
) -> None:
    (named,) = (each for each in all_wrong.grade.diagnoses if each.function == "momentum")
    judgements = tuple(
        replace(each, functions=("rate", "count")) if each.id == joint else passed_unless(each, "rates")
        for each in all_wrong.grade.judgements
    )
    grade = replace(all_wrong.grade, judgements=judgements, diagnoses=(replace(named, function="count"),))
    page = read(student.page(replace(all_wrong, grade=grade), walks))

    assert leading(page) == joint
    assert "The velocity is a moving average" in page.one("section", kind="first").text


def passed_unless(judgement: Judgement, lost: str) -> Judgement:
    return judgement if judgement.id == lost else replace(judgement, verdict=Verdict.PASSED)
