"""An assignment's statement as a page: Markdown and TeX in, HTML and MathML out.

The page needs no script and no network, so it reads the same from a disk, a pack or a printed sheet.  Another form
of statements (a notebook's cells, say) is another function here.
"""

from __future__ import annotations

from collections.abc import Mapping

from markdown_it import MarkdownIt
from markupsafe import Markup
from mdit_py_plugins.dollarmath import dollarmath_plugin

from grader.errors import AssignmentError
from grader.landscapes import Landscape
from grader.reports.exhibits.landscape import plot_of
from grader.reports.pages.rendering import render, render_part
from grader.reports.prose import mathml


def page(markdown: str, *, title: str, landscape: Landscape | None = None) -> str:
    """Make one HTML document of a statement.  Raises `AssignmentError` for a formula that cannot be read."""
    written = Markup(body(markdown, landscape))  # noqa: S704 - the instructor's own text, in which raw HTML stands as text
    return render("statement.html.j2", styles=("page.css", "statement.css"), script="", title=title, body=written)


def body(markdown: str, landscape: Landscape | None = None) -> str:
    """Make a piece of HTML of a statement; raw HTML in it is shown as text, `$…$` and `$$…$$` become MathML.

    A landscape is drawn below its introduction.
    """
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    # Dollars that stand for money have a digit or a space next to them; mathematics in statements has neither.
    reader.use(dollarmath_plugin, renderer=_mathml, allow_space=False, double_inline=True)
    found: str = reader.render(markdown)
    found = found.replace('<div class="math block">', '<div class="math block" tabindex="0">')  # it may have to scroll
    found = found.replace("<th></th>", "<td></td>")  # what has no name is no heading
    found = found.replace("<table>", '<div class="table" tabindex="0"><table>').replace("</table>", "</table></div>")
    return found if landscape is None else _with_picture(found, landscape)


def _with_picture(found: str, landscape: Landscape) -> str:
    """The landscape at the end of the introduction: there it breaks no sentence that goes on below a formula."""
    drawn = plot_of(landscape)
    if drawn is None:
        return found
    introduction, heading, tasks = found.partition("<h2>")
    return f"{introduction}{render_part('landscape.html.j2', plot=drawn)}{heading}{tasks}"


def _mathml(tex: str, options: Mapping[str, object]) -> str:
    try:
        formula: str = mathml(tex, block=bool(options["display_mode"]))
    except Exception as trouble:  # noqa: BLE001 - the converter's exceptions have no base of their own
        formula, why = "", type(trouble).__name__
    else:  # a command that the converter does not know comes back as its name
        why = "unknown command" if "\\" in formula else ""
    if why:
        raise AssignmentError(
            f"the formula {tex.strip()!r} of a statement cannot be read: {why}",
            remedy="write it with the TeX commands that the other statements use",
        )
    return formula
