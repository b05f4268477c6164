"""Addresses of the pages of a class, as they lead to each other."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import msgspec

OVERVIEW = "index.html"
FOLDER = "class"  # of the other pages


class Around(msgspec.Struct, frozen=True):
    """Addresses of the pages around a staff page, as they are from there; empty where there is none."""

    class_page: str
    student_page: str
    before: str = ""
    after: str = ""
    place: str = ""  # of this page, in the folder of all of them

    def same(self, criterion: str) -> Same:
        """Where those who lost the same criterion are: the class's page knows who that is by now."""
        return Same(
            f"{self.class_page}#{urlencode({'lost': criterion, 'before': self.place}, quote_via=quote)}",
            f"{self.class_page}#{urlencode({'lost': criterion, 'after': self.place}, quote_via=quote)}",
        )


class Same(msgspec.Struct, frozen=True):
    """Addresses of whoever lost a criterion before and after this one, in the order of the class."""

    before: str
    after: str
