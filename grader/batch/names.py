"""Names on pages for staff: put there when they are asked for, and taken away when they no longer are.

Pages that are kept from an earlier run are treated alike, and none is made again for that.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping

from markupsafe import escape

from grader.batch.outputs import Outputs, write_page
from grader.safe_text import visible

_LONGEST = 120  # characters of a name
_MARK = '<span class="name">'
# Whatever students wrote is escaped, and so none of it is taken for this.
_PLACE = re.compile(rf'(<p class="student">[^<]*?)(?: {_MARK}[^<]*</span>)?( · <code>)')


def shows_names(outputs: Outputs) -> bool:
    """Whether the class page, and so the staff's pages, show names.  Raises `OSError`."""
    return outputs.overview.is_file() and _MARK in outputs.overview.read_text(encoding="utf-8")


@contextlib.contextmanager
def putting_names(outputs: Outputs, names: Mapping[str, str]) -> Iterator[None]:
    """Write the class page meanwhile: that it shows names says that other pages may, whenever a run is broken off."""
    if not names and shows_names(outputs):
        put_names(outputs, {})
    yield
    if names:
        put_names(outputs, names)


def put_names(outputs: Outputs, names: Mapping[str, str]) -> None:
    """Show each student's name beside the id on the pages for staff; of who has none, nothing.  Raises `OSError`."""
    of_folder = {outputs.folder_of(student): name for student, name in names.items()}
    for page in outputs.staff.glob("*/*.html"):
        if page.is_symlink() or page.parent.is_symlink():
            continue
        name = of_folder.get(page.parent.name, "")
        shown = f" {_MARK}{escape(visible(name, _LONGEST))}</span>" if name else ""
        text = page.read_text(encoding="utf-8")
        place = _PLACE.search(text)
        named = text if place is None else f"{text[: place.end(1)]}{shown}{text[place.start(2) :]}"
        if named != text:
            write_page(page, named)
