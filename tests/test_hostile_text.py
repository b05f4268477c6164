"""What students write, and where it comes out: no output obeys it, on a screen, in a browser, a table or a CI log."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from grader.cli import main

TEXT = (
    "\x1b[31m\u202e\u200b\x9b31m\x00\x7f::error file=x::boo ##[error]boo <script>alert(1)</script>"
    " <img src=x onerror=y> {{7*7}} {0} %s =1+1 <|-- ]]> &amp; \r\n::error::second\n##[group]third\n=1+1\n\u2028\ud800"
)
# Each writes TEXT at another place.
HAND_INS = {
    "raised": f"def twice(x):\n    raise ValueError({TEXT!r})\n",
    "raised-own": f"E = type({TEXT.replace(chr(0), '')!r}, (Exception,), {{}})\ndef twice(x):\n    raise E('x')\n",
    "loaded": f"raise RuntimeError({TEXT!r})\n",
    "printed": f"print({TEXT[:-1]!r})\ndef twice(x):\n    print({TEXT!r}[:40])\n    return 3 * x\n",
    "returned": f"def twice(x):\n    return {TEXT!r}\n",
    "keys": f"def twice(x):\n    return {{{TEXT!r}: 1}}\n",
    "exited": f"import sys\ndef twice(x):\n    sys.exit({TEXT!r})\n",
    "syntax": 'def twice(x):\n    return "<script>alert(1)</script> ::error::boo ##[error]\n',
    "named": "def twice(x):\n    return 2 * x\n",
}
NAMES = ["=1+1", "<script>", "::error", "\x1b[31m", "a\u202eb", "{{7*7}}", "-rf", "a\nb"]


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """An output folder of hand-ins that write hostile text, and what was printed."""
    from tests.conftest import CourseWriter  # noqa: PLC0415 - a fixture of the module cannot ask for one of a test

    courses = CourseWriter(tmp_path_factory.mktemp("hostile") / "course")
    courses.add()
    folder = courses.root / "submissions"
    for student, source in HAND_INS.items():
        (folder / student).mkdir(parents=True)
        (folder / student / "twice.py").write_text(source, encoding="utf-8")
    for name in NAMES:
        (folder / name).mkdir()
        (folder / name / "twice.py").write_text("x = 1\n", encoding="utf-8")
        (folder / "named" / f"{name}.py").write_text("x = 1\n", encoding="utf-8")
    (folder / "packed").mkdir()
    with zipfile.ZipFile(folder / "packed" / "twice.zip", "w") as archive:
        for name in NAMES:
            archive.writestr(f"{name}.py", "x = 1\n")
    return courses.root


def run(graded: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *arguments: str) -> str:
    monkeypatch.chdir(graded)
    with pytest.raises(SystemExit):
        main([*arguments])
    said = capsys.readouterr()
    return said.out + said.err


@pytest.fixture
def command(graded, capsys, monkeypatch):
    """Runs a command on the graded class, which is graded before."""
    if not (graded / "out").exists():
        run(graded, capsys, monkeypatch, "grade", "submissions", "--out", "out", "--isolation", "none", "--quiet")
    return lambda *arguments: run(graded, capsys, monkeypatch, *arguments)


def hidden_signs(text: str, kept: str = "\n") -> list[str]:
    return [sign for sign in text if unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and sign not in kept]


def require_harmless_lines(text: str) -> None:
    assert hidden_signs(text) == []
    assert not [line for line in text.splitlines() if line.lstrip().startswith("::")]
    assert "##[" not in text


def test_the_table_of_the_class_obeys_nothing(command):
    said = command("grade", "submissions", "--out", "out", "--isolation", "none")

    assert f"{len(HAND_INS) + len(NAMES) + 1} hand-ins" in said
    require_harmless_lines(said)


def test_a_document_that_is_printed_obeys_nothing_and_reads_as_it_was_meant(command):
    said = command("grade", "submissions", "--out", "out", "--isolation", "none", "--json")

    document, _ = json.JSONDecoder().raw_decode(said)  # what needs a person is said behind it, on stderr
    messages = [row["message"] for row in document["grades"]]
    assert any("##[error]" in message for message in messages)
    require_harmless_lines(said)


@pytest.mark.parametrize("student", HAND_INS)
def test_a_students_own_terminal_obeys_nothing(command, student):
    require_harmless_lines(command("check", f"submissions/{student}/twice.py", "--isolation", "none"))


def test_no_page_holds_markup_or_hidden_signs_of_a_student(command, graded):
    for path in (graded / "out").rglob("*.html"):
        page = path.read_text(encoding="utf-8")

        assert hidden_signs(page, kept="\n\t") == []
        assert "<script>alert" not in page
        assert "<img" not in page
        assert ">49<" not in page


def test_results_hold_no_hidden_signs(command, graded):
    document = json.loads((graded / "out" / "results.json").read_bytes())

    texts = json.dumps(document, ensure_ascii=False)
    assert hidden_signs(texts) == []
    assert len(document["grades"]) == len(HAND_INS) + len(NAMES) + 1


def test_a_spreadsheet_calculates_nothing(command):
    table = list(csv.reader(io.StringIO(command("export", "csv", "out"))))

    cells = [cell for row in table for cell in row]
    assert len(table) == len(HAND_INS) + len(NAMES) + 2
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert hidden_signs("".join(cells)) == []


def test_reports_for_other_systems_obey_nothing(command, graded, tmp_path):
    document = command("export", "junit", "out")
    command("export", "gradescope", "out", "--to", str(tmp_path))
    files = [json.loads(path.read_bytes()) for path in tmp_path.rglob("*.json")]

    require_harmless_lines(document)
    assert len(ET.fromstring(document)) == len(files) == len(HAND_INS) + len(NAMES) + 1
    assert hidden_signs(json.dumps(files, ensure_ascii=False).replace("\\n", "")) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("forget", TEXT.replace("\0", "")),
        ("export", "csv", TEXT.replace("\0", "")),
        ("check", f"{TEXT[:20]}.py".replace("\0", "")),
    ],
)
def test_an_error_that_names_what_was_asked_obeys_nothing(command, arguments):
    said = command(*arguments)

    assert "Error:" in said
    require_harmless_lines(said)
