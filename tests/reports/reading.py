"""Reads a page as a program would: elements, their attributes, and the text a person sees."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = {"meta", "input", "br", "hr", "img", "link"}


@dataclass
class Element:
    """One element with what it holds, in order: text and elements."""

    tag: str
    attributes: dict[str, str]
    content: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text inside, spaces made one."""
        return " ".join("".join(self._texts()).split())

    def _texts(self) -> list[str]:
        if self.tag in {"style", "script"}:
            return []
        return [part if isinstance(part, str) else part.text + " " for part in self.content]

    def all(self, tag: str = "", **attributes: str) -> list[Element]:
        """Every element inside with this tag and these attributes; `kind` stands for one of its classes."""
        kind = attributes.pop("kind", None)
        found = []
        for part in self.content:
            if isinstance(part, str):
                continue
            classes = part.attributes.get("class", "").split()
            fits = all(part.attributes.get(name) == value for name, value in attributes.items())
            if (not tag or part.tag == tag) and fits and (kind is None or kind in classes):
                found.append(part)
            found += part.all(tag, **attributes, **({"kind": kind} if kind else {}))
        return found

    def one(self, tag: str = "", **attributes: str) -> Element:
        """The only such element."""
        (found,) = self.all(tag, **attributes)
        return found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].content.append(element)
        if tag not in _VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].content.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1].tag != tag:
            raise ValueError(f"</{tag}> closes <{self.open[-1].tag}>")
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].content.append(data)


def read(page: str) -> Element:
    """The page as a tree.  ValueError where elements are not properly nested."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    if len(reader.open) != 1:
        raise ValueError(f"<{reader.open[-1].tag}> is never closed")
    return reader.root
