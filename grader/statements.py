"""An assignment's statement as a page: Markdown and TeX in, HTML and MathML out.

The page needs no script and no network, so it reads the same from a disk, a pack or a printed sheet.  Another form
of statements (a notebook's cells, say) is another function here.
"""

from __future__ import annotations

import html
from collections.abc import Mapping

from latex2mathml.converter import convert
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

from grader.errors import AssignmentError

_STYLE = """\
:root { color-scheme: light dark; }
body { font: 1.05rem/1.6 system-ui, sans-serif; max-width: 46rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1, h2, h3 { line-height: 1.25; margin: 2.2em 0 .6em; }
h1 { margin-top: .5em; }
code, pre { font: .92em/1.5 ui-monospace, monospace; }
code { background: color-mix(in srgb, currentcolor 9%, transparent); border-radius: .25em; padding: .1em .3em; }
pre { background: color-mix(in srgb, currentcolor 7%, transparent); border-radius: .4em; padding: .8em 1em; }
pre code { background: none; padding: 0; }
pre, .table { overflow-x: auto; }
.math.block { overflow: auto hidden; padding: .3em 0; }
table { border-collapse: collapse; margin: 1em 0; }
th, td { border: 1px solid color-mix(in srgb, currentcolor 25%, transparent); padding: .35em .7em; text-align: left; }
math { font-size: 1.08em; }
@media print { body { max-width: none; padding: 0; } }
"""

_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
<main>
{body}</main>
</body>
</html>
"""


def page(markdown: str, *, title: str) -> str:
    """Make one HTML document of a statement.  Raises `AssignmentError` for a formula that cannot be read."""
    return _PAGE.format(title=html.escape(title), style=_STYLE, body=body(markdown))


def body(markdown: str) -> str:
    """Make a piece of HTML of a statement; raw HTML in it is shown as text, `$…$` and `$$…$$` become MathML."""
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    # Dollars that stand for money have a digit or a space next to them; mathematics in statements has neither.
    reader.use(dollarmath_plugin, renderer=_mathml, allow_space=False, double_inline=True)
    found: str = reader.render(markdown)
    return found.replace("<table>", '<div class="table"><table>').replace("</table>", "</table></div>")


def _mathml(tex: str, options: Mapping[str, object]) -> str:
    try:
        formula: str = convert(tex, display="block" if options["display_mode"] else "inline")
    except Exception as trouble:  # the converter's exceptions have no base of their own
        raise _unreadable(tex, type(trouble).__name__) from trouble
    if "\\" in formula:  # a command that the converter does not know comes back as its name
        raise _unreadable(tex, "it holds a command that is not known")
    return formula


def _unreadable(tex: str, why: str) -> AssignmentError:
    return AssignmentError(
        f"the formula {tex.strip()!r} of a statement cannot be read: {why}",
        remedy="write it with the TeX commands that the other statements use",
    )
