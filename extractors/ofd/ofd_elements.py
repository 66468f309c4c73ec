"""Elements and attributes of OFD's XML, whatever prefix a writer gives them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_BEYOND = 1e6  # millimetres, or any factor

Box = tuple[float, float, float, float]


def local(element: etree._Element) -> str:
    """The element's name without its namespace: writers disagree on prefixes."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """The direct children of that name."""
    if element is not None:
        for child in element:
            if local(child) == name:
                yield child


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first direct child of that name."""
    return next(children(element, name), None)


def numbers(text: str | None) -> list[float]:
    """All numbers in an attribute; what is beyond any page counts as 0."""
    values = [float(token) for token in NUMBER.findall(text or "")]
    return [value if abs(value) < _BEYOND else 0.0 for value in values]


def box_of(text: str | None) -> Box | None:
    """An ST_Box: x, y, width, height in millimetres."""
    values = numbers(text)
    return (values[0], values[1], values[2], values[3]) if len(values) >= 4 else None


def identity(element: etree._Element, name: str = "ID") -> str:
    """An ST_ID or ST_RefID, without the blanks that some writers leave."""
    return (element.get(name) or "").strip()
