"""What is installed: the core that a student needs, and extras that some commands need besides."""

from __future__ import annotations

from importlib.util import find_spec

from grader.errors import UsageError

# Name that is imported → the extra of `descent-grader` that brings it; "" for the core.
PACKAGES = {
    "numpy": "",
    "msgspec": "",
    "click": "",
    "rich": "",
    "jinja2": "",
    "contourpy": "",
    "latex2mathml": "",
    "pytest": "staff",
    "sqlalchemy": "staff",
    "alembic": "staff",
    "markdown_it": "staff",
    "mdit_py_plugins": "staff",
    "pyseccomp": "staff",
    "wheel": "staff",
    "openpyxl": "staff",
    "yaml": "staff",
    "zstandard": "staff",
    "canvasapi": "canvas",
    "requests": "canvas",
    "nbformat": "notebook",
    "psycopg": "postgres",
    "distributed": "cluster",
    "dask": "cluster",
}


def missing_package(name: str) -> UsageError | None:
    """What to say of a package that is not there; None where it is none of ours."""
    package = name.partition(".")[0]
    if package not in PACKAGES:
        return None
    return UsageError(
        f"the package {package} is not installed, and this needs it", remedy=f"install it: {how_to_install(package)}"
    )


def require_installed(name: str) -> None:
    """See that a package of ours is there, without loading it.  Raises `UsageError` that says what to install."""
    if find_spec(name) is None and (missing := missing_package(name)) is not None:
        raise missing


def how_to_install(package: str) -> str:
    """The command that brings a package of ours."""
    extra = PACKAGES[package]
    return f'pip install "descent-grader[{extra}]"' if extra else "pip install descent-grader"
