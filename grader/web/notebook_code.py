"""The code of a notebook as one file, for the page's editor: by the rules by which a notebook is graded."""

from __future__ import annotations

import msgspec

from grader.sandbox.inside.notebook import code_cells

_NO_PYTHON = "# This cell is no Python that a file can hold, and was made a comment:"


class Code(msgspec.Struct, frozen=True):
    """The text, or why there is none: a word of the page, and what Python says."""

    text: str = ""
    trouble: str = ""
    why: str = ""


def code_of(source: bytes, own_name: str) -> Code:
    """The cells of a notebook that count, one below the other; `own_name` is the `.py` that it is handed in as."""
    try:
        cells = code_cells(source, own_name)
    except ValueError as trouble:
        return Code(trouble="NOT_A_NOTEBOOK", why=str(trouble))
    texts = [_as_in_a_file(cell.text.strip("\n")) for cell in cells if not cell.magic]
    code = "\n\n\n".join(text for text in texts if text.strip())
    return Code(f"{code}\n") if code else Code(trouble="NO_CODE")


def _as_in_a_file(cell: str) -> str:
    """A cell that Python cannot read by itself must not cost the others, as it does not in a notebook."""
    try:
        compile(f"{cell}\n", "cell", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return "\n".join((_NO_PYTHON, *(f"# {line}".rstrip() for line in cell.split("\n"))))
    return cell
