"""Which runs of a Word document are raised: by themselves, by their style, or by their position.

What belongs here: that question. What does not: what a raised run means (`extractors.printed.raised_type`).
"""

from __future__ import annotations

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEAST_POSITION = 4  # half points: two points up; less straightens a line and raises nothing
_LONGEST_CHAIN = 20  # styles based on styles


class RaisedRuns:
    """Asked for each run; a document without raised styles costs one look at the run's properties."""

    def __init__(self, styles: etree._Element | None) -> None:
        self._own: dict[str, bool | None] = {}
        self._based_on: dict[str, str] = {}
        for style in () if styles is None else styles.iterfind(f"{W}style"):
            name = style.get(f"{W}styleId", "")
            self._own[name] = _raised(style.find(f"{W}rPr"))
            parent = style.find(f"{W}basedOn")
            if parent is not None:
                self._based_on[name] = parent.get(f"{W}val", "")

    def is_raised(self, run: etree._Element) -> bool:
        properties = run.find(f"{W}rPr")
        if properties is None:
            return False
        own = _raised(properties)
        if own is not None:
            return own
        style = properties.find(f"{W}rStyle")
        return style is not None and self._style_raised(style.get(f"{W}val", ""))

    def _style_raised(self, name: str) -> bool:
        for _ in range(_LONGEST_CHAIN):
            own = self._own.get(name)
            if own is not None:
                return own
            if name not in self._based_on:
                return False
            name = self._based_on[name]
        return False


def _raised(properties: etree._Element | None) -> bool | None:
    """What run properties say of it; None if nothing."""
    if properties is None:
        return None
    align = properties.find(f"{W}vertAlign")
    if align is not None:
        return bool(align.get(f"{W}val") == "superscript")
    position = properties.find(f"{W}position")
    if position is None:
        return None
    try:
        return int(position.get(f"{W}val", "0")) >= _LEAST_POSITION
    except ValueError:
        return None
