"""The code of a notebook as one file, for the page's editor: by the rules by which a notebook is graded."""

from __future__ import annotations

import msgspec

from grader.sandbox.inside.notebook import code_cells, stands_in_a_file

_NO_PYTHON = "# This cell is no Python that a file can hold, and was made a comment:"


class Code(msgspec.Struct, frozen=True):
    """The text; of what is no notebook that can be read, why not."""

    text: str = ""
    why_not: str = ""


def code_of(source: bytes, own_name: str) -> Code:
    """The cells of a notebook that count, one below the other; `own_name` is the `.py` that it is handed in as."""
    try:
        cells = code_cells(source, own_name)
    except ValueError as trouble:
        return Code(why_not=str(trouble))
    texts = [_as_in_a_file(cell.text.strip("\n")) for cell in cells if not cell.magic]
    code = "\n\n\n".join(text for text in texts if text.strip())
    return Code(f"{code}\n" if code else "")


def _as_in_a_file(cell: str) -> str:
    """A cell that Python cannot read by itself must not cost the others, as it does not in a notebook."""
    if stands_in_a_file(cell):
        return cell
    return "\n".join((_NO_PYTHON, *(f"# {line}".rstrip() for line in cell.split("\n"))))
