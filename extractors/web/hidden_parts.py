"""The parts that a page hides: which of them a reader of the page sees all the same, and what the others hold.

What belongs here: the judgement over whole hidden parts. What does not: how a part is hidden (`page_style`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from extractors.web import site_furniture
from extractors.web.page_style import NO_DISPLAY, NOT_VISIBLE, PageStyle
from extractors.web.tabs import Tabs, find_tabs

_FIGURE = re.compile(r"\d+(?:[.,，．]\d+)*")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Holding:
    """What a part of a page holds: tables of data, figures, characters."""

    tables: int
    figures: int
    size: int

    def told(self) -> str:
        """As a message counts it: 1 table with 6 figures."""
        figures = f"{self.figures} figure{'' if self.figures == 1 else 's'}"
        return f"{self.tables} table{'' if self.tables == 1 else 's'}, {figures}" if self.tables else figures


@dataclass(slots=True)
class HiddenParts:
    """Every hidden part by how it is hidden, outermost only, and those among them that are read nevertheless."""

    parts: dict[etree._Element, str] = field(default_factory=dict)
    read: set[etree._Element] = field(default_factory=set)
    tabs: Tabs = field(default_factory=Tabs)


def find_hidden(root: etree._Element, style: PageStyle) -> HiddenParts:
    """The hidden parts of a page.

    A page does not hide its own document: a part that is only not drawn (visibility, opacity) and holds most of the
    words, or the only tables, waits for a script. A tab is read if a label calls it up.
    """
    found = HiddenParts()
    if not style.hides_something:
        return found
    inside = [root]  # what is hidden inside of a part that is read is judged by itself
    while inside:
        parts = dict(_outermost(inside.pop(), style))
        found.parts.update(parts)
        panels = [part for part, kind in parts.items() if kind == NO_DISPLAY and holding(part, style).tables]
        tabs = find_tabs(root, panels, parts)
        found.tabs.add(tabs)
        read = {*_waiting(root, style, parts), *(panel for panel in tabs.panels if panel in parts)}
        found.read |= read
        inside.extend(read)
    return found


def _waiting(
    root: etree._Element, style: PageStyle, parts: dict[etree._Element, str]
) -> Iterator[etree._Element]:
    """The parts that are the page's document and wait for a script to show them."""
    waiting = {part: holding(part, style) for part, kind in parts.items() if kind == NOT_VISIBLE}
    if not waiting:
        return
    whole = holding(root, style)
    shown_tables = whole.tables - sum(held.tables for held in waiting.values())
    for part, held in waiting.items():
        if 2 * held.size > whole.size or (held.tables and not shown_tables):
            yield part


def holding(element: etree._Element, style: PageStyle) -> Holding:
    """What an element holds, without scripts and what is hidden from sight by itself in it."""
    tables = figures = size = 0
    for inner in _shown_elements(element, style):
        texts = [inner.text, *(child.tail for child in inner)]
        text = " ".join(part for part in texts if part)
        size += len(_SPACES.sub("", text))
        figures += count_figures(text)
        tables += inner.tag == "table" and is_data_table(inner)
    return Holding(tables, figures, size)


def count_figures(text: str) -> int:
    """How many figures a text holds."""
    return len(_FIGURE.findall(text))


def is_data_table(table: etree._Element) -> bool:
    """Whether a table holds figures in rows and columns and no table of its own."""
    if next(table.iterdescendants("table"), None) is not None:
        return False
    rows = [row for row in table.iter("tr") if len(row) > 1]
    return len(rows) > 1 and any(
        _FIGURE.search("".join(cell.itertext())) for row in rows for cell in row if isinstance(cell.tag, str)
    )


def _shown_elements(element: etree._Element, style: PageStyle) -> Iterator[etree._Element]:
    stack = [element]
    while stack:
        inner = stack.pop()
        yield inner
        stack.extend(
            child
            for child in inner
            if isinstance(child.tag, str)
            and child.tag not in site_furniture.NEVER_TEXT
            and style.hidden(child) in (None, NOT_VISIBLE)
        )


def _outermost(root: etree._Element, style: PageStyle) -> Iterator[tuple[etree._Element, str]]:
    stack = list(root)
    while stack:
        element = stack.pop()
        if not isinstance(element.tag, str) or element.tag in site_furniture.NEVER_TEXT:
            continue
        kind = style.hidden(element)
        if kind is None:
            stack.extend(element)
        else:
            yield element, kind
