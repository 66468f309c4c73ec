"""Tabs: parts of a page of which a reader sees one at a time, and the labels that he chooses them by.

What belongs here: which hidden parts a reader can call up, and under which label. What does not: how a part is hidden
(`page_style`), and what becomes of the others (`hidden_parts`).
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

_LONGEST_LABEL = 30
_LEVELS_UP = 3  # from a panel to the box beside which its labels stand
_QUOTED = re.compile(r"""['"]#?([^'"#\s]+)['"]""")
_NAMING = ("href", "aria-controls", "for", "rel", "onclick", "onmouseover", "onmouseenter")
_SHOWN_BY_SCRIPT = (
    r"""(?:\$|jQuery)\(\s*['"]#{id}['"]\s*\)\s*\.\s*(?:show|fadeIn|slideDown|toggle|css\(\s*['"]display['"]\s*,\s*['"]block)""",
    r"""getElementById\(\s*['"]{id}['"]\s*\)\s*\.\s*style\s*\.\s*display\s*=\s*['"](?!none)""",
)
_ITEMS = frozenset(
    ("li", "a", "span", "div", "dt", "dd", "td", "th", "button", "label", "h2", "h3", "h4", "p")
)


@dataclass(slots=True)
class Tabs:
    """`panels` has the label of each part (None where a script shows it by itself); `labels` are the labels' elements."""

    panels: dict[etree._Element, str | None] = field(default_factory=dict)
    labels: set[etree._Element] = field(default_factory=set)

    def name(self, panel: etree._Element, label: etree._Element) -> None:
        self.panels[panel] = _label(label)
        self.labels.add(label)

    def add(self, other: Tabs) -> None:
        self.panels |= other.panels
        self.labels |= other.labels


def find_tabs(
    root: etree._Element, panels: Sequence[etree._Element], hidden: Container[etree._Element]
) -> Tabs:
    """The tabs to which some of the hidden parts belong; parts that nothing calls up are left out."""
    tabs = Tabs()
    if not panels:
        return tabs
    named = _named(root)
    scripts = "\n".join("".join(script.itertext()) for script in root.iter("script"))
    for panel in panels:
        if panel in tabs.panels:
            continue
        for sibling, label in _by_name(panel, named) or _by_order(panel, hidden):
            tabs.name(sibling, label)
        if panel not in tabs.panels and _is_shown_by(scripts, panel):
            tabs.panels[panel] = None
    return tabs


def _label(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _named(root: etree._Element) -> dict[str, etree._Element]:
    """Elements that name another one by its id in what happens on a click: id → the first of them."""
    identities = {element.get("id") for element in root.iter(etree.Element)} - {None, ""}
    found: dict[str, etree._Element] = {}
    for element in root.iter(etree.Element):
        for name, value in element.attrib.items():
            if not (name in _NAMING or name.startswith("data-")):
                continue
            names = _QUOTED.findall(value) or [value.strip().removeprefix("#")]
            for identity in names:
                if identity in identities and element.get("id") != identity and _is_label(element):
                    found.setdefault(identity, element)
    return found


def _by_name(
    panel: etree._Element, named: dict[str, etree._Element]
) -> list[tuple[etree._Element, etree._Element]]:
    """The panel and its siblings, each with the label that names its id; [] where none names the panel."""
    if (panel.get("id") or "") not in named:
        return []
    parent = panel.getparent()
    return [
        (sibling, label)
        for sibling in (parent if parent is not None else (panel,))
        if isinstance(sibling.tag, str) and (label := named.get(sibling.get("id") or "")) is not None
    ]


def _by_order(
    panel: etree._Element, hidden: Container[etree._Element]
) -> list[tuple[etree._Element, etree._Element]]:
    """The panel and its likes with as many labels in a list above them: the first label calls up the first panel."""
    parent = panel.getparent()
    if parent is None:
        return []
    classes = set((panel.get("class") or "").split())
    group = [
        sibling
        for sibling in parent.iterchildren(panel.tag)
        if not classes or classes & set((sibling.get("class") or "").split())
    ]
    if len(group) < 2:
        return []
    beside = list(group[0].itersiblings("label", "a", "button", preceding=True))[::-1]
    if len(beside) == len(group) and _are_labels(beside):
        return list(zip(group, beside, strict=True))
    if all(sibling in hidden for sibling in group):
        return []
    for box in _above(group):
        for element in box.iter(etree.Element):
            items = [child for child in element if isinstance(child.tag, str)]
            if len(items) == len(group) and len({item.tag for item in items}) == 1 and _are_labels(items):
                return list(zip(group, items, strict=True))
    return []


def _above(group: Sequence[etree._Element]) -> Iterator[etree._Element]:
    """What stands right before the panels, and before the boxes around them."""
    inner: etree._Element | None = group[0]
    for _ in range(_LEVELS_UP):
        if inner is None or inner.tag == "body":
            return
        yield from inner.itersiblings(preceding=True)
        inner = inner.getparent()


def _are_labels(items: Iterable[etree._Element]) -> bool:
    return all(item.tag in _ITEMS and _is_label(item) for item in items)


def _is_label(element: etree._Element) -> bool:
    return (
        0 < len(_label(element)) <= _LONGEST_LABEL and next(element.iter("table", "p", "input"), None) is None
    )


def _is_shown_by(scripts: str, panel: etree._Element) -> bool:
    identity = panel.get("id")
    return bool(identity) and any(
        re.search(pattern.replace("{id}", re.escape(identity or "")), scripts) for pattern in _SHOWN_BY_SCRIPT
    )
